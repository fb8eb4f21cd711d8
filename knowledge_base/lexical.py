"""Finds articles by their words: BM25 over stems, accents folded, one index a language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import local
from typing import Any

import numpy as np
import numpy.typing as npt

STEMMERS = {"fr": "french", "en": "english"}
WORD = re.compile(r"\w+")
ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
ACCENTS = re.compile("[\u0300-\u036f]+")
RARE = re.compile("[\u0483-\u1fff\u20d0-\U0010ffff]")  # where other combining marks are
STOP_WORDS = Path(__file__).parent / "stop_words"
_thread = local()


def terms(text: str, language: str) -> list[str]:
    """The stems of a text's words that carry meaning; all of them when none does."""
    words = WORD.findall(fold(ELIDED.sub(" ", text)))
    stops = _stop_words(language)
    kept = [word for word in words if word not in stops and (len(word) > 1 or word.isdigit())]
    return [_stem(word, language) for word in kept]


def fold(text: str) -> str:
    """Lower case without accents, ligatures opened."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    if text.isascii():
        return text
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if not RARE.search(bare):
        return bare
    return "".join(char for char in bare if not unicodedata.combining(char))


@cache
def _stop_words(language: str) -> frozenset[str]:
    path = STOP_WORDS / f"{language}.txt"
    words = path.read_text(encoding="utf-8").split() if language in STEMMERS else ()
    return frozenset(words)


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    if language not in STEMMERS:
        return word
    stemmers = _thread.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        import Stemmer

        stemmers[language] = Stemmer.Stemmer(STEMMERS[language])
    return str(stemmers[language].stemWord(word))


class Lexicon:
    """The documents of one language as bags of stems."""

    def __init__(self, documents: Sequence[Sequence[str]], language: str) -> None:
        self.language = language
        self.size = len(documents)
        self._ids: dict[str, int] = {}
        rows = [[self._id(term) for term in document] for document in documents]
        self._holders = [frozenset(row) for row in rows]
        counts = np.bincount([i for row in self._holders for i in row], minlength=len(self._ids))
        self.idf = np.log(1 + (self.size - counts + 0.5) / (counts + 0.5))
        self.unknown_idf = float(np.log(1 + (self.size + 0.5) / 0.5))
        self._index = _bm25(rows, self._ids)

    def scores(self, question: Sequence[str]) -> npt.NDArray[np.float32]:
        """The BM25 score of each document."""
        known = [self._ids[term] for term in question if term in self._ids]
        if not known or self._index is None:
            return np.zeros(self.size, np.float32)
        found: npt.NDArray[np.float32] = self._index.get_scores_from_ids(known)
        return found

    def shares(self, question: Sequence[str]) -> npt.NDArray[np.float32]:
        """The same as a part of what the question's words could score at most, 0 to 1."""
        most = sum(self._weight(term) for term in question)
        return self.scores(question) / max(most, 1e-6)

    def many_shares(self, questions: Sequence[Sequence[str]]) -> npt.NDArray[np.float32]:
        """The shares of many questions at once, a row each."""
        if self._index is None or not questions:
            return np.zeros((len(questions), self.size), np.float32)
        known = [[self._ids[term] for term in one if term in self._ids] for one in questions]
        most = [max(sum(map(self._weight, one)), 1e-6) for one in questions]
        found: npt.NDArray[np.float32] = (_counted(known, len(self._ids)) @ self._matrix).toarray()
        return found / np.array(most, np.float32)[:, None]

    @cached_property
    def _matrix(self) -> Any:
        """What each stem adds to each document's score, a row a stem."""
        from scipy.sparse import csr_matrix

        held = self._index.scores
        parts = (held["data"], held["indices"], held["indptr"])
        return csr_matrix(parts, shape=(len(held["indptr"]) - 1, self.size), dtype=np.float32)

    def coverage(self, question: Sequence[str], document: int) -> float:
        """The share of the question's meaning, weighted by rarity, whose words the document has."""
        weights = {term: self._weight(term) for term in question}
        total = sum(weights.values())
        held = self._holders[document]
        covered = sum(w for term, w in weights.items() if self._ids.get(term) in held)
        return covered / total if total else 0.0

    def _weight(self, term: str) -> float:
        number = self._ids.get(term)
        return self.unknown_idf if number is None else float(self.idf[number])

    def _id(self, term: str) -> int:
        return self._ids.setdefault(term, len(self._ids))


def _counted(rows: Sequence[Sequence[int]], columns: int) -> Any:
    """How often each number stands in each row, as a sparse matrix."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, rows)])
    numbers = [number for row in rows for number in row]
    return csr_matrix((np.ones(len(numbers), np.float32), numbers, ends), (len(rows), columns))


def _bm25(rows: list[list[int]], ids: dict[str, int]) -> Any:
    if not ids:
        return None
    import bm25s

    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index((rows, ids), create_empty_token=False, show_progress=False)
    return index
