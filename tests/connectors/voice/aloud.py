"""A telephone exchange with real ears and a real mouth, and callers who speak aloud."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

import numpy as np
from py_nanotts import NanoTTS

from bot.settings import Settings, settings
from connectors.voice.activity import SpeechActivity
from connectors.voice.call import House
from connectors.voice.counts import Counts
from connectors.voice.ears import PooledEars
from connectors.voice.hearing import open_ears
from connectors.voice.mouth import Mouth, open_mouth
from connectors.voice.pico import NUMBERS
from connectors.voice.sealing import sealing
from connectors.voice.sentences import sentences
from connectors.voice.sound import from_mulaw, resampled, to_mulaw
from connectors.voice.speakable import speakable
from connectors.voice.speech import RATE
from connectors.voice.spoken_parts import spoken_parts
from connectors.voice.transport import CallTransport
from tests.conftest import Desk
from tests.connectors.voice.peers.asterisk import AudioSocketLeg
from tests.connectors.voice.switchboard import Switchboard, bubble

CALLERS = {"fr": "fr-FR", "en": "en-US"}
VOLUME, AUDIBLE, PAUSE = 0.5, 200, 15  # a pause is counted in frames of 20 ms
SPEEDS = (0.75, 0.65, 0.85)  # whoever says it again says it otherwise
TELEPHONE = 8_000
HASTE, PATIENCE = 12.0, 60.0


def caller_says(text: str, language: str, rate: int, times: int = 0) -> bytes:
    """A caller's sentence, `s16le` at 16 kHz; at the telephone's rate it went through µ-law."""
    words = NUMBERS.sub(r"\1 ", speakable(text, language))
    made = NanoTTS().speak(words, voice=CALLERS[language], speed=SPEEDS[times], volume=VOLUME)
    pcm = _fluent(np.frombuffer(made, "<i2"))
    return by_mulaw(pcm) if rate == TELEPHONE else pcm


def _fluent(samples: Any) -> bytes:
    """Without the silence around it, and no pause in it that would end a turn."""
    frames = samples[: len(samples) // 320 * 320].reshape(-1, 320)
    loud = np.flatnonzero(np.abs(frames.astype(int)).max(axis=1) > AUDIBLE)
    kept = [at for at in range(loud[0], loud[-1] + 1) if np.any(np.abs(loud - at) <= PAUSE / 2)]
    return bytes(frames[kept].tobytes())


def by_mulaw(pcm: bytes) -> bytes:
    codes = to_mulaw(resampled(pcm, RATE, TELEPHONE))
    return resampled(from_mulaw(codes), TELEPHONE, RATE)


class RecordedMouth:
    """A mouth that remembers which sentence each of its sounds is."""

    def __init__(self, mouth: Mouth) -> None:
        self._mouth = mouth
        self.sentences: dict[bytes, str] = {}

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        for sentence in sentences(speakable(text, language)):
            async for piece in self._mouth.speak(sentence, language):
                self.sentences[piece] = sentence
                yield piece


class Overheard:
    """A call's line, with what a screen would have shown of the call and the sentences said."""

    def __init__(self, line: CallTransport, sentences: Mapping[bytes, str]) -> None:
        self._line, self._sentences = line, sentences
        self.facts: list[Mapping[str, Any]] = []
        self.said: list[str] = []
        self.leg: AudioSocketLeg | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    async def tell(self, fact: Mapping[str, Any]) -> None:
        """Once the desk listens, the caller's silence takes its time: it has a meaning."""
        self.facts.append(fact)
        if fact["type"] == "listening" and self.leg is not None:
            self.leg.haste = 1.0

    async def send_audio(self, pcm: bytes) -> None:
        self.said.append(self._sentences.get(pcm, ""))
        await self._line.send_audio(pcm)

    @property
    def turns(self) -> int:
        return sum(fact["type"] == "listening" for fact in self.facts)


class AloudSwitchboard(Switchboard):
    """The exchange with the house's own ears, mouth and sense of whose turn it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lines: dict[str, Overheard] = {}
        self.ears: PooledEars
        self.mouth: RecordedMouth

    async def _house(self, chosen: Settings, counts: Counts) -> House:
        self.ears = await open_ears()
        self._stack.push_async_callback(self.ears.close)
        mouth = await open_mouth(settings())
        self._stack.push_async_callback(mouth.close)
        self.mouth = RecordedMouth(mouth)
        return House(
            self.ears, SpeechActivity, self.mouth, mouth.fallback, self.recorded,
            sealing(chosen), note=counts.note,
        )  # fmt: skip

    def _line(self, transport: CallTransport) -> CallTransport:
        line = self.lines[transport.arrival.id] = Overheard(
            transport, self.mouth.sentences
        )
        return cast(CallTransport, line)


class AloudCall:
    """One caller who speaks, and hears what the desk answers."""

    def __init__(
        self, board: AloudSwitchboard, language: str, rate: int, caller: str = "unknown"
    ) -> None:
        self._board, self._language, self._rate = board, language, rate
        self._holding: AbstractAsyncContextManager[AudioSocketLeg] = board.asterisk.call(
            caller=caller, language=language, rate=rate, haste=HASTE
        )
        self.leg = board.do(self._begin())
        self.conversation = f"call-{self.leg.call}"
        self._answered = 0

    def say(self, text: str, times: int = 0) -> list[dict[str, Any]]:
        """Speak, and hear what comes: the desk's answer, or nothing but «I did not hear».

        `times` is how often it was said before.
        """
        pcm = caller_says(text, self._language, self._rate, times)
        return self._board.do(self._heard_after(pcm))

    def press(self, keys: str) -> list[dict[str, Any]]:
        """Press keys, and hear the answer."""
        return self._board.do(self._heard_after(b"", keys))

    def hang_up(self) -> None:
        self._board.do(self._end())

    def read_back(self) -> tuple[str, str]:
        """All that the desk has said, and what a recogniser makes of its sound."""
        pcm = bytes(self.leg.heard)
        pcm = by_mulaw(pcm) if self._rate == TELEPHONE else pcm
        return " ".join(self.line.said), self._board.do(self._recognised(pcm))

    @property
    def line(self) -> Overheard:
        return self._board.lines[self.leg.call]

    async def _begin(self) -> AudioSocketLeg:
        self.leg = leg = await self._holding.__aenter__()
        leg.hurries = True
        await self._until(lambda: leg.call in self._board.lines)
        self.line.leg = leg
        await self._until(lambda: self.line.turns > 0)
        return leg

    async def _end(self) -> None:
        await self._holding.__aexit__(None, None, None)

    async def _heard_after(self, pcm: bytes, keys: str = "") -> list[dict[str, Any]]:
        turns = self.line.turns
        self.leg.haste = HASTE
        await (self.leg.press(keys) if keys else self.leg.play(pcm))
        await self._until(lambda: self.line.turns > turns or self.leg.ended.is_set())
        answers = self._board.recorded.answers[self.conversation]
        fresh, self._answered = answers[self._answered :], len(answers)
        return [bubble(one) for answer in fresh for one in answer]

    async def _recognised(self, pcm: bytes) -> str:
        texts = []
        for part in spoken_parts(pcm):
            utterance = self._board.ears.utterance(self._language)
            utterance.feed(part)
            texts.append((await utterance.finish()).text)
        return " ".join(texts)

    async def _until(self, is_true: Any) -> None:
        for _ in range(int(PATIENCE / 0.01)):
            if is_true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"nothing was heard in time; so far: {self.line.facts[-4:]}")
