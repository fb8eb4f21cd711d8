"""Makes every sentence as loud as the others, and cuts the silence around it."""

from __future__ import annotations

from typing import Any

import numpy as np

from connectors.voice.speech import RATE

LOUDNESS = 10 ** (-16 / 20)  # of the loud parts, against full scale: clear, and no codec clips
PEAK = 10 ** (-1 / 20)
QUIET = 10 ** (-45 / 20)
EDGE = RATE // 50  # 20 ms kept around what is heard


def levelled(pcm: bytes) -> bytes:
    """The same `s16le` sound, trimmed and at the house's loudness; empty if nothing is heard."""
    sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0
    sound = _trimmed(sound)
    if not sound.size:
        return b""
    gain = min(LOUDNESS / _loudness(sound), PEAK / float(np.abs(sound).max()))
    made: bytes = np.round(sound * gain * 32767.0).astype("<i2").tobytes()
    return made


def _trimmed(sound: Any) -> Any:
    heard = np.flatnonzero(np.abs(sound) > QUIET)
    if not heard.size:
        return sound[:0]
    return sound[max(0, heard[0] - EDGE) : heard[-1] + EDGE]


def _loudness(sound: Any) -> float:
    """The level where somebody speaks: pauses do not count."""
    frames = sound[: len(sound) // EDGE * EDGE or None].reshape(-1, min(EDGE, len(sound)))
    powers = (frames**2).mean(axis=1)
    return float(np.sqrt(powers[powers >= powers.max() / 100].mean()))
