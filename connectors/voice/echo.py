"""Whether what a line brings back is the desk's own voice."""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from connectors.voice.speech import RATE

Signal: TypeAlias = npt.NDArray[np.float64]
_EVERY = 2  # 8 kHz keeps all that a telephone lets through
# Measured on 160 ms: copies after mu-law give 0.86 in 95 of 100, other voices 0.6 or less.
ALIKE = 0.7
# As much as this may be a copy that a handset has bent: enough to listen on before it is somebody
# else's, and to doubt what it seems to say. Each look comes 32 ms after the one before.
DOUBTFUL = 0.5
EXPECTED = 0.4  # is enough where echoes were found before
_LOOKS_IN_DOUBT, _LOOKS_IN_ECHO = 5, 2
_FAINT = 80.0  # 52 dB below full scale: what is left of an echo, and no caller
_NEAR = 40 * RATE // 1000 // _EVERY
_WORD = re.compile(r"\w+")
_SHARED, _FEWEST = 0.8, 6


class Echo:
    """One line's echo: how late it comes is remembered once it was found."""

    def __init__(self) -> None:
        self._late: int | None = None
        self._is_sure = False
        self._looks = 0

    def is_own(self, likeness: float) -> bool:
        """Whether sound this much like the desk's is its own, or must be looked at again.

        On a line without an echo, what is not like it at all is believed at once.
        """
        if likeness >= ALIKE:
            self._looks = 0
            return True
        self._looks += 1
        if self._looks <= self._needed(likeness):
            return True
        self._looks = 0
        return False

    def _needed(self, likeness: float) -> int:
        if likeness >= DOUBTFUL:
            return _LOOKS_IN_DOUBT
        return _LOOKS_IN_ECHO if self._is_sure else 0

    def likeness(self, heard: bytes, played: bytes) -> float:
        """How much `heard` is a copy of a part of what was `played` just before it: 0 to 1.

        Both are `s16le` at 16 kHz and end at the same moment. 1 too for a smaller likeness that
        comes as late as the line's echo did, and for what is too faint to be anybody.
        """
        found = likenesses(heard, played)
        if not found.size:
            return 0.0
        best = int(found.argmax())
        if found[best] >= ALIKE:
            self._learn(found.size - best)
        return 1.0 if self._is_known(found) or _is_faint(heard) else float(found[best])

    def _learn(self, late: int) -> None:
        """Only an echo comes as late twice."""
        self._is_sure = self._late is not None and abs(late - self._late) < _NEAR
        self._late = late

    def _is_known(self, found: Signal) -> bool:
        if self._late is None or not self._is_sure:
            return False
        place = found.size - self._late
        near = found[max(0, place - _NEAR) : max(0, place + _NEAR)]
        return bool(near.size and near.max() >= EXPECTED)


def likenesses(heard: bytes, played: bytes) -> Signal:
    """The normalised cross-correlation at each place of `played`, whatever the loudness.

    The voices' low tones, in which all are alike, are weakened before.
    """
    short, long = _signal(heard), _signal(played)
    if not short.any() or long.size < short.size:
        return np.zeros(0)
    size = 1 << int(np.ceil(np.log2(long.size + short.size)))
    product = np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size))
    matches = np.abs(np.fft.irfft(product, size)[: long.size - short.size + 1])
    energy = np.concatenate(([0.0], np.cumsum(long * long)))
    windows = energy[short.size :] - energy[: energy.size - short.size]
    scale = np.sqrt(np.maximum(windows, 1.0) * float(short @ short))
    found: Signal = matches / scale
    return found


def _is_faint(pcm: bytes) -> bool:
    return float(np.sqrt(np.mean(np.frombuffer(pcm, "<i2").astype(np.float64) ** 2))) < _FAINT


def are_own_words(heard: str, said: str) -> bool:
    """Whether a transcript only repeats what the desk was saying, in its order.

    A few words, or any with a digit, may be the answer to a question that names them.
    """
    words, own = _words(heard), _words(said)
    if len(words) < _FEWEST or any(character.isdigit() for character in heard):
        return False
    rest = iter(own)
    followed = sum(any(word == one for one in rest) for word in words)
    return followed / len(words) >= _SHARED


def _signal(pcm: bytes) -> Signal:
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    return np.diff(samples[: samples.size // _EVERY * _EVERY].reshape(-1, _EVERY).mean(axis=1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
