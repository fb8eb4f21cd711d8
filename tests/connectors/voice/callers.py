"""People who telephone a desk whose ears and mouth are real, and know its sentences by heart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.nlg import texts
from bot.settings import Settings
from connectors.voice.kept_sounds import KeptSounds
from connectors.voice.mouth import Mouth
from connectors.voice.phrases import phrase
from connectors.voice.telephone import Address, Telephone
from connectors.voice.voices import voice_for
from tests.conftest import Desk
from tests.connectors.voice.ears_life import spoken

LOUD = 250


@dataclass
class Caller:
    """One call at 16 kHz, where every sample arrives as it was said."""

    telephone: Telephone
    sentences: Mapping[str, bytes]
    heard_before: int = 0
    asked_at: int = 0

    @property
    def id(self) -> str:
        return self.telephone.id

    def heard(self, name: str) -> bool:
        """Whether a sentence of the call's own was heard, whole, since the last wait."""
        return self.place(name) >= 0

    def place(self, name: str) -> int:
        return bytes(self.telephone.heard).find(self.sentences[name], self.heard_before)

    async def until(self, name: str, patience: float = 60.0) -> None:
        """Until that sentence was heard; what comes before it counts no more."""
        end = time.monotonic() + patience
        while not self.heard(name):
            assert time.monotonic() < end, f"never heard: {name}"
            await asyncio.sleep(0.05)
        self.heard_before = self.place(name) + len(self.sentences[name])

    def said_before(self, name: str) -> bool:
        """Whether that sentence was heard since the caller spoke last."""
        return self.sentences[name] in bytes(self.telephone.heard[self.asked_at :])

    async def until_sound(self, patience: float = 60.0) -> None:
        """Until the desk begins to say something."""
        before, end = self.telephone.spoken, time.monotonic() + patience
        while self.telephone.spoken <= before:
            assert time.monotonic() < end, "the desk said nothing"
            await asyncio.sleep(0.02)

    async def until_speech(self, patience: float = 60.0) -> None:
        """Until the desk has said something more, and paused."""
        before = self.telephone.spoken
        await self.telephone.hear_out(1.2, patience)
        assert self.telephone.spoken > before, "the desk said nothing"
        self.heard_before = len(self.telephone.heard)

    async def says(self, text: str, language: str = "fr") -> None:
        self.asked_at = len(self.telephone.heard)
        await self.telephone.say(words(text, language))

    async def until_over(self, patience: float = 60.0) -> None:
        await asyncio.wait_for(self.telephone.is_over.wait(), patience)


@cache
def words(text: str, language: str) -> bytes:
    """A sentence without the silence around it."""
    pcm = spoken(text, language)
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > LOUD)
    return pcm[int(loud[0]) * 2 : int(loud[-1]) * 2 + 2]


async def by_heart(*names: str, language: str = "fr", folder: Path) -> dict[str, bytes]:
    """The sound of some of the call's own sentences, as the desk says them.

    Of the dialogue's texts (`utter_…`), which have pauses in them, the first sentence only.
    """
    mouth = Mouth(lambda one: voice_for(one, Settings()), KeptSounds(folder))
    try:
        made = {}
        for name in names:
            pieces = [piece async for piece in mouth.speak(_text(name, language), language)]
            made[name] = pieces[0] if name.startswith("utter_") else b"".join(pieces)
        return made
    finally:
        await mouth.close()


def _text(name: str, language: str) -> str:
    own = not name.startswith("utter_")
    return phrase(name, language).text if own else str(texts(language)[name]["voice"])


@asynccontextmanager
async def calling(desk: Desk, sentences: Mapping[str, bytes]) -> AsyncIterator[Caller]:
    """A call, put down at the end whatever happens."""
    telephone = Telephone(Address("127.0.0.1", desk.audiosocket_port, desk.fastagi_port))
    await telephone.dial()
    try:
        yield Caller(telephone, sentences)
    finally:
        await telephone.hang_up()
