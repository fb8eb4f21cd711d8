"""The log as coroutines, each within a time limit: a database that hangs never holds a visitor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.conversation import Message, Reply
from connectors.conversations import MessageLog
from connectors.records import Entry, Event

T = TypeVar("T")


class NotWritten(Exception):
    """The database is down or too slow."""


class Notebook:
    """Keeps a few threads for the log, apart from everyone else's."""

    def __init__(self, log: MessageLog, seconds: float = 2.0) -> None:
        self._log, self._seconds = log, seconds
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="log")

    async def open(self, message: Message) -> Entry:
        return await self._run(partial(self._log.open, message))

    async def answer(self, message: Message, replies: tuple[Reply, ...]) -> Entry:
        return await self._run(partial(self._log.answer, message, replies))

    async def refuse(self, message: Message, reason: str) -> Entry:
        return await self._run(partial(self._log.refuse, message, reason))

    async def history(self, conversation: str, after: int = 0, limit: int = 200) -> list[Event]:
        return await self._run(partial(self._log.history, conversation, after, limit))

    async def ready(self) -> bool:
        try:
            await self._run(self._log.ready)
        except NotWritten:
            return False
        return True

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        """Do it in a thread. Errors lose their text here: it may quote what was written."""
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.wait_for(running, self._seconds)
        except (SQLAlchemyError, asyncio.TimeoutError, OSError, RuntimeError) as error:
            raise NotWritten(type(error).__name__) from None
