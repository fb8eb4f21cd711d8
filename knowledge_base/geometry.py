"""Sees texts so that the many ways of asking for one article lie close, in either language.

What tells two phrasings of one article apart (their style, their language, question or text)
says nothing about which article is meant: those directions of the encoder's space are shrunk.
They were learnt by `python -m knowledge_base.calibration.train`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import get_args

import numpy as np

from bot.encoder import Encoder, Kind, Vectors
from knowledge_base.article import LANGUAGES
from knowledge_base.everyday import everyday_questions

SHIPPED = Path(__file__).parent / "calibration" / "geometry.npz"
PLACES = tuple((language, kind) for language in LANGUAGES for kind in get_args(Kind))


@dataclass(frozen=True, eq=False)
class Geometry:
    """The mean of each language's questions and texts, and what is done once it is taken off.

    `everyday` holds the questions of everyday.csv, seen this way.
    """

    encoder: str
    centres: Mapping[tuple[str, str], Vectors]
    matrix: Vectors
    everyday: Vectors

    def seen(self, vectors: Vectors, kind: Kind, language: str) -> Vectors:
        moved: Vectors = (vectors - self.centres[language, kind]) @ self.matrix
        return moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            encoder=np.array(self.encoder),
            centres=np.array([self.centres[place] for place in PLACES], np.float16),
            matrix=self.matrix.astype(np.float16),
            everyday=self.everyday.astype(np.float16),
        )


class View:
    """An encoder behind a geometry; behind none when the geometry was learnt on another."""

    def __init__(self, encoder: Encoder, geometry: Geometry | None) -> None:
        self._encoder = encoder
        self._geometry = geometry
        self.dimension = encoder.dimension
        self.fingerprint = f"{encoder.fingerprint}+{_name(geometry)}"

    def encode(self, texts: Sequence[str], kind: Kind, language: str) -> Vectors:
        """One row of unit length, float32, for each text."""
        vectors = self._encoder.encode(texts, kind)
        return self._geometry.seen(vectors, kind, language) if self._geometry else vectors

    @cached_property
    def everyday(self) -> Vectors:
        """The questions of everyday.csv, which no company's articles answer."""
        if self._geometry:
            return self._geometry.everyday
        texts = [text for text, _ in everyday_questions()]
        return self._encoder.encode(texts, "query")


def view_of(encoder: Encoder | View) -> View:
    """The encoder seen through the shipped geometry, where that is meant for it."""
    if isinstance(encoder, View):
        return encoder
    geometry = shipped_geometry()
    return View(encoder, geometry if geometry.encoder == encoder.fingerprint else None)


@cache
def shipped_geometry() -> Geometry:
    with np.load(SHIPPED, allow_pickle=False) as content:
        centres = content["centres"].astype(np.float32)
        return Geometry(
            encoder=str(content["encoder"]),
            centres=dict(zip(PLACES, centres, strict=True)),
            matrix=content["matrix"].astype(np.float32),
            everyday=content["everyday"].astype(np.float32),
        )


def _name(geometry: Geometry | None) -> str:
    """Another name for every other way of seeing."""
    if geometry is None:
        return "as-is"
    digest = hashlib.sha256(geometry.matrix.astype(np.float16).tobytes())
    for place in PLACES:
        digest.update(geometry.centres[place].astype(np.float16).tobytes())
    return digest.hexdigest()[:16]
