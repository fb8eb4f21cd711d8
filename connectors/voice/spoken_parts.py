"""Long sound cut into what is spoken in it: at silences or, without any, where it is quietest."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import webrtcvad

from connectors.voice.speech import FRAME_BYTES, FRAME_MS

STRICTNESS = 1
SILENCE = 700 // FRAME_MS  # frames that part two utterances
AROUND = 300 // FRAME_MS  # frames kept before and after
MOST = 25_000 // FRAME_MS  # frames of one part
BREATH = 100 // FRAME_MS  # frames over which sound counts as quiet


def spoken_parts(pcm: bytes) -> list[bytes]:
    """The utterances in `s16le` sound at 16 kHz, in order; none where nobody speaks."""
    detector = webrtcvad.Vad(STRICTNESS)
    frames = range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    voiced = [detector.is_speech(pcm[at : at + FRAME_BYTES], 16_000) for at in frames]
    loudness = _loudness(pcm[: len(voiced) * FRAME_BYTES])
    return [
        pcm[first * FRAME_BYTES : last * FRAME_BYTES]
        for span in _spans(voiced)
        for first, last in _short(span, loudness)
    ]


def _spans(voiced: list[bool]) -> list[tuple[int, int]]:
    """First and last frame of each utterance, short silences within."""
    spans: list[tuple[int, int]] = []
    for speech, group in groupby(enumerate(voiced), key=lambda one: one[1]):
        if not speech:
            continue
        places = [place for place, _ in group]
        first, last = max(0, places[0] - AROUND), min(len(voiced), places[-1] + 1 + AROUND)
        if spans and first - spans[-1][1] < SILENCE - 2 * AROUND:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def _short(span: tuple[int, int], loudness: Any) -> Iterator[tuple[int, int]]:
    """The same frames in parts that a recogniser takes, none of them tiny."""
    first, last = span
    while last - first > MOST:
        cut = first + MOST // 2 + int(np.argmin(loudness[first + MOST // 2 : first + MOST]))
        yield first, cut
        first = cut
    yield first, last


def _loudness(pcm: bytes) -> Any:
    """How loud it is around each frame."""
    frames = np.frombuffer(pcm, "<i2").reshape(-1, FRAME_BYTES // 2)
    heights = frames.max(axis=1).astype(float) - frames.min(axis=1)
    return np.convolve(heights, np.ones(BREATH), "same") if len(heights) else heights
