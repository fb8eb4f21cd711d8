"""The work on one message: written down, answered in its turn, the answer kept and told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from time import perf_counter

import structlog

from bot.conversation import Dialogue, DialogueUnavailable, Message, Reply
from bot.logs import correlation
from connectors.line import Line, Place
from connectors.notebook import Notebook, NotWritten
from connectors.outcomes import Outcome
from connectors.records import Entry, Event, Kind, Status

log = structlog.get_logger()

# An answer that was given had its effect: keeping it is tried again for about half a minute.
_PAUSES = (0.1, 0.4, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True)
class Patience:
    """How long a visitor waits without a word, the log may take, and the dialogue may think."""

    visitor: float = 2.5
    log: float = 2.0
    dialogue: float = 60.0
    queue: int = 10


class Answering:
    """Takes a message through the log and the dialogue, and never raises."""

    def __init__(self, dialogue: Dialogue, notebook: Notebook, patience: Patience) -> None:
        self._dialogue, self._notebook, self._patience = dialogue, notebook, patience

    async def work(self, line: Line[Outcome], place: Place, message: Message) -> Outcome:
        structlog.contextvars.bind_contextvars(message=correlation(message.id))
        started = perf_counter()
        try:
            outcome = await self._worked(line, place, message)
        finally:
            line.turns.leave(place)
        _note(message, outcome, perf_counter() - started)
        return outcome

    async def _worked(self, line: Line[Outcome], place: Place, message: Message) -> Outcome:
        try:
            entry = await asyncio.wait_for(self._opened(line, message), self._patience.log)
        except (NotWritten, asyncio.TimeoutError):
            return Outcome.refused("storage")
        if entry.status is Status.ANSWERED:
            return Outcome(Status.ANSWERED, entry.replies, seq=entry.answer_seq)
        await place.wait()
        line.tell(Event(Kind.TYPING, message.id))
        replies = await self._asked(message)
        if replies is None:
            return await self._refused(line, message, "unavailable")
        return await self._answered(line, message, replies)

    async def _opened(self, line: Line[Outcome], message: Message) -> Entry:
        async with line.pen:
            entry = await self._notebook.open(message)
            if entry.is_new:
                line.tell(Event(Kind.SAID, message.id, entry.seq, message.text))
            return entry

    async def _asked(self, message: Message) -> tuple[Reply, ...] | None:
        """The dialogue's replies; None when nobody answered."""
        try:
            answer = self._dialogue.answer(message)
            return tuple(await asyncio.wait_for(answer, self._patience.dialogue))
        except (DialogueUnavailable, asyncio.TimeoutError) as error:
            log.warning("dialogue unavailable", error=type(error).__name__)
        except Exception:
            log.error("dialogue failed", exc_info=True)
        return None

    async def _answered(
        self, line: Line[Outcome], message: Message, replies: tuple[Reply, ...]
    ) -> Outcome:
        for pause in _PAUSES:
            try:
                return await self._kept(line, message, replies)
            except NotWritten:
                log.warning("answer not kept yet")
                await asyncio.sleep(pause)
        return Outcome.refused("storage")

    async def _kept(
        self, line: Line[Outcome], message: Message, replies: tuple[Reply, ...]
    ) -> Outcome:
        async with line.pen:
            entry = await self._notebook.answer(message, replies)
            seq, status = entry.answer_seq, Status.ANSWERED
            line.tell(Event(Kind.REPLIES, message.id, seq, status=status, replies=entry.replies))
        return Outcome(status, entry.replies, seq=seq, was_told=True)

    async def _refused(self, line: Line[Outcome], message: Message, reason: str) -> Outcome:
        refused = Outcome.refused(reason)
        try:
            async with line.pen:
                seq = (await self._notebook.refuse(message, reason)).answer_seq
                line.tell(
                    Event(Kind.REFUSED, message.id, seq, status=refused.status, reason=reason)
                )
        except NotWritten:
            return refused
        return replace(refused, seq=seq, was_told=True)


def _note(message: Message, outcome: Outcome, seconds: float) -> None:
    log.info(
        "message handled",
        channel=message.channel,
        outcome=outcome.status.value,
        reason=outcome.reason,
        seconds=round(seconds, 3),
    )
