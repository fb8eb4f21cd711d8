"""An encoder that knows words only, and small bases made of a few sentences."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import Kind, Vectors
from knowledge_base.article import Article
from knowledge_base.curation.gate import Gate
from knowledge_base.lexical import terms

Written = Callable[..., Article]


class WordEncoder:
    """Texts that share words are close; the same numbers in every process."""

    fingerprint = "words"
    dimension = 64

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        return np.array([self._vector(text) for text in texts], np.float32).reshape(-1, 64)

    def _vector(self, text: str) -> Vectors:
        found = np.full(64, 1e-3, np.float32)
        for stem in terms(text, "fr"):
            chance = np.random.default_rng(zlib.crc32(stem.encode()))
            found += chance.standard_normal(64, dtype=np.float32)
        return np.asarray(found / np.linalg.norm(found), np.float32)


@pytest.fixture
def words() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def gate(words: WordEncoder, tmp_path: Path) -> Gate:
    return Gate(words, tmp_path)
