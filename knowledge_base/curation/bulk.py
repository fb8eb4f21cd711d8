"""Ranks thousands of questions at once, with the results that a search gives one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.encoder import Vectors
from knowledge_base.article import LANGUAGES
from knowledge_base.confidence import CERTAIN, Evidence
from knowledge_base.curation.neighbours import Neighbours
from knowledge_base.lexical import terms
from knowledge_base.ranking import (
    LEXICAL_WEIGHT,
    SHARPNESS,
    TYPICAL_WEIGHT,
    UNSPOKEN,
    Ranker,
    Scores,
)
from knowledge_base.search import Decision, KnowledgeBase, is_askable

AT_ONCE = 256
CLOSE = 3e-6  # scores nearer than this may be told apart by the order of additions alone
UNSURE = 1.2e-5  # the same of log odds
Whole: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """Which article comes first for a question, and what would be done with it."""

    article: str
    confidence: float
    decision: Decision
    score: float = 0.0


NOTHING = Standing("", 0.0, "abstain")


@dataclass(frozen=True)
class Asked:
    """Questions with their languages, their words and their vectors, row by row."""

    texts: tuple[str, ...]
    languages: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    vectors: Vectors

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str], vectors: Vectors) -> Asked:
        spoken = tuple(one if one in LANGUAGES else LANGUAGES[0] for one in languages)
        tidy = tuple(text.strip() for text in texts)
        words = tuple(tuple(terms(t, s)) for t, s in zip(tidy, spoken, strict=True))
        return cls(tidy, spoken, words, vectors)

    def blocks(self) -> Iterator[Whole]:
        """The numbers of askable questions of one language, some hundreds at a time."""
        for language in LANGUAGES:
            rows = [n for n, own in enumerate(self.languages) if own == language]
            askable = np.array([n for n in rows if is_askable(self.texts[n])], np.int64)
            for at in range(0, len(askable), AT_ONCE):
                yield askable[at : at + AT_ONCE]


def standings(base: KnowledgeBase, asked: Asked, near: Neighbours) -> list[Standing]:
    """What `base.search` would say to each question; `near` knows the texts closest to it."""
    found = [NOTHING] * len(asked.texts)
    if base.ranker is None:
        return found
    for rows in asked.blocks():
        for row, standing in zip(rows, _block(base, base.ranker, asked, rows, near), strict=True):
            found[row] = standing or alone(base, asked, row)
    return found


def alone(base: KnowledgeBase, asked: Asked, row: int) -> Standing:
    """One question, as a search answers it."""
    found = base.ranked(asked.texts[row], asked.vectors[row], asked.languages[row], limit=1)
    if not found.answers:
        return NOTHING
    first = found.answers[0]
    return Standing(first.article, first.confidence, found.decision, first.score)


def _block(
    base: KnowledgeBase, ranker: Ranker, asked: Asked, rows: Whole, near: Neighbours
) -> Iterator[Standing | None]:
    """None where rounding might tell otherwise than here."""
    language = asked.languages[rows[0]]
    vectors = asked.vectors[rows]
    top = near.top(ranker, rows)
    typical = vectors @ ranker.centres.T
    words = [asked.words[row] for row in rows]
    fused = fused_scores(ranker, (top * ranker.weights).sum(axis=2), typical, words, language)
    everyday = np.partition(vectors @ base.everyday.T, -3, axis=1)[:, -3:].mean(axis=1)
    chosen = fused.argmax(axis=1)
    each = np.arange(len(rows))
    odds, gap = _odds(fused, chosen, everyday)
    lexicon = ranker.lexicons[language]
    for n, first in zip(each.tolist(), chosen.tolist(), strict=True):
        coverage = lexicon.coverage(words[n], first)
        measured = Evidence(
            float(top[n, first, 0]), float(typical[n, first]), float(odds[n]), coverage,
            float(np.log1p(len(words[n]))), float(everyday[n]),
        )  # fmt: skip
        confidence = base.calibration.confidence(measured)
        if gap[n] < CLOSE or _on_the_edge(confidence):
            yield None
            continue
        sure = round(confidence, 4)
        score = round(float(fused[n, first]), 4)
        yield Standing(ranker.ids[first], sure, base.decision(sure), score)


def fused_scores(
    ranker: Ranker, pooled: Scores, typical: Scores, words: Sequence[Sequence[str]], language: str
) -> Scores:
    """`Ranker.rank`'s blend for many questions of one language."""
    dense = (1 - TYPICAL_WEIGHT) * pooled + TYPICAL_WEIGHT * typical
    shared = ranker.lexicons[language].many_shares(words)
    shared = np.where(ranker.lacking[language], UNSPOKEN * np.maximum(dense, 0), shared)
    return (dense + LEXICAL_WEIGHT * shared).astype(np.float32)


def _odds(fused: Scores, chosen: Whole, everyday: Scores) -> tuple[Scores, Scores]:
    """The first article's log odds against the others, and how far ahead it is."""
    each = np.arange(len(fused))
    scores = SHARPNESS * fused
    first = scores[each, chosen]
    others = scores.copy()
    others[each, chosen] = -np.inf
    if fused.shape[1] == 1:
        others[:, 0] = SHARPNESS * everyday
    best = others.max(axis=1)
    against = best + np.log(np.exp(others - best[:, None]).sum(axis=1))
    return np.clip(first - against, -CERTAIN, CERTAIN), (first - best) / SHARPNESS


def _on_the_edge(confidence: float) -> bool:
    """Whether the fourth decimal depends on how the sums were rounded."""
    place = abs(confidence * 1e4 % 1 - 0.5)
    return place < 1e4 * (UNSURE * confidence * (1 - confidence) + 1e-9)
