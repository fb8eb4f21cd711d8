"""Sound as numbers: the telephone's 8-bit codes, other sampling rates, and how loud it is.

Pure functions on `s16le` bytes. The streaming resampler answers within 4 ms; soxr, which holds
back a tenth of a second and more when it streams, converts whole recordings only.
"""

from __future__ import annotations

from functools import cache
from math import gcd
from typing import Any

import numpy as np
import soxr

from connectors.voice.speech import RATE

_REACH = 32  # how far the filter looks to each side, in samples of the lower rate
_PASSED = 0.465  # of the lower rate: the middle of the filter's slope
_BETA = 7.0  # Kaiser's window: 70 dB below what is passed


def _mulaw_values() -> Any:
    """ITU-T G.711, table 2: sign, three bits of segment, four of step, all inverted."""
    codes = ~np.arange(256, dtype=np.int32) & 0xFF
    sizes = ((((codes & 0x0F) << 3) + 0x84) << ((codes >> 4) & 7)) - 0x84
    return np.where(codes & 0x80, -sizes, sizes).astype(np.int16)


def _alaw_values() -> Any:
    """ITU-T G.711, table 1: every second bit inverted; the sign bit is set for plus."""
    codes = np.arange(256, dtype=np.int32) ^ 0x55
    segments, steps = (codes >> 4) & 7, ((codes & 0x0F) << 4) + 8
    sizes = np.where(segments == 0, steps, (steps + 0x100) << np.maximum(segments - 1, 0))
    return np.where(codes & 0x80, sizes, -sizes).astype(np.int16)


@cache
def _decoding(law: str) -> Any:
    return _mulaw_values() if law == "mulaw" else _alaw_values()


@cache
def _encoding(law: str) -> Any:
    """The nearest code of each of the 65,536 samples; of two as near, the quieter."""
    values = _decoding(law).astype(np.int32)
    order = np.argsort(values, kind="stable")
    middles = (values[order][1:] + values[order][:-1]) / 2
    samples = np.arange(-32768, 32768)
    up = np.searchsorted(middles, samples, side="left")
    down = np.searchsorted(middles, samples, side="right")
    table = order[np.where(samples > 0, up, down)].astype(np.uint8)
    return np.concatenate([table[32768:], table[:32768]])  # indexed by the sample as u16


def from_mulaw(codes: bytes) -> bytes:
    """µ-law codes as `s16le`."""
    return _bytes(_decoding("mulaw")[np.frombuffer(codes, np.uint8)])


def to_mulaw(pcm: bytes) -> bytes:
    """`s16le` as µ-law codes."""
    return _bytes(_encoding("mulaw")[np.frombuffer(whole(pcm), "<u2")])


def from_alaw(codes: bytes) -> bytes:
    """A-law codes as `s16le`."""
    return _bytes(_decoding("alaw")[np.frombuffer(codes, np.uint8)])


def to_alaw(pcm: bytes) -> bytes:
    """`s16le` as A-law codes."""
    return _bytes(_encoding("alaw")[np.frombuffer(whole(pcm), "<u2")])


def whole(pcm: bytes) -> bytes:
    """Without the half sample that a cut may have left at the end."""
    return pcm[: len(pcm) & ~1]


def swapped(pcm: bytes) -> bytes:
    """The other byte of each sample first: `s16be` as `s16le`, and back."""
    return bytes(np.frombuffer(whole(pcm), "<i2").byteswap().tobytes())


def level(pcm: bytes) -> float:
    """Loudness (root mean square) from 0, silence, to 1, full scale."""
    samples = np.frombuffer(whole(pcm), "<i2").astype(np.float64)
    return float(np.sqrt(np.mean(samples**2)) / 32768) if samples.size else 0.0


def resampled(pcm: bytes, heard: int, wanted: int) -> bytes:
    """A whole recording at another rate."""
    if heard == wanted:
        return whole(pcm)
    return _bytes(soxr.resample(np.frombuffer(whole(pcm), "<i2"), heard, wanted))


class Resampler:
    """One direction of one line, from one rate to another; the same rate passes untouched."""

    def __init__(self, heard: int = RATE, wanted: int = RATE) -> None:
        self.heard, self.wanted = heard, wanted
        self._half: bytes
        common = gcd(heard, wanted)
        self._up, self._down = wanted // common, heard // common
        self._begin()

    def feed(self, pcm: bytes) -> bytes:
        """The next sound at the wanted rate; a half sample waits for its other half."""
        held = self._half + pcm
        pcm, self._half = whole(held), held[len(held) & ~1 :]
        return pcm if self.heard == self.wanted else self._filtered(pcm)

    def finish(self) -> bytes:
        """What the filter still holds; the next sound begins a new stream."""
        tail = b"" if self.heard == self.wanted else self.feed(bytes(2 * (self._taps // 2)))
        self._begin()
        return tail

    def _begin(self) -> None:
        self._half = b""
        self._phases = _phases(self._up, self._down)
        self._taps = self._phases.shape[1]
        self._past = np.zeros(self._taps - 1, np.float32)
        self._at = 0  # the next output's place, in steps of the shared rate

    def _filtered(self, pcm: bytes) -> bytes:
        heard = np.concatenate([self._past, np.frombuffer(pcm, "<i2").astype(np.float32)])
        new = heard.size - self._past.size
        places = np.arange(self._at, new * self._up, self._down)
        self._at = self._at + places.size * self._down - new * self._up
        self._past = heard[heard.size - (self._taps - 1) :]
        if not places.size:
            return b""
        windows = np.lib.stride_tricks.sliding_window_view(heard, self._taps)
        sums = np.einsum("ij,ij->i", windows[places // self._up], self._phases[places % self._up])
        return _bytes(np.clip(np.rint(sums), -32768, 32767).astype(np.int16))


@cache
def _phases(up: int, down: int) -> Any:
    """A windowed sinc, cut into one row of taps for each place between two samples heard."""
    slower = max(up, down)
    taps = 2 * -(-_REACH * slower // up)
    steps = np.arange(taps * up) - taps * up / 2
    shape = np.sinc(2 * _PASSED * steps / slower) * np.kaiser(taps * up, _BETA)
    rows = shape.reshape(taps, up).T[:, ::-1]
    return (rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)


def _bytes(samples: Any) -> bytes:
    made: bytes = samples.tobytes()
    return made
