"""Sound that can be read: a text as samples, for tests of everything but hearing and speaking.

Each byte of a text is one sample, far from silence; the text ends with a full stop of its own.
It survives any line that keeps 16 kHz samples as they are.
"""

from __future__ import annotations

import random
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import numpy as np

from connectors.voice.activity import CHUNK_BYTES, Chunk
from connectors.voice.speech import Expected, Transcript

_ZERO, _END, _LOUD = 1000, 1256, 900
SPOKEN_MS = 200


def sound_of(text: str, ms: int = 0) -> bytes:
    """A text as `s16le` in whole frames of 20 ms, drawn out by a murmur to last `ms` or more."""
    samples = [_ZERO + byte for byte in text.encode()] + [_END]
    samples += murmur(text, ms * 16 - len(samples))
    samples += [0] * (-len(samples) % 320)
    return struct.pack(f"<{len(samples)}h", *samples)


def murmur(seed: str, count: int) -> list[int]:
    """Samples that say nothing, and are like no others."""
    noise = random.Random(seed)
    return [noise.randint(-_LOUD, _LOUD) for _ in range(count)]


def texts_in(pcm: bytes) -> list[str]:
    """Every text in some sound, the last one even if it was cut."""
    found, present = [], bytearray()
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")
    for sample in samples[(samples >= _ZERO) & (samples <= _END)].tolist():
        if sample < _END:
            present.append(sample - _ZERO)
        else:
            found.append(present.decode(errors="replace"))
            present = bytearray()
    return [*found, present.decode(errors="replace")] if present else found


@dataclass(frozen=True)
class Writing:
    """How texts are written as sound of so many milliseconds at least, and read in it."""

    sound_of: Callable[[str, int], bytes]
    texts_in: Callable[[bytes], list[str]]


SAMPLES = Writing(sound_of, texts_in)


class ReadableVoice:
    """Speaks a text as the sound that spells it."""

    def __init__(self, writing: Writing = SAMPLES) -> None:
        self._writing = writing

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield self._writing.sound_of(f"{language}|{text}", 0)

    def fallback(self, language: str) -> bytes:
        return self._writing.sound_of(f"{language}|…", 0)


class ReadableActivity:
    """Speech is whatever is not silent."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, pcm: bytes) -> Iterator[Chunk]:
        self._rest += pcm
        while len(self._rest) >= CHUNK_BYTES:
            chunk, self._rest = self._rest[:CHUNK_BYTES], self._rest[CHUNK_BYTES:]
            is_loud = any(chunk)
            yield Chunk(chunk, 1.0 if is_loud else 0.0, -20.0 if is_loud else -120.0)


class ReadableUtterance:
    def __init__(self, language: str, writing: Writing = SAMPLES) -> None:
        self._language, self._writing, self._pcm = language, writing, b""
        self.was_cancelled = False

    def feed(self, pcm: bytes) -> None:
        self._pcm += pcm

    @property
    def partial(self) -> str:
        return ""

    def settle(self) -> None:
        """Nothing to hurry."""

    async def finish(self) -> Transcript:
        return Transcript(" ".join(self._writing.texts_in(self._pcm)), self._language)

    def cancel(self) -> None:
        self.was_cancelled = True


class ReadableEars:
    """Reads what was written as sound; remembers what it was told to expect."""

    def __init__(self, writing: Writing = SAMPLES) -> None:
        self._writing = writing
        self.asked: list[tuple[str, Expected]] = []

    def utterance(
        self, language: str, expected: Expected = Expected.ANYTHING
    ) -> ReadableUtterance:
        self.asked.append((language, expected))
        return ReadableUtterance(language, self._writing)

    async def close(self) -> None:
        """Nothing is open."""
