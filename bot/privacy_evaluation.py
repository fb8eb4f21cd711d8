"""How much of what is personal is found in marked sentences, and what else is taken for it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.privacy import KINDS, Found, find

_MARK = re.compile(r"⟦(\w+):(.*?)⟧", re.DOTALL)


class BadSentences(Exception):
    """The file is not one of marked sentences."""


@dataclass(frozen=True)
class Sentence:
    """A text without its marks, and what is planted in it."""

    text: str
    language: str
    form: str
    planted: tuple[Found, ...]


@dataclass
class Tally:
    """Of one kind in one language; a thing is found when no letter or figure of it is left."""

    planted: int = 0
    hidden: int = 0
    found: int = 0
    right: int = 0

    @property
    def recall(self) -> float | None:
        return self.hidden / self.planted if self.planted else None

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None


Tallies = dict[tuple[str, str], Tally]


def read_sentences(path: Path) -> list[Sentence]:
    """Rows `text,language` and optionally `form`, marked like `⟦phone:06 12 34 56 78⟧`."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [sentence(row["text"], row["language"], row.get("form") or "") for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise BadSentences(f"{path}: columns text,language are needed ({error})") from None


def sentence(marked: str, language: str, form: str = "") -> Sentence:
    """A sentence from its marked form."""
    text, planted, reach = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[reach : mark.start()]
        planted.append(Found(mark[1], len(text), len(text) + len(mark[2])))  # type: ignore[arg-type]
        text, reach = text + mark[2], mark.end()
    return Sentence(text + marked[reach:], language, form, tuple(planted))


def evaluate(sentences: Iterable[Sentence]) -> Tallies:
    """By kind and language; the kind `all` sums them up."""
    tallies: Tallies = {}
    for one in sentences:
        found = find(one.text)
        for kind, planted, hidden, right, number in _counted(one, found):
            for name in (kind, "all"):
                tally = tallies.setdefault((name, one.language), Tally())
                tally.planted += planted
                tally.hidden += hidden
                tally.found += number
                tally.right += right
    return tallies


def misses(one: Sentence) -> list[str]:
    """What is left to read of planted things, and what was taken for one: « name -Dupont »."""
    found = find(one.text)
    left = [
        f"{p.kind} -{one.text[p.start : p.end]}"
        for p in one.planted
        if not _hidden(one.text, p, found)
    ]
    return left + [
        f"{f.kind} +{one.text[f.start : f.end]}" for f in found if not _right(f, one.planted)
    ]


def _counted(one: Sentence, found: list[Found]) -> Iterator[tuple[str, int, int, int, int]]:
    for planted in one.planted:
        yield planted.kind, 1, int(_hidden(one.text, planted, found)), 0, 0
    for item in found:
        yield item.kind, 0, 0, int(_right(item, one.planted)), 1


def _hidden(text: str, planted: Found, found: list[Found]) -> bool:
    """Whether every letter and figure is inside something that was found, of whatever kind."""
    places = {at for item in found for at in range(item.start, item.end)}
    return all(at in places for at in range(planted.start, planted.end) if text[at].isalnum())


def _right(item: Found, planted: Iterable[Found]) -> bool:
    return any(
        item.kind == one.kind and item.start < one.end and one.start < item.end for one in planted
    )


def as_json(tallies: Tallies) -> dict[str, dict[str, dict[str, float | int | None]]]:
    """`{language: {kind: {planted, hidden, found, right, recall, precision}}}`."""
    languages = sorted({language for _, language in tallies})
    return {
        language: {
            kind: {**asdict(tally), "recall": tally.recall, "precision": tally.precision}
            for kind in (*KINDS, "all")
            if (tally := tallies.get((kind, language)))
        }
        for language in languages
    }
