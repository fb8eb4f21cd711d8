"""Sound files of any kind, read as the house's own sound."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from connectors.voice.speech import RATE

LONGEST = 4 * 3600  # seconds
_LARGEST = 2 << 30  # bytes


class Unreadable(Exception):
    """No sound can be read from a file; the message says why."""


def read_sound(path: Path) -> bytes:
    """A file's first sound track as `s16le`, 16 kHz, mono; raises `Unreadable`."""
    if not path.is_file():
        raise Unreadable("there is no such file")
    if path.stat().st_size > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST >> 30} GB")
    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            if not container.streams.audio:
                raise Unreadable("it has no sound track")
            pcm = _decoded(container)
    except (av.error.FFmpegError, ValueError) as error:
        raise Unreadable(f"it is no sound file that can be read ({_reason(error)})") from None
    if not pcm:
        raise Unreadable("its sound track is empty")
    return pcm


def _decoded(container: av.container.InputContainer) -> bytes:
    """All that can be decoded: what is damaged or cut off at the end is left out."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    pcm = bytearray()
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue
        for frame in frames:
            frame.pts = None
            pcm += _samples(resampler, frame)
        if len(pcm) > LONGEST * RATE * 2:
            raise Unreadable(f"longer than {LONGEST // 3600} hours")
    return bytes(pcm + _samples(resampler, None))


def _samples(resampler: av.AudioResampler, frame: av.AudioFrame | None) -> bytes:
    made = resampler.resample(frame)
    return b"".join(np.ascontiguousarray(one.to_ndarray()).astype("<i2").tobytes() for one in made)


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or type(error).__name__)
