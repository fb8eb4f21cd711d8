"""Passing from the web to the telephone and back: a code of six digits, good for ten minutes.

The same database serves the gateway and the telephone's process: whoever gave the code, the other
takes it. A code is kept only as a keyed digest, works once, and replaces the one before it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from connectors.handover_book import HandoverBook

T = TypeVar("T")
_DRAWS = 20


class HandoverRefused(Exception):
    """No code is given or taken; `reason` says why: `too_many`, `storage` or `unknown_code`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Code:
    """Six digits, and when they stop working."""

    code: str = field(repr=False)
    expires: datetime


@dataclass(frozen=True)
class Rules:
    """`live` bounds how many codes there are to guess among a million; `issues_at` an address."""

    lifetime: timedelta = timedelta(minutes=10)
    window: timedelta = timedelta(minutes=10)
    issues: int = 5
    issues_at: int = 20
    wrong_of_one: int = 5
    wrong_of_all: int = 100
    live: int = 200


WEB_RULES = Rules(wrong_of_all=30)  # addresses are cheaper than telephone numbers


class Handovers:
    """One door's side of the passages: those who guess at one door lock the other for nobody."""

    def __init__(
        self, engine: Engine, key: str, rules: Rules | None = None, door: str = "phone"
    ) -> None:
        self._book, self._rules, self._door = HandoverBook(engine), rules or Rules(), door
        self._key = hmac.digest(key.encode(), b"handover", hashlib.sha256)
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="handover")

    async def issue(self, conversation: str, where: str = "") -> Code:
        """A code that brings this conversation to another channel; raises `HandoverRefused`.

        `where` is the address that asks, if there is one.
        """
        return await self._run(partial(self._issue, conversation, where))

    async def redeem(self, code: str, who: str) -> str | None:
        """The conversation behind a code; None when there is none (any more).

        `who` is the caller's number or address: after five wrong codes in ten minutes it waits.
        Raises `HandoverRefused`.
        """
        return await self._run(partial(self._redeem, digits(code), who))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _issue(self, conversation: str, where: str) -> Code:
        rules, now = self._rules, clock.utc(clock.now())
        asked = [("issue", self._digest("visitor", conversation), rules.issues)]
        asked += [("issue-at", self._digest("where", where), rules.issues_at)] if where else []
        tried = [self._book.attempt(kind, who, now, rules.window) for kind, who, _ in asked]
        since = now - rules.window
        often = any(self._book.count(kind, since, who) > most for kind, who, most in asked)
        if often or self._book.live(now) >= rules.live:
            for place in tried:
                self._book.forgive(place)
            raise HandoverRefused("too_many")
        expires = now + rules.lifetime
        for _ in range(_DRAWS):
            code = f"{secrets.randbelow(1_000_000):06}"
            if self._book.keep(self._digest("code", code), conversation, expires):
                return Code(code, expires)
        raise HandoverRefused("too_many")

    def _redeem(self, code: str, who: str) -> str | None:
        """Counted before it is looked at, so that tries made at once count too."""
        rules, now = self._rules, clock.utc(clock.now())
        one = self._digest("who", who)
        place = self._book.attempt(self._door, one, now, rules.window)
        since = now - rules.window
        of_one, of_all = (self._book.count(self._door, since, who) for who in (one, ""))
        if of_one > rules.wrong_of_one or of_all > rules.wrong_of_all:
            self._book.forgive(place)
            raise HandoverRefused("too_many")
        found = self._book.take(self._digest("code", code), now) if code else None
        if found is not None:
            self._book.forgive(place)
        return found

    def _digest(self, kind: str, value: str) -> str:
        return hmac.new(self._key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()

    async def _run(self, work: Callable[[], T]) -> T:
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        try:
            return await asyncio.wait_for(running, 3.0)
        except (SQLAlchemyError, asyncio.TimeoutError, OSError, RuntimeError):
            raise HandoverRefused("storage") from None


def digits(text: str) -> str:
    """The six digits of a code however it was written; empty when it is none."""
    bare = re.sub(r"[\s.\-]", "", text[:40])
    return bare if re.fullmatch(r"[0-9]{6}", bare) else ""
