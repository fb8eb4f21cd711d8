"""Sound that can be read after any rate or code: each half of a byte is a tone of 5 ms.

It takes a hundred times as long as `readable` sound, and survives what a telephone does to it.
"""

from __future__ import annotations

import numpy as np

from connectors.voice.speech import FRAME_BYTES
from tests.connectors.voice.readable import Writing

_SYMBOL = 80  # samples of 5 ms at 16 kHz: tones that are 200 Hz apart do not disturb each other
_LOUD, _HEARD = 6000.0, 1500
_HUM = 0  # 200 Hz: the text is over; the half-bytes are 400 to 3,400 Hz
_TIMES = np.arange(_SYMBOL) / _SYMBOL
TONES = _LOUD * np.sin(2 * np.pi * np.outer(np.arange(1, 18), _TIMES))


def sound_of(text: str, ms: int = 0) -> bytes:
    """A text as `s16le` in whole frames of 20 ms, drawn out by a hum, and a silence after it."""
    halves = [half + 1 for byte in text.encode() for half in (byte >> 4, byte & 15)] + [_HUM]
    halves += [_HUM] * (ms // 5 - len(halves))
    pcm = TONES[halves].astype("<i2").tobytes()
    return pcm + bytes(-len(pcm) % FRAME_BYTES + FRAME_BYTES)


def texts_in(pcm: bytes) -> list[str]:
    """Every text in some sound, the last one even if it was cut."""
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2").astype(np.float32)
    loud = np.flatnonzero(np.abs(samples) > _HEARD)
    starts = loud[np.diff(loud, prepend=-FRAME_BYTES) > _SYMBOL]  # a silence lies before each
    ends = loud[np.diff(loud, append=len(samples) + FRAME_BYTES) > _SYMBOL]
    return [_read(samples[start : end + 1]) for start, end in zip(starts, ends, strict=True)]


BY_TONES = Writing(sound_of, texts_in)


def _read(samples: np.ndarray) -> str:
    whole = samples[: (len(samples) + _SYMBOL // 4) // _SYMBOL * _SYMBOL]
    padded = np.pad(whole, (0, -len(whole) % _SYMBOL)).reshape(-1, _SYMBOL)
    tones = np.abs(np.fft.rfft(padded, axis=1))[:, 1:18].argmax(axis=1)
    over = np.flatnonzero(tones == _HUM)
    halves = (tones[: over[0]] if len(over) else tones) - 1
    pairs = halves[: len(halves) // 2 * 2].reshape(-1, 2)
    return bytes((pairs[:, 0] << 4 | pairs[:, 1]).astype(np.uint8)).decode(errors="replace")
