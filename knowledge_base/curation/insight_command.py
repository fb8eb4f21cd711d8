"""`guichet kb insight`: the console's figures, computed again from what was downloaded there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from knowledge_base.curation.counting import Count, Step, whole
from knowledge_base.curation.exports import from_export
from knowledge_base.curation.measures import Scores
from knowledge_base.curation.opinion_export import from_opinions
from knowledge_base.refusals import Refused

QUESTIONS = {"asked_at", "seen_at", "decision", "person_after", "came_back"}
OPINIONS = {"at", "kind", "score"}


def insight(path: Path, step: Step) -> dict[str, Any]:
    """What the file of questions, or that of opinions, says by day or by week."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        header = set(next(csv.reader(lines), []))
        lines.seek(0)
        try:
            if header >= QUESTIONS:
                return _of_questions(from_export(lines, step))
            if header >= OPINIONS:
                return _of_opinions(from_opinions(lines, step))
        except (ValueError, TypeError, KeyError, csv.Error) as error:
            raise Refused(f"a row cannot be read: {error}") from None
    raise Refused("neither the questions nor the opinions that the console exports")


def _of_questions(found: dict[Any, Count]) -> dict[str, Any]:
    periods = [{"from": str(first), **_count(one)} for first, one in found.items()]
    return {"periods": periods, "total": _count(whole(found.values()))}


def _count(one: Count) -> dict[str, Any]:
    return {**vars(one), "coverage": one.coverage, "resolution": one.resolution}


def _of_opinions(found: dict[str, dict[Any, Scores]]) -> dict[str, Any]:
    return {
        kind: [{"from": str(first), **_scores(one)} for first, one in periods.items()]
        for kind, periods in found.items()
    }


def _scores(one: Scores) -> dict[str, Any]:
    low, high = one.interval
    return {"answers": one.answers, "value": one.value, "low": low, "high": high}
