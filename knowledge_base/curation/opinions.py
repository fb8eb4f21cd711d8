"""What people thought: effort, satisfaction, recommendation, and their words, by theme.

The opinions lie in the CRM, which this room does not know: whoever opens the console may give
in a function that reads them. `stored_opinions` reads those of the house's own CRM by the name
of its table, since both share the database; nothing is imported and nothing is declared twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
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
from knowledge_base.curation.measures import KINDS, Scores
from knowledge_base.curation.themes import Themes

PAGE = 500
VERBATIMS = 50  # of each theme, the newest
NAMES = ("kind", "score", "comment", "conversation", "channel", "language")
MOMENT = sa.DateTime(timezone=True)
feedback = sa.table(
    "crm_feedback",
    *(sa.column(name) for name in ("position", *NAMES)),
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
    channel: str = ""
    language: str = ""
    position: int = 0


@dataclass(frozen=True)
class Verbatim:
    """What somebody wrote, without what is personal in it; `tone` where it is plain."""

    at: datetime
    kind: str
    score: int
    text: str
    tone: str = ""


Read = Callable[[Range], Iterator[Opinion]]
Tally = dict[tuple[Any, str], Counter[int]]  # a day or a theme, and the kind of question


@dataclass
class Satisfaction:
    """Scores over time, by theme, channel and language, with what people wrote.

    A theme is a category of articles.
    """

    periods: Tally = field(default_factory=lambda: defaultdict(Counter))
    themes: Tally = field(default_factory=lambda: defaultdict(Counter))
    channels: Tally = field(default_factory=lambda: defaultdict(Counter))
    languages: Tally = field(default_factory=lambda: defaultdict(Counter))
    verbatims: dict[str, list[Verbatim]] = field(default_factory=lambda: defaultdict(list))

    def over_time(self, kind: str) -> dict[date, Scores]:
        return _of(self.periods, kind)

    def by_theme(self, kind: str) -> dict[str, Scores]:
        return _of(self.themes, kind)

    def by_channel(self, kind: str) -> dict[str, Scores]:
        return _of(self.channels, kind)

    def by_language(self, kind: str) -> dict[str, Scores]:
        return _of(self.languages, kind)

    def add(self, opinion: Opinion, theme: str, step: Step) -> None:
        kind, score = opinion.kind, opinion.score
        self.periods[beginning(day(opinion.at), step), kind][score] += 1
        self.themes[theme, kind][score] += 1
        self.channels[opinion.channel, kind][score] += 1
        self.languages[opinion.language, kind][score] += 1
        if opinion.comment.strip() and len(self.verbatims[theme]) < VERBATIMS:
            said = discreet(opinion.comment)
            self.verbatims[theme].append(Verbatim(opinion.at, kind, score, said))


def satisfaction(
    days: Range, themes: Themes, read: Read | None = None, step: Step = "week"
) -> Satisfaction:
    """Everything people thought in these days. `read` gives the newest opinion first."""
    found = Satisfaction()
    for opinion, theme in themed((read or partial(stored_opinions, engine()))(days), themes):
        found.add(opinion, theme, step)
    return found


def themed(opinions: Iterator[Opinion], themes: Themes) -> Iterator[tuple[Opinion, str]]:
    """Each opinion and its theme, a page at a time."""
    while page := list(islice(opinions, PAGE)):
        yield from zip(page, themes.of(page), strict=True)


def stored_opinions(
    database: Engine, days: Range, language: str = "", channel: str = ""
) -> Iterator[Opinion]:
    """The opinions that the house's own CRM holds, newest first, read in pages."""
    c = feedback.c
    inside = (c.created_at >= days.start, c.created_at < days.end)
    asked = c.kind.in_(KINDS), c.score.isnot(None)
    wanted = ((c.language, language), (c.channel, channel))
    chosen = [one == value for one, value in wanted if value]
    query = sa.select(feedback).where(*inside, *asked, *chosen).order_by(c.position.desc())
    before: list[Any] = []
    while True:
        with read_only(database) as connection:
            page = connection.execute(query.where(*before).limit(PAGE)).mappings().all()
        yield from map(_opinion, page)
        if len(page) < PAGE:
            return
        before = [c.position < page[-1]["position"]]


def _opinion(row: Any) -> Opinion:
    told = {name: row[name] for name in NAMES}
    return Opinion(at=stored(row["created_at"]), **told, position=row["position"])


def _of(tally: Tally, kind: str) -> dict[Any, Scores]:
    chosen = ((where, given) for (where, one), given in tally.items() if one == kind)
    return {where: Scores(kind, dict(given)) for where, given in sorted(chosen)}
