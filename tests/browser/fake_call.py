"""A call without ears or mouth: it writes down what comes in, and plays what a test tells it to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np

from connectors.voice.speech import RATE
from connectors.voice.transport import CallTransport, LineEvent, Sound


class FakeCall:
    """One call; its methods are called from the test's thread."""

    def __init__(self, line: CallTransport) -> None:
        self.line, self.loop = line, asyncio.get_running_loop()
        self.events: list[LineEvent] = []
        self.pcm = bytearray()

    async def listen(self) -> None:
        async for event in self.line.events():
            if isinstance(event, Sound):
                self.pcm += event.pcm
            else:
                self.events.append(event)

    def plays(self, pcm: bytes, mark: str = "") -> None:
        self._do(self.line.send_audio(pcm))
        if mark:
            self._do(self.line.mark(mark))

    def flushes(self) -> None:
        self._do(self.line.flush())

    def tells(self, type: str, **fields: Any) -> None:
        self._do(self.line.tell({"type": type, **fields}))

    def hangs_up(self) -> None:
        self._do(self.line.hangup())

    def loses(self) -> None:
        """The network breaks: no `ended`, no closing handshake."""
        self._do(self.line._socket.close(1011))  # type: ignore[attr-defined]

    def comes(self, event: LineEvent) -> None:
        until(lambda: event in self.events, f"{event} in {self.events}")

    def hears(self, seconds: float) -> np.ndarray[Any, Any]:
        """The next seconds of sound, as samples from -1 to 1."""
        start, count = len(self.pcm), int(seconds * RATE) * 2
        until(lambda: len(self.pcm) >= start + count, f"{seconds} s of sound")
        return np.frombuffer(bytes(self.pcm[start : start + count]), "<i2") / 32768

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(5)


class Switchboard:
    """Takes calls, and remembers them."""

    def __init__(self) -> None:
        self.calls: list[FakeCall] = []

    async def take(self, line: CallTransport) -> None:
        call = FakeCall(line)
        self.calls.append(call)
        await call.listen()

    def call(self, number: int = 1) -> FakeCall:
        until(lambda: len(self.calls) >= number, f"call number {number}")
        return self.calls[number - 1]


def until(true: Callable[[], bool], what: str, patience: float = 8.0) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.02)


def tone(frequency: float, seconds: float, rate: int = RATE, loudness: float = 0.5) -> bytes:
    """A tone that swells four times a second, as syllables do, so that it is not taken for noise."""
    at = np.arange(int(seconds * rate)) / rate
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * 4 * at)
    return bytes((loudness * swell * np.sin(2 * np.pi * frequency * at) * 32767).astype("<i2"))


def loudest_frequency(samples: np.ndarray[Any, Any]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


def energy(samples: np.ndarray[Any, Any]) -> float:
    return float(np.sqrt(np.mean(samples**2)))
