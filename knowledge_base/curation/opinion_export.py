"""The opinions behind the barometer as CSV, and the same figures computed from it again."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from knowledge_base.curation.counting import Step, beginning, day, moment_from
from knowledge_base.curation.discretion import discreet
from knowledge_base.curation.measures import Scores
from knowledge_base.curation.opinions import Opinion

COLUMNS = ("at", "kind", "score", "channel", "language", "theme", "comment")


def opinion_rows(opinions: Iterable[tuple[Opinion, str]]) -> Iterator[tuple[Any, ...]]:
    """A row for each opinion, without who gave it."""
    for one, theme in opinions:
        said = discreet(one.comment)
        yield one.at.isoformat(), one.kind, one.score, one.channel, one.language, theme, said


def from_opinions(lines: Iterable[str], step: Step = "week") -> dict[str, dict[date, Scores]]:
    """By kind, the same scores over time that the console showed."""
    found: dict[str, dict[date, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for row in csv.DictReader(lines):
        first = beginning(day(moment_from(row["at"])), step)
        found[row["kind"]][first][int(row["score"])] += 1
    return {
        kind: {first: Scores(kind, dict(given)) for first, given in sorted(periods.items())}
        for kind, periods in found.items()
    }
