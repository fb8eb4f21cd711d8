"""What a caller of a benchmark hears: when the desk speaks, and when it has fallen silent."""

from __future__ import annotations

import asyncio
from time import perf_counter

import numpy as np
from py_nanotts import NanoTTS

from tests.connectors.voice.peers.leg import Leg

LOUD = 250  # of 32,767: what a caller takes for sound
SECOND = 32_000
_LOOK, _PATIENCE = 0.004, 30.0


class Silent(Exception):
    """The desk was not heard in time."""


async def until_sound(leg: Leg, after: int) -> float:
    """When sound was heard after so many bytes; raises `Silent`."""
    end = perf_counter() + _PATIENCE
    while perf_counter() < end and not leg.ended.is_set():
        if is_loud(leg.heard[after:]):
            return perf_counter()
        await asyncio.sleep(_LOOK)
    raise Silent("the desk did not answer")


async def until_spoken(leg: Leg, seconds: float, pause: float = 0.3) -> None:
    """Until the desk has spoken for so long, its pauses shorter than that; raises `Silent`."""
    began = heard = 0.0
    size, end = len(leg.heard), perf_counter() + _PATIENCE
    while (now := perf_counter()) < end and not leg.ended.is_set():
        if is_loud(leg.heard[size:]):
            began, heard = (began if now - heard < pause else now), now
        if began and heard == now and now - began >= seconds:
            return
        size = len(leg.heard)
        await asyncio.sleep(_LOOK)
    raise Silent("no answer was long enough")


async def until_quiet(leg: Leg, seconds: float = 0.9) -> float:
    """When the desk was heard last, once it has been silent for so long."""
    quiet_since, size = 0.0, len(leg.heard)
    await until_sound(leg, max(0, size - 640))
    while not quiet_since or perf_counter() - quiet_since < seconds:
        fresh, size = leg.heard[size:], len(leg.heard)
        if is_loud(fresh) or not quiet_since:
            quiet_since = perf_counter()
        await asyncio.sleep(_LOOK)
    return quiet_since


def is_loud(pcm: bytes | bytearray) -> bool:
    samples = np.frombuffer(bytes(pcm[: len(pcm) // 2 * 2]), "<i2").astype(int)
    return bool(samples.size and np.abs(samples).max() > LOUD)


def spoken_by(text: str, voice: str, pitch: float = 1.0) -> bytes:
    """A sentence in one of the packaged voices, without the silence around it."""
    return trimmed(bytes(NanoTTS().speak(text, voice=voice, pitch=pitch)))


def trimmed(pcm: bytes) -> bytes:
    """Sound without the silence around it."""
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > LOUD)
    return pcm[int(loud[0]) * 2 : int(loud[-1]) * 2 + 2]
