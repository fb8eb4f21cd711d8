"""Puts what people wrote in surveys into themes, in the background; only masked words are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import now, utc
from bot.database import read_only
from bot.encoder import Encoder, Vectors
from knowledge_base.article import LANGUAGES
from knowledge_base.curation.discretion import discreet
from knowledge_base.curation.grouping import AS_IS, regrouped
from knowledge_base.curation.keywords import keywords
from knowledge_base.curation.measures import KINDS
from knowledge_base.curation.opinions import feedback
from knowledge_base.curation.sentiment import tones
from knowledge_base.curation.verbatim_tables import members, state, themes
from knowledge_base.geometry import View, view_of

THRESHOLD = 0.15  # mean cosine within a theme; chosen on calibration/comments.csv
FEWEST = 3  # comments that make a theme
MOST = 2000  # comments of a language, the newest
LOOKED_AT = timedelta(days=400)
AT_ONCE = 64
NAME = "comments"


@dataclass(frozen=True)
class Comment:
    """One comment, masked; `number` is its opinion's position in the CRM."""

    number: int
    language: str
    text: str


class Verbatims:
    """A chore. Vectors stay in memory, so that a comment is encoded once by each process."""

    def __init__(
        self, database: Engine, encoder: Encoder | View, threshold: float | None = None
    ) -> None:
        self._engine, self._view = database, view_of(encoder)
        usual = AS_IS if self._view.fingerprint.endswith("+as-is") else THRESHOLD
        self._threshold = usual if threshold is None else threshold
        self._known: dict[tuple[str, str], Vectors] = {}

    def run(self) -> int:
        """How many comments were put in their place; none when nothing changed."""
        with read_only(self._engine) as reader:
            seen = self._seen(reader)
            if reader.execute(sa.select(state.c.seen)).scalar() == seen:
                return 0
            comments = [one for language in LANGUAGES for one in _comments(reader, language)]
        arranged = [self._arranged(language, comments) for language in LANGUAGES]
        self._forget(comments)
        try:
            with self._engine.begin() as writer:
                return _all_written(writer, arranged, seen)
        except IntegrityError:  # another process has just put the same comments in their places
            return 0

    def _seen(self, reader: Connection) -> str:
        """What the comments are now: another one, or one that was erased, changes it."""
        c = feedback.c
        counted = sa.select(sa.func.count(), sa.func.max(c.position), sa.func.min(c.position))
        cells = reader.execute(counted.where(*_inside())).first() or ()
        return f"{':'.join(map(str, cells))}:{self._view.fingerprint[-64:]}"

    def _arranged(self, language: str, comments: Sequence[Comment]) -> tuple[Any, ...]:
        """The language, its comments, the theme of each and its tone."""
        mine = [one for one in comments if one.language == language]
        if not mine:
            return language, mine, [], []
        vectors = self._vectors(language, [one.text for one in mine])
        labels = regrouped(vectors, self._threshold).tolist()
        return language, mine, labels, tones(self._view.fingerprint, vectors)

    def _vectors(self, language: str, texts: Sequence[str]) -> Vectors:
        fresh = sorted({text for text in texts if (language, text) not in self._known})
        for start in range(0, len(fresh), AT_ONCE):
            some = fresh[start : start + AT_ONCE]
            rows = self._view.encode(some, "query", language)
            self._known |= {(language, text): row for text, row in zip(some, rows, strict=True)}
        return np.array([self._known[language, text] for text in texts], np.float32)

    def _forget(self, comments: Sequence[Comment]) -> None:
        kept = {(one.language, one.text) for one in comments}
        self._known = {key: row for key, row in self._known.items() if key in kept}


def _inside() -> tuple[Any, ...]:
    c = feedback.c
    return c.kind.in_(KINDS), c.comment != "", c.created_at > utc(now()) - LOOKED_AT


def _comments(reader: Connection, language: str) -> list[Comment]:
    """Those of the language that the conversation was held in; one we do not know is French."""
    c = feedback.c
    spoken = c.language.in_((language, "") if language == LANGUAGES[0] else (language,))
    query = sa.select(c.position, c.comment).where(*_inside(), spoken)
    rows = reader.execute(query.order_by(c.position.desc()).limit(MOST))
    found = (Comment(number, language, discreet(text)) for number, text in rows)
    return [one for one in found if one.text]


def _all_written(writer: Connection, arranged: Sequence[tuple[Any, ...]], seen: str) -> int:
    for table in (state, members, themes):
        writer.execute(table.delete())
    done = sum(_written(writer, *one) for one in arranged)
    writer.execute(state.insert().values(name=NAME, seen=seen))
    return done


def _written(
    writer: Connection, language: str, comments: Sequence[Comment],
    labels: Sequence[int], told: Sequence[str],
) -> int:  # fmt: skip
    """Write one language's themes, and where each comment is; how many comments."""
    numbers = _named(writer, language, comments, labels)
    rows = [
        {"feedback": one.number, "theme": numbers.get(label, 0), "sentiment": tone}
        for one, label, tone in zip(comments, labels, told, strict=True)
    ]
    if rows:
        writer.execute(members.insert(), rows)
    return len(rows)


def _named(
    writer: Connection, language: str, comments: Sequence[Comment], labels: Sequence[int]
) -> Mapping[int, int]:
    """The themes that are large enough to be one and have words of their own, by label."""
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for one, label in zip(comments, labels, strict=True):
        texts[label].append(one.text)
    large = {label: some for label, some in texts.items() if len(some) >= FEWEST}
    found: dict[int, int] = {}
    for label, words in zip(large, keywords(list(large.values()), language), strict=True):
        if words:
            named = {"language": language, "keywords": ", ".join(words)[:200]}
            made = writer.execute(themes.insert().values(named))
            found[label] = int(made.inserted_primary_key[0])
    return found
