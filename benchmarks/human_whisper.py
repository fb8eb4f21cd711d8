"""faster-whisper as it comes: its own defaults, thirty seconds at a time, the same weights."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from faster_whisper import WhisperModel

from connectors.voice.whisper_weights import weights_folder

Peer = Callable[[bytes, str], str]


def as_it_comes() -> Peer:
    """What it writes of 16 kHz mono s16le sound, in a language."""
    model = WhisperModel(
        str(weights_folder()), "cpu", compute_type="int8", cpu_threads=1, local_files_only=True
    )

    def written(pcm: bytes, language: str) -> str:
        sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        segments, _ = model.transcribe(sound, language=language)
        return " ".join(one.text for one in segments)

    return written
