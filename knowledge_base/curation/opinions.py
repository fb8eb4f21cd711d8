"""What people thought: effort, satisfaction, recommendation, and their words, by theme.

The opinions lie in the CRM, which this room does not know: whoever opens the console may give
in a function that reads them. `stored_opinions` reads those of the house's own CRM by the name
of its table, since both share the database; nothing is imported and nothing is declared twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.clock import stored
from bot.database import engine, read_only
from knowledge_base.curation.counting import Range, Step, beginning, day
from knowledge_base.curation.discretion import discreet
from knowledge_base.curation.themes import Themes

PAGE = 500
VERBATIMS = 50  # of each theme, the newest
KINDS = ("ces", "csat", "nps")
MOMENT = sa.DateTime(timezone=True)
feedback = sa.table(
    "crm_feedback",
    *(sa.column(name) for name in ("position", "kind", "score", "comment", "conversation")),
    sa.column("created_at", MOMENT),
)


@dataclass(frozen=True)
class Opinion:
    """One answer to a survey. `conversation` is the sender's name, as the CRM keeps it."""

    at: datetime
    kind: str
    score: int
    comment: str
    conversation: str


@dataclass(frozen=True)
class Verbatim:
    """What somebody wrote, without what is personal in it."""

    at: datetime
    kind: str
    score: int
    text: str


@dataclass(frozen=True)
class Scores:
    """How often each score was given to one kind of question."""

    kind: str
    given: Mapping[int, int]

    @property
    def answers(self) -> int:
        return sum(self.given.values())

    @property
    def value(self) -> float | None:
        """CES: the mean, 1 to 5. CSAT: the share of 4 and 5. NPS: from -100 to 100."""
        if not self.answers:
            return None
        if self.kind == "ces":
            return sum(score * count for score, count in self.given.items()) / self.answers
        if self.kind == "csat":
            return self._share(4, 5)
        return 100 * (self._share(9, 10) - self._share(0, 6))

    def _share(self, low: int, high: int) -> float:
        counted = sum(count for score, count in self.given.items() if low <= score <= high)
        return counted / self.answers


Read = Callable[[Range], Iterator[Opinion]]
Tally = dict[tuple[Any, str], Counter[int]]  # a day or a theme, and the kind of question


@dataclass
class Satisfaction:
    """Scores over time and by theme, with what people wrote; a theme is a category."""

    periods: Tally = field(default_factory=lambda: defaultdict(Counter))
    themes: Tally = field(default_factory=lambda: defaultdict(Counter))
    verbatims: dict[str, list[Verbatim]] = field(default_factory=lambda: defaultdict(list))

    def over_time(self, kind: str) -> dict[date, Scores]:
        return self._of(self.periods, kind)

    def by_theme(self, kind: str) -> dict[str, Scores]:
        return self._of(self.themes, kind)

    def add(self, opinion: Opinion, theme: str, step: Step) -> None:
        self.periods[beginning(day(opinion.at), step), opinion.kind][opinion.score] += 1
        self.themes[theme, opinion.kind][opinion.score] += 1
        if opinion.comment.strip() and len(self.verbatims[theme]) < VERBATIMS:
            said = discreet(opinion.comment)
            self.verbatims[theme].append(Verbatim(opinion.at, opinion.kind, opinion.score, said))

    def _of(self, tally: Tally, kind: str) -> dict[Any, Scores]:
        chosen = ((where, given) for (where, one), given in tally.items() if one == kind)
        return {where: Scores(kind, dict(given)) for where, given in sorted(chosen)}


def satisfaction(
    days: Range, themes: Themes, read: Read | None = None, step: Step = "week"
) -> Satisfaction:
    """Everything people thought in these days. `read` gives the newest opinion first."""
    found = Satisfaction()
    opinions = (read or partial(stored_opinions, engine()))(days)
    while page := list(islice(opinions, PAGE)):
        for opinion, theme in zip(page, themes.of(page), strict=True):
            found.add(opinion, theme, step)
    return found


def stored_opinions(database: Engine, days: Range) -> Iterator[Opinion]:
    """The opinions that the house's own CRM holds, newest first, read in pages."""
    inside = (feedback.c.created_at >= days.start, feedback.c.created_at < days.end)
    asked = feedback.c.kind.in_(KINDS), feedback.c.score.isnot(None)
    query = sa.select(feedback).where(*inside, *asked).order_by(feedback.c.position.desc())
    before: list[Any] = []
    while True:
        with read_only(database) as connection:
            page = connection.execute(query.where(*before).limit(PAGE)).mappings().all()
        yield from map(_opinion, page)
        if len(page) < PAGE:
            return
        before = [feedback.c.position < page[-1]["position"]]


def _opinion(row: Any) -> Opinion:
    at, names = stored(row["created_at"]), ("kind", "score", "comment", "conversation")
    return Opinion(at, *(row[name] for name in names))
