"""What calls of the line tests say, and how they wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import numpy as np

from connectors.voice.transport import LineEvent, Sound


def tone(seconds: float, hertz: float = 440.0) -> bytes:
    times = np.arange(int(16_000 * seconds)) / 16_000
    return bytes((8_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes())


def sound(events: Iterable[LineEvent]) -> bytes:
    return b"".join(event.pcm for event in events if isinstance(event, Sound))


def loud_seconds(pcm: bytes) -> float:
    """From the first to the last sample that is not nearly silent."""
    loud = np.nonzero(np.abs(np.frombuffer(pcm, "<i2").astype(int)) > 400)[0]
    return float(loud[-1] - loud[0]) / 16_000 if loud.size else 0.0


async def until(condition: Callable[[], object], patience: float = 30.0) -> None:
    async def wait() -> None:
        while not condition():
            await asyncio.sleep(0.005)

    await asyncio.wait_for(wait(), patience)


def without_gaps(pcm: bytes) -> bytes:
    """The frames of 20 ms at 16 kHz that hold a sound: a late sender's silence lies between."""
    frames = (pcm[at : at + 640] for at in range(0, len(pcm), 640))
    return b"".join(frame for frame in frames if any(frame))
