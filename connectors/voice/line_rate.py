"""Between the house's 16 kHz and the rate that a line happens to have."""

from __future__ import annotations

from connectors.voice.pacer import SILENCE
from connectors.voice.sound import Resampler, whole
from connectors.voice.speech import FRAME_MS, RATE

TELEPHONE = 8_000
_STILL = 8  # silent frames after which the filter holds nothing but silence


class LineRate:
    """Follows the rate that is heard, and answers in it."""

    def __init__(self, rate: int = TELEPHONE) -> None:
        self.rate = 0
        self.tune(rate)

    def tune(self, rate: int) -> None:
        if rate != self.rate:
            self.rate = rate
            self._hears, self._speaks = Resampler(rate, RATE), Resampler(RATE, rate)
            self._made, self._still = b"", _STILL

    def heard(self, pcm: bytes) -> bytes:
        """What the line says, at 16 kHz; half a sample at its end is noise, and left out."""
        return self._hears.feed(whole(pcm))

    def spoken(self, frame: bytes) -> bytes:
        """One frame of 20 ms, at the line's rate and exactly as long."""
        size = 2 * (self.rate * FRAME_MS // 1000)
        self._still = self._still + 1 if frame == SILENCE else 0
        if self._still > _STILL:
            return bytes(size)
        self._made += self._speaks.feed(frame)
        sent, self._made = self._made[:size], self._made[size:]
        return sent.rjust(size, b"\0")
