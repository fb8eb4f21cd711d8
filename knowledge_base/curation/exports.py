"""Figures that anybody can compute again: the questions behind them as CSV, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from bot.clock import now, utc
from knowledge_base.curation.counting import (
    Count,
    Fact,
    Range,
    Step,
    counted,
    moment_from,
    outcome,
)
from knowledge_base.curation.insight import Insight

COLUMNS = (
    *("asked_at", "decision", "person_after", "came_back", "outcome", "seen_at", "id", "language"),
    *("channel", "reason", "article", "article_version", "confidence", "helped", "group_id"),
    *("spam", "text"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(insight: Insight, days: Range) -> Iterator[str]:
    """The questions of a range as lines of CSV, the first one with the columns' names."""
    seen = utc(now())
    yield _line(COLUMNS)
    for row in insight.rows(days):
        yield _line(_cells(row, seen))


def from_export(lines: Iterable[str], step: Step = "day") -> dict[date, Count]:
    """The same counts that the console showed when the export was made."""
    rows = csv.DictReader(lines)
    first = next(rows, None)
    if first is None:
        return {}
    return counted(_facts(first, rows), moment_from(first["seen_at"]), step)


def _facts(first: dict[str, str], rows: Iterable[dict[str, str]]) -> Iterator[Fact]:
    real = (row for row in chain((first,), rows) if row.get("spam") != "1")
    yield from map(_fact, real)


def _fact(row: dict[str, str]) -> Fact:
    back = "1" in (row["person_after"], row["came_back"])
    return Fact(moment_from(row["asked_at"]), row["decision"], back)


def _cells(row: dict[str, Any], seen: datetime) -> list[str]:
    fact = Fact(row["asked_at"], row["decision"], row["came_back"] or row["person_after"])
    told = {**row, "outcome": outcome(fact, seen), "seen_at": seen}
    return [_cell(bool(told[name]) if name == "spam" else told[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(int(value))
    return _harmless(value) if isinstance(value, str) else str(value)


def _harmless(text: str) -> str:
    """No spreadsheet takes what a visitor wrote for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue()
