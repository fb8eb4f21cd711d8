"""Vectors of sentences that were already encoded, so that training again takes seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from bot.encoder import Encoder, Vectors
from bot.files import write_whole
from bot.settings import settings

SHELF = 256
KEPT = 50_000


def encoded(texts: Sequence[str], encoder: Encoder) -> Vectors:
    """One row of unit length for each text, from the data folder when it is there."""
    place = _place(encoder)
    known = dict(_read(place, encoder.dimension))
    keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32] for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        known.update(_encode(missing, encoder))
        _write(place, {**{key: known[key] for key in keys}, **known})
    return np.array([known[key] for key in keys], np.float32).reshape(len(keys), -1)


def _encode(texts: dict[str, str], encoder: Encoder) -> Iterator[tuple[str, Vectors]]:
    keys = sorted(texts, key=lambda key: len(texts[key]))
    starts = range(0, len(keys), SHELF)
    console = Console(stderr=True)
    for start in track(starts, "Encoding sentences", console=console, transient=True):
        batch = keys[start : start + SHELF]
        yield from zip(batch, encoder.encode([texts[key] for key in batch], "query"), strict=True)


def _place(encoder: Encoder) -> Path:
    name = hashlib.sha256(encoder.fingerprint.encode()).hexdigest()[:16]
    return settings().data_dir / "cache" / f"sentences-{name}.npz"


def _read(place: Path, dimension: int) -> Iterator[tuple[str, Vectors]]:
    """What was kept; nothing when there is no such file, or when it is damaged."""
    try:
        with np.load(place, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
    except Exception:  # a damaged archive fails in many ways, and costs only the encoding
        return
    if vectors.shape == (len(keys), dimension) and vectors.dtype == np.float32:
        yield from zip(keys.tolist(), vectors, strict=True)


def _write(place: Path, known: dict[str, Vectors]) -> None:
    keys = list(known)[:KEPT]
    file = BytesIO()
    np.savez(file, keys=np.array(keys), vectors=np.array([known[key] for key in keys], np.float32))
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, file.getvalue())
