"""Tells subscribers, once for each article and stage, that it is to be read again or will end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.database import read_only
from knowledge_base.article import Article
from knowledge_base.curation.check_tables import dates_told
from knowledge_base.curation.deliveries import announce
from knowledge_base.curation.lifecycle import Reminder, reminders, today
from knowledge_base.curation.webhooks import DUE

MOST = 50  # articles in one piece of news
Stage = tuple[str, str, date, int]


class DueNews:
    """A chore; stages are 30 and 7 days before an article's date, and the day itself."""

    def __init__(self, database: Engine, articles: Callable[[], Iterable[Article]]) -> None:
        self._engine, self._articles = database, articles

    def run(self) -> int:
        """How many articles were told of; nothing is locked when none is."""
        listed = reminders(self._articles(), today()).values()
        found = {_stage(one): one for some in listed for one in some}
        with read_only(self._engine) as reader:
            new = sorted(set(found) - _told(reader))[:MOST]
        if not new:
            return 0
        try:
            with self._engine.begin() as writer:
                _keep(writer, new)
                announce(writer, DUE, {"articles": [_plain(found[one]) for one in new]})
        except IntegrityError:  # another process told of some of them: the rest has its turn
            return 0
        return len(new)


def _stage(one: Reminder) -> Stage:
    return *one.article.key, one.due, one.within


def _told(reader: Connection) -> set[Stage]:
    return {tuple(row) for row in reader.execute(sa.select(dates_told))}


def _keep(writer: Connection, stages: Iterable[Stage]) -> None:
    names = ("id", "language", "due", "within")
    writer.execute(dates_told.insert(), [dict(zip(names, one, strict=True)) for one in stages])


def _plain(one: Reminder) -> dict[str, Any]:
    article = one.article
    return {"article": article.id, "language": article.language, "title": article.title,
            "owner": article.owner, "due": one.due.isoformat(), "days": one.days}  # fmt: skip
