"""Sentences with the intent they should get, read from anyone's CSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REFUSAL = "out_of_scope"
REFUSALS = {REFUSAL, "out-of-scope", "out of scope", "oos", "no_nodes_detected"}
COLUMNS = {
    "text": ("text", "utterance", "sentence", "question", "query", "phrase", "message"),
    "intent": ("intent", "label", "category", "class", "intention"),
    "language": ("language", "lang", "langue", "locale"),
}


class BadExamples(Exception):
    """The file cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Example:
    text: str
    intent: str
    language: str = ""


def read_examples(path: Path) -> list[Example]:
    """Every row; whatever a file calls «out of scope» becomes `out_of_scope`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            found = list(_examples(csv.reader(file, delimiter=_delimiter(first), strict=True)))
    except (OSError, UnicodeDecodeError) as error:
        raise BadExamples(f"{path.name}: {_reason(error)}") from None
    except BadExamples as error:
        raise BadExamples(f"{path.name}, {error}") from None
    if not found:
        raise BadExamples(f"{path.name}: no examples")
    return found


def _examples(rows: Any) -> Iterator[Example]:
    try:
        places = _places(next(rows, []))
        for row in rows:
            if row:
                yield _example(row, places, rows.line_num)
    except csv.Error as error:
        raise BadExamples(f"line {rows.line_num}: {error}") from None


def _places(header: Sequence[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    places: dict[str, int] = {}
    for column, spellings in COLUMNS.items():
        for spelling in spellings:
            if spelling in names:
                places.setdefault(column, names.index(spelling))
    for column in ("text", "intent"):
        if column not in places:
            raise BadExamples(f"line 1: no column «{column}» (or {', '.join(COLUMNS[column][1:])})")
    return places


def _example(row: list[str], places: dict[str, int], line: int) -> Example:
    if len(row) <= max(places["text"], places["intent"]):
        raise BadExamples(f"line {line}: {len(row)} columns, too few")
    intent = row[places["intent"]].strip()
    if not intent:
        raise BadExamples(f"line {line}: no intent")
    place = places.get("language", len(row))
    language = row[place].strip().lower() if place < len(row) else ""
    return Example(row[places["text"]], REFUSAL if intent.lower() in REFUSALS else intent, language)


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (byte {error.start})"
    return error.strerror or type(error).__name__
