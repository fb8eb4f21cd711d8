"""How many questions are answered, and how many answers settle the matter."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from bot.clock import PARIS, stored, utc

SETTLES = timedelta(days=7)  # when nobody came back by then, the answer resolved the question
GIVEN = ("answered", "chosen")  # what the inbox calls a question that got an article
Step = Literal["day", "week"]
SURE = 1.96  # standard deviations on either side: 95 times in a hundred


@dataclass(frozen=True)
class Range:
    """Whole days of the company's calendar, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after the last day."""
        return _midnight(self.last + timedelta(days=1))


class Fact(NamedTuple):
    """What counts of one question: `back` when the person came back on it or wanted a person."""

    at: datetime
    decision: str
    back: bool


@dataclass(frozen=True)
class Count:
    """`known`: answers old enough to tell; `resolved`: those that nobody came back on."""

    asked: int = 0
    answered: int = 0
    known: int = 0
    resolved: int = 0

    @property
    def coverage(self) -> float | None:
        """Answered of asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def resolution(self) -> float | None:
        """Resolved of known; None while nothing is known yet."""
        return self.resolved / self.known if self.known else None

    @property
    def product(self) -> float | None:
        """The share of questions that were settled without anybody's help."""
        if self.coverage is None or self.resolution is None:
            return None
        return self.coverage * self.resolution

    def __add__(self, other: Count) -> Count:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Count(*(one + another for one, another in pairs))


def counted(facts: Iterable[Fact], seen: datetime, step: Step = "day") -> dict[date, Count]:
    """Counts by day, or by the week's Monday, as they stood when they were `seen`."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    ripe = seen - SETTLES
    for at, decision, back in facts:
        given = decision in GIVEN
        known = given and at <= ripe
        sums_of_day = sums[day(at)]
        sums_of_day[0] += 1
        sums_of_day[1] += given
        sums_of_day[2] += known
        sums_of_day[3] += known and not back
    return _in_steps({one: Count(*found) for one, found in sums.items()}, step)


def whole(counts: Iterable[Count]) -> Count:
    """All of them together."""
    return sum(counts, Count())


def day(moment: datetime) -> date:
    """The company's day."""
    return moment.astimezone(PARIS).date()


def beginning(one: date, step: Step) -> date:
    """The day that stands for a day or its week."""
    return one - timedelta(days=one.weekday()) if step == "week" else one


def outcome(fact: Fact, seen: datetime) -> str:
    """What a person reads in the export: unanswered, unknown yet, resolved or unresolved."""
    if fact.decision not in GIVEN:
        return "unanswered"
    if fact.at > seen - SETTLES:
        return "unknown"
    return "unresolved" if fact.back else "resolved"


def wilson(good: float, total: int) -> tuple[float, float]:
    """Between which shares the true one lies, 95 times in a hundred (E. B. Wilson, 1927)."""
    if not total:
        return 0.0, 1.0
    share, square = good / total, SURE**2
    middle = share + square / (2 * total)
    reach = SURE * math.sqrt(share * (1 - share) / total + square / (4 * total**2))
    low, high = ((middle + side * reach) / (1 + square / total) for side in (-1, 1))
    return max(0.0, low), min(1.0, high)


def _in_steps(days: dict[date, Count], step: Step) -> dict[date, Count]:
    found: dict[date, Count] = {}
    for one in sorted(days):
        first = beginning(one, step)
        found[first] = found.get(first, Count()) + days[one]
    return found


def _midnight(one: date) -> datetime:
    return utc(datetime.combine(one, time(), PARIS))


def moment_from(text: str) -> datetime:
    """A moment of an export, aware and in UTC."""
    return stored(datetime.fromisoformat(text))
