"""Why a question is answered as it is: every measure that the decision was made of."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge_base.article import LANGUAGES
from knowledge_base.confidence import evidence
from knowledge_base.ranking import Ranker, Ranking
from knowledge_base.search import Answer, Decision, KnowledgeBase, is_askable


@dataclass(frozen=True)
class Candidate:
    """One article and what speaks for it.

    `dense` is the cosine of its nearest text, `typical` the mean over its texts, `words` the
    share of the question's stems that it has, `fused` what the order is made of, `confidence`
    the probability that it is the right one, if it is the first.
    """

    answer: Answer
    dense: float
    typical: float
    words: float
    fused: float
    log_odds: float
    confidence: float


@dataclass(frozen=True)
class Explanation:
    """`margin` is how far the first is ahead of the second, in `fused`; `elsewhere` how close
    the question is to questions that no company's articles answer."""

    question: str
    language: str
    decision: Decision
    candidates: tuple[Candidate, ...]
    answer_from: float
    suggest_from: float
    margin: float
    elsewhere: float
    stems: tuple[str, ...]
    version: str


def explain(base: KnowledgeBase, question: str, language: str, limit: int = 5) -> Explanation:
    """The decision of `KnowledgeBase.search`, with its measures."""
    question = question.strip()
    language = language if language in LANGUAGES else LANGUAGES[0]
    sure = base.calibration
    nothing = Explanation(
        question, language, "abstain", (), sure.answer_from, sure.suggest_from, 0.0, 0.0, (),
        base.version,
    )  # fmt: skip
    if base.ranker is None or not is_askable(question):
        return nothing
    vector = base.encoded(question, language)
    found = base.ranked(question, vector, language, limit)
    ranking = base.ranker.rank(question, vector, language)
    candidates = tuple(
        _candidate(base.ranker, ranking, place, answer)
        for place, answer in enumerate(found.answers)
    )
    fused = [one.fused for one in candidates]
    margin = fused[0] - fused[1] if len(fused) > 1 else 0.0
    return Explanation(
        question, language, found.decision, candidates, sure.answer_from, sure.suggest_from,
        margin, ranking.elsewhere, ranking.question, base.version,
    )  # fmt: skip


def _candidate(ranker: Ranker, ranking: Ranking, place: int, answer: Answer) -> Candidate:
    measured = evidence(ranker, ranking, place)
    return Candidate(
        answer, measured.nearest, measured.typical, measured.coverage, answer.score,
        measured.log_odds, answer.confidence,
    )  # fmt: skip
