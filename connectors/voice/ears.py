"""The ears of every call: utterances on their way to recognisers, and what was heard back."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Mapping

from connectors.voice.frames import Frame, Kind
from connectors.voice.pool import Pool
from connectors.voice.processes import WorkerProcess
from connectors.voice.speech import RATE, EarsFailed, Expected, Transcript, Word

LONGEST = 60  # seconds of one utterance; what is said after them is not heard


class PooledEars:
    """Utterances for the pools. `pools` is by language, with "" for one that is not known yet."""

    def __init__(self, pools: Mapping[str, Pool]) -> None:
        self._pools = dict(pools)
        self._numbers = itertools.count(1)

    @property
    def losses(self) -> Counter[str]:
        """Why recognisers were replaced, counted."""
        return sum((pool.losses for pool in self._each()), Counter())

    async def open(self) -> None:
        """Until every recogniser is loaded; raises `EarsFailed`."""
        for pool in self._each():
            pool.begin()
        try:
            await asyncio.gather(*(pool.ready() for pool in self._each()))
        except BaseException:
            await self.close()
            raise

    @property
    def pools(self) -> tuple[Pool, ...]:
        return tuple(self._each())

    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> PooledUtterance:
        pool = self._pools.get(language) or self._pools[""]
        return PooledUtterance(pool.worker(), next(self._numbers), language, expected)

    async def close(self) -> None:
        await asyncio.gather(*(pool.close() for pool in self._each()))

    def _each(self) -> list[Pool]:
        return list(dict.fromkeys(self._pools.values()))


class PooledUtterance:
    """One utterance, with one worker."""

    def __init__(
        self, worker: WorkerProcess, number: int, language: str, expected: Expected
    ) -> None:
        self._worker, self._number = worker, number
        self._partial = ""
        self._left = LONGEST * RATE * 2
        self._answer: asyncio.Future[Transcript] = asyncio.get_running_loop().create_future()
        worker.listeners[number] = self
        asked = {"language": language, "expected": expected.value}
        self._say(Kind.OPEN, json.dumps(asked).encode())

    def feed(self, pcm: bytes) -> None:
        heard = pcm[: self._left]
        self._left -= len(heard)
        if heard:
            self._say(Kind.FEED, heard)

    @property
    def partial(self) -> str:
        return self._partial

    def settle(self) -> None:
        self._say(Kind.SETTLE)

    async def finish(self) -> Transcript:
        self._say(Kind.FINISH)
        return await asyncio.shield(self._answer)  # who waits may leave, and then cancels

    def cancel(self) -> None:
        self._say(Kind.CANCEL)
        self._worker.listeners.pop(self._number, None)
        self._answer.cancel()

    def told(self, frame: Frame) -> None:
        if frame.kind is Kind.PARTIAL:
            self._partial = frame.payload.decode()
        elif frame.kind is Kind.FAILED:
            self.lost(frame.payload.decode())
        elif frame.kind is Kind.DONE and not self._answer.done():
            self._answer.set_result(_transcript(frame.payload))

    def lost(self, reason: str) -> None:
        if not self._answer.done():
            self._answer.set_exception(EarsFailed(reason))
            self._answer.exception()  # nobody may ask any more: that is no news for the log

    def _say(self, kind: Kind, payload: bytes = b"") -> None:
        if not self._answer.done():
            self._worker.say(Frame(kind, self._number, payload))


def _transcript(payload: bytes) -> Transcript:
    found = json.loads(payload)
    return Transcript(
        found["text"],
        found["language"],
        tuple(Word(**word) for word in found["words"]),
        found["confidence"],
    )
