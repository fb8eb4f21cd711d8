"""Measures a knowledge base on questions whose right article is known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge_base.importers.decoding import decoded
from knowledge_base.importers.tables import separator
from knowledge_base.language import guessed_language
from knowledge_base.refusals import Refused
from knowledge_base.search import Decision, Knowledge

DEPTH = 10
WRONG_ANSWERS = 0.03


@dataclass(frozen=True)
class Case:
    """A question; no article means that nothing answers it."""

    query: str
    article: str
    language: str


@dataclass(frozen=True)
class Outcome:
    """What came back; `rank` counts from 1, 0 is not among the first ten."""

    case: Case
    rank: int
    confidence: float
    decision: Decision


@dataclass(frozen=True)
class Figures:
    """Recalls and ranks over answerable questions; the rest over all of them.

    `auroc`: how well confidence separates right first articles from everything else.
    `answered_at_3_percent_wrong`: share of answerable questions answered rightly, at the
    confidence from which at most 3 % of the answers given are wrong.
    `answered_at_3_percent_of_questions`: the same, 3 % of all questions being answered wrongly.
    `answered`, `wrong_of_given`, `suggested`, `abstained`: what the shipped thresholds do.
    """

    questions: int
    answerable: int
    recall_at_1: float
    recall_at_3: float
    mrr_at_10: float
    auroc: float
    answered_at_3_percent_wrong: float
    answered_at_3_percent_of_questions: float
    answered: float
    wrong_of_given: float
    suggested: float
    abstained: float
    unanswerable_answered: float

    def as_dict(self) -> dict[str, Any]:
        return {name: _rounded(value) for name, value in asdict(self).items()}


def read_cases(path: Path) -> list[Case]:
    """The questions of a CSV file: query, article and, where it has one, language.

    Raises `Refused` where a column is missing, or every question.
    """
    lines = io.StringIO(decoded(path.read_bytes()))
    first = lines.readline()
    mark = separator(first)
    names = [name.strip().strip('"').lower() for name in first.split(mark)]
    if not {"query", "article"} <= set(names):
        raise Refused("columns query and article are needed", 1)
    rows = csv.DictReader(lines, names, delimiter=mark)
    cases = [_case(row) for row in rows if (row["query"] or "").strip()]
    if not cases:
        raise Refused("there is no question in it", 1)
    return cases


def outcomes(knowledge: Knowledge, cases: Iterable[Case]) -> list[Outcome]:
    """Every question asked once."""
    return [_outcome(knowledge, case) for case in cases]


def figures(found: Sequence[Outcome]) -> Figures:
    """The measures of some outcomes; those that have nothing to count are 0."""
    answerable = [o for o in found if o.case.article]
    right, confidence, order = _by_confidence(found)
    given = [o for o in found if o.decision == "answer"]
    correct = [o for o in given if o.rank == 1]
    foreign = [o for o in found if not o.case.article]
    wrong = np.cumsum(~right[order])
    most = max(len(answerable), 1)
    return Figures(
        questions=len(found),
        answerable=len(answerable),
        recall_at_1=_share(answerable, lambda o: o.rank == 1),
        recall_at_3=_share(answerable, lambda o: 1 <= o.rank <= 3),
        mrr_at_10=sum(1 / o.rank for o in answerable if o.rank) / most,
        auroc=auroc(confidence, right),
        answered_at_3_percent_wrong=_reached(right[order], wrong / np.arange(1, len(found) + 1))
        / most,
        answered_at_3_percent_of_questions=_reached(right[order], wrong / max(len(found), 1))
        / most,
        answered=len(correct) / most,
        wrong_of_given=1 - len(correct) / len(given) if given else 0.0,
        suggested=_share(found, lambda o: o.decision == "suggest"),
        abstained=_share(found, lambda o: o.decision == "abstain"),
        unanswerable_answered=_share(foreign, lambda o: o.decision == "answer"),
    )


def auroc(scores: npt.NDArray[np.float64], truth: npt.NDArray[np.bool_]) -> float:
    """The chance that a right one scores above a wrong one (ties count half)."""
    right, wrong = scores[truth], scores[~truth]
    if not len(right) or not len(wrong):
        return 0.0
    above = (right[:, None] > wrong).sum() + 0.5 * (right[:, None] == wrong).sum()
    return float(above / (len(right) * len(wrong)))


def save_curve(found: Sequence[Outcome], path: Path) -> None:
    """A picture of how many questions are answered, against how many answers are wrong."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    right, _, order = _by_confidence(found)
    wrong = np.cumsum(~right[order]) / np.arange(1, len(found) + 1)
    most = max(sum(bool(o.case.article) for o in found), 1)
    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.plot(100 * wrong, 100 * np.cumsum(right[order]) / most)
    axes.axvline(100 * WRONG_ANSWERS, linestyle="--", color="grey")
    axes.set_xlabel("wrong answers, % of those given")
    axes.set_ylabel("answered rightly, % of answerable")
    axes.set_ylim(0, 100)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def _case(row: dict[str, str]) -> Case:
    query = row["query"].strip()
    language = (row.get("language") or "").strip().lower()[:2] or guessed_language(query)
    return Case(query, (row["article"] or "").strip(), language)


def _outcome(knowledge: Knowledge, case: Case) -> Outcome:
    result = knowledge.search(case.query, case.language, limit=DEPTH)
    names = [answer.article for answer in result.answers]
    rank = names.index(case.article) + 1 if case.article in names else 0
    confidence = result.answers[0].confidence if result.answers else 0.0
    return Outcome(case, rank, confidence, result.decision)


def _by_confidence(found: Sequence[Outcome]) -> tuple[Any, Any, Any]:
    right = np.array([o.rank == 1 for o in found], bool)
    confidence = np.array([o.confidence for o in found], float)
    return right, confidence, np.argsort(-confidence, kind="stable")


def _reached(right: npt.NDArray[np.bool_], wrong: npt.NDArray[np.float64]) -> int:
    """Right answers up to the last point where few enough are wrong."""
    allowed = np.flatnonzero(wrong <= WRONG_ANSWERS)
    return int(right[: allowed[-1] + 1].sum()) if len(allowed) else 0


def _share(found: Sequence[Outcome], chosen: Any) -> float:
    return sum(map(chosen, found)) / len(found) if found else 0.0


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value
