"""What the comments of some days are about: each theme with its scores, its tone and its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.curation.discretion import discreet
from knowledge_base.curation.measures import KINDS, Scores
from knowledge_base.curation.opinions import PAGE, VERBATIMS, Opinion, Verbatim
from knowledge_base.curation.sentiment import NEGATIVE, POSITIVE
from knowledge_base.curation.verbatim_tables import members, themes


class Place(NamedTuple):
    """Where a comment was put: its theme's number (0: none), name and language, and its tone."""

    theme: int
    keywords: str
    language: str
    tone: str


NOWHERE = Place(0, "", "", "")


@dataclass
class CommentTheme:
    """Comments that are alike; `keywords` is empty for those that are like no others."""

    keywords: str
    language: str
    comments: int = 0
    tones: Counter[str] = field(default_factory=Counter)
    given: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    verbatims: list[Verbatim] = field(default_factory=list)

    @property
    def positive(self) -> int:
        return self.tones[POSITIVE]

    @property
    def negative(self) -> int:
        return self.tones[NEGATIVE]

    @property
    def scores(self) -> Mapping[str, Scores]:
        return {kind: Scores(kind, dict(self.given[kind])) for kind in KINDS if kind in self.given}

    def add(self, opinion: Opinion, tone: str) -> None:
        self.comments += 1
        self.tones[tone] += 1
        self.given[opinion.kind][opinion.score] += 1
        if len(self.verbatims) < VERBATIMS:
            said = discreet(opinion.comment)
            told = Verbatim(opinion.at, opinion.kind, opinion.score, said, tone)
            self.verbatims.append(told)


def comment_themes(database: Engine, opinions: Iterable[Opinion]) -> list[CommentTheme]:
    """The themes of the comments among these opinions, the largest first, the rest at the end."""
    found: dict[int, CommentTheme] = {}
    for opinion, place in placed(database, opinions):
        theme = found.setdefault(place.theme, CommentTheme(place.keywords, place.language))
        theme.add(opinion, place.tone)
    return sorted(found.values(), key=lambda one: (one.keywords == "", -one.comments, one.keywords))


def placed(database: Engine, opinions: Iterable[Opinion]) -> Iterator[tuple[Opinion, Place]]:
    """Each opinion that has a comment, and where that was put; a page at a time."""
    commented = (one for one in opinions if one.comment.strip())
    while page := list(islice(commented, PAGE)):
        places = _places(database, [one.position for one in page])
        yield from ((one, places.get(one.position, NOWHERE)) for one in page)


def _places(database: Engine, positions: Sequence[int]) -> dict[int, Place]:
    query = (
        sa.select(
            members.c.feedback, members.c.theme, themes.c.keywords, themes.c.language,
            members.c.sentiment,
        )
        .select_from(members.outerjoin(themes, themes.c.id == members.c.theme))
        .where(members.c.feedback.in_(positions))
    )  # fmt: skip
    with read_only(database) as reader:
        rows = reader.execute(query).all()
    return {row[0]: Place(row[1], row[2] or "", row[3] or "", row[4]) for row in rows}
