"""Pictures of the figures, each with the table that says the same in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge_base.curation.counting import Count
from knowledge_base.curation.drawing import Drawing, Line, drawn
from knowledge_base.curation.measures import Scores
from knowledge_base.curation.promising import Point

Cell = date | float | int | None
HUNDRED = (0.0, 100.0)
SCALES = {"ces": (1.0, 5.0), "csat": HUNDRED, "nps": (-100.0, 100.0)}


@dataclass(frozen=True)
class Words:
    """What is written on a picture, in the reader's language; `lines` names each line."""

    title: str
    description: str
    x: str
    y: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """An SVG for the middle of a page, and its numbers row by row."""

    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def coverage_resolution(counts: Mapping[date, Count], words: Words) -> Picture:
    """Coverage, resolution and their product over time, in percent; the table counts besides.

    `words.lines` has six names: the three lines, then asked, answered and resolved.
    """
    found = [(one, _shares(counts[one])) for one in sorted(counts)]
    lines = _lines(words.lines[:3], [shares for _, shares in found])
    numbers = [(c.asked, c.answered, c.resolved) for c in (counts[one] for one, _ in found)]
    rows = tuple((one, *shares, *n) for (one, shares), n in zip(found, numbers, strict=True))
    svg = _drawn(words, tuple(one for one, _ in found), lines, HUNDRED)
    return Picture(svg, (words.x, *words.lines), rows)


def curve(points: Sequence[Point], words: Words, promised: float | None = None) -> Picture:
    """The share answered (up) against the share of answers that is wrong (across), in percent.

    `words.lines` has two names: the share answered, and the confidence it begins at.
    """
    ordered = sorted(points, key=lambda one: (one.answered, one.wrong))
    rows = tuple(
        (_percent(one.wrong), _percent(one.answered), round(one.answer_from, 3)) for one in ordered
    )
    across = tuple(100 * one.wrong for one in ordered)
    line = Line(words.lines[0], tuple(100 * one.answered for one in ordered))
    mark = None if promised is None else 100 * promised
    svg = _drawn(words, across, (line,), HUNDRED, mark)
    return Picture(svg, (words.x, *words.lines), rows)


def satisfaction(periods: Mapping[date, Scores], words: Words) -> Picture:
    """One measure over time, on its own scale, with how far the true one may be from each.

    `words.lines` has four names: the measure, its lowest and highest, and the answers.
    """
    ordered = [periods[one] for one in sorted(periods)]
    values = tuple(_shown(one.kind, one.value) for one in ordered)
    spread = tuple((_told(one.kind, low), _told(one.kind, high)) for one in ordered
                   for low, high in [one.interval])  # fmt: skip
    kind = ordered[0].kind if ordered else "csat"
    rows = tuple(
        (first, value, *edges, one.answers)
        for first, value, edges, one in zip(sorted(periods), values, spread, ordered, strict=True)
    )
    line = Line(words.lines[0], values, spread)
    svg = _drawn(words, tuple(sorted(periods)), (line,), SCALES[kind])
    return Picture(svg, (words.x, *words.lines), rows)


def _drawn(
    words: Words,
    across: tuple[date, ...] | tuple[float, ...],
    lines: tuple[Line, ...],
    scale: tuple[float, float],
    mark: float | None = None,
) -> str:
    texts = (words.title, words.description, words.x, words.y)
    return drawn(Drawing(texts, across, lines, scale, mark))


def _lines(names: Sequence[str], rows: Sequence[tuple[float | None, ...]]) -> tuple[Line, ...]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return tuple(Line(name, tuple(ys)) for name, ys in zip(names, columns, strict=True))


def _shares(count: Count) -> tuple[float | None, ...]:
    return tuple(map(_percent, (count.coverage, count.resolution, count.product)))


def _shown(kind: str, value: float | None) -> float | None:
    return None if value is None else _told(kind, value)


def _told(kind: str, value: float) -> float:
    return round(100 * value if kind == "csat" else value, 1)


def _percent(share: float | None) -> float | None:
    return None if share is None else _rounded(100 * share)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
