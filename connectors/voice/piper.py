"""The user's own Piper voices, where they and the optional package are there."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from connectors.voice.speech import RATE


def why_not(model: str) -> str:
    """What a Piper voice lacks; empty when it can be loaded."""
    path = Path(model)
    if not path.is_file():
        return f"no file {path}"
    if not _config(path).is_file():
        return f"no file {_config(path)}: it comes with the voice"
    if find_spec("piper") is None:
        return "the package piper-tts is not installed: `uv sync --extra piper`"
    return ""


class Piper:
    """One voice, loaded: a second or two at first, then several times faster than speech."""

    def __init__(self, model: str) -> None:
        from piper import PiperVoice

        self._voice: Any = PiperVoice.load(model, config_path=str(_config(Path(model))))

    def pcm(self, text: str) -> bytes:
        """The sound of a sentence, as `s16le` at 16 kHz."""
        parts = list(self._voice.synthesize(text))
        sound = b"".join(part.audio_int16_bytes for part in parts)
        return _resampled(sound, parts[0].sample_rate) if parts else b""


def _resampled(pcm: bytes, rate: int) -> bytes:
    if rate == RATE:
        return pcm
    import numpy as np
    import soxr

    made: bytes = soxr.resample(np.frombuffer(pcm, dtype="<i2"), rate, RATE).tobytes()
    return made


def _config(model: Path) -> Path:
    return model.with_name(f"{model.name}.json")
