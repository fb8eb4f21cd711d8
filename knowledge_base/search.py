"""Answers a question from one version of the knowledge base, or says that it cannot."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from bot.encoder import Encoder, Vectors
from bot.settings import settings
from knowledge_base.article import LANGUAGES, Article
from knowledge_base.confidence import Calibration, evidence, shipped_calibration
from knowledge_base.geometry import View, view_of
from knowledge_base.ranking import Ranker, Ranking
from knowledge_base.versions import Published

Decision = Literal["answer", "suggest", "abstain"]
WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Answer:
    """An article offered for a question. `text` is Markdown, `version` the article's own."""

    article: str
    title: str
    text: str
    language: str
    source: str
    score: float
    confidence: float
    updated: date | None = None
    voice: str = ""
    version: str = ""


@dataclass(frozen=True)
class SearchResult:
    """The nearest articles, best first, whatever was decided about them.

    `answer`: say the first. `suggest`: offer the titles. `abstain`: we do not know.
    """

    answers: tuple[Answer, ...]
    decision: Decision
    version: str

    @property
    def abstained(self) -> bool:
        return self.decision == "abstain"


class Knowledge(Protocol):
    """Whoever answers questions from articles."""

    @property
    def version(self) -> str: ...
    def search(self, question: str, language: str, limit: int = 3) -> SearchResult: ...
    def article(self, name: str, language: str) -> Article | None:
        """An article by its id, in that language where it exists, else in another."""


class KnowledgeBase:
    """One published version, ready to search; safe to share between threads."""

    def __init__(
        self, version: Published, encoder: Encoder | View, calibration: Calibration | None = None
    ) -> None:
        self._view = view_of(encoder)
        if version.encoder != self._view.fingerprint:
            raise ValueError("this version was built with another encoder")
        self.version = version.name
        self.calibration = calibration or shipped_calibration()
        self.ranker = Ranker(version, self._view.everyday) if version.articles else None

    @property
    def everyday(self) -> Vectors:
        """Questions that no company's articles answer."""
        return self._view.everyday

    def calibrated(self, calibration: Calibration) -> KnowledgeBase:
        """The same version, as sure as another calibration makes it."""
        made = copy(self)
        made.calibration = calibration
        return made

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        question = question.strip()
        language = language if language in LANGUAGES else LANGUAGES[0]
        if self.ranker is None or not is_askable(question):
            return SearchResult((), "abstain", self.version)
        return self.ranked(question, self.encoded(question, language), language, limit)

    def encoded(self, question: str, language: str) -> Vectors:
        """A question as one row, of unit length."""
        return self._view.encode([question], "query", language)[0]

    def ranked(self, question: str, vector: Vectors, language: str, limit: int = 3) -> SearchResult:
        """The same for an askable question whose vector is known."""
        if self.ranker is None:
            return SearchResult((), "abstain", self.version)
        ranking = self.ranker.rank(question, vector, language)
        answers = tuple(self._answers(self.ranker, ranking, limit))
        return SearchResult(answers, self.decision(answers[0].confidence), self.version)

    def article(self, name: str, language: str) -> Article | None:
        texts = self.ranker.by_id.get(name) if self.ranker else None
        return _in_language(texts, language) if texts else None

    def _answers(self, ranker: Ranker, ranking: Ranking, limit: int) -> list[Answer]:
        answers: list[Answer] = []
        least = 1.0
        for place, number in enumerate(ranking.order[: max(1, limit)]):
            found = self.calibration.confidence(evidence(ranker, ranking, place))
            least = min(least, found)
            article = _in_language(ranker.by_id[ranker.ids[number]], ranking.language)
            answers.append(_answer(article, float(ranking.fused[number]), least))
        return answers

    def decision(self, confidence: float) -> Decision:
        if confidence >= self.calibration.answer_from:
            return "answer"
        return "suggest" if confidence >= self.calibration.suggest_from else "abstain"


def is_askable(question: str) -> bool:
    return WORD.search(question) is not None and len(question) <= settings().max_text


def _in_language(texts: dict[str, Article], language: str) -> Article:
    order = (language, *LANGUAGES, *texts)
    return next(texts[name] for name in order if name in texts)


def _answer(article: Article, score: float, confidence: float) -> Answer:
    return Answer(
        article=article.id,
        title=article.title,
        text=article.body,
        language=article.language,
        source=article.source,
        score=round(score, 4),
        confidence=round(confidence, 4),
        updated=article.updated,
        voice=article.voice,
        version=article.version,
    )
