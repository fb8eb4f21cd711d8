"""A call on a line without a network, with a desk that says what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from connectors.voice.call import Call
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.house import House
from connectors.voice.phrases import phrase
from tests.connectors.voice.local_line import LocalLine
from tests.connectors.voice.readable import (
    ReadableActivity,
    ReadableEars,
    ReadableVoice,
)


@dataclass
class ScriptedDesk:
    """Answers in turn; an exception is raised; remembers what it was told."""

    answers: list[Sequence[Spoken] | Exception] = field(default_factory=list)
    told: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    delay: float = 0.0

    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]:
        self.told.append((conversation, text, metadata))
        await asyncio.sleep(self.delay)
        answer = self.answers.pop(0) if self.answers else [Spoken("Très bien.", "utter_ok")]
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.told]


@dataclass
class Codes:
    """A passage with one code in it."""

    code: str
    conversation: str

    async def redeem(self, code: str, who: str) -> str | None:
        return self.conversation if code == self.code else None

    async def issue(self, conversation: str) -> str | None:
        return self.code


def readable(desk: ScriptedDesk, **house: Any) -> House:
    """A house whose sound can be read."""
    voice = ReadableVoice()
    return House(
        **{
            "ears": ReadableEars(), "activity": ReadableActivity, "synthesiser": voice,
            "fallback": voice.fallback, "desk": desk,
            "sealed": lambda _conversation, payload: f"{payload}~sealed", **house,
        }
    )  # fmt: skip


@asynccontextmanager
async def calling(line: LocalLine, desk: ScriptedDesk, **house: Any) -> AsyncIterator[Call]:
    call = Call(readable(desk, **house), line)
    running = asyncio.create_task(call.run())
    try:
        yield call
    finally:
        line.leave()
        await asyncio.wait_for(running, 30)


def words(name: str, language: str = "fr", **values: str) -> str:
    return phrase(name, language, **values).text


async def eventually(is_true: Callable[[], Any]) -> None:
    for _ in range(500):
        if is_true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")
