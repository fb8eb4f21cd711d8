"""What subscribers are told: a release that went live, and questions that nobody answers yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now
from bot.database import engine, read_only
from knowledge_base.article import Article
from knowledge_base.curation.deliveries import add, announce
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.release_rows import Release
from knowledge_base.curation.webhooks import webhooks

RELEASE, GROUP = "release.published", "group.opened"
SETTLING = timedelta(seconds=10)  # until every earlier group is written, by whichever process
MOST = 50  # groups in one piece of news


def tell_release(connection: Connection, release: Release) -> None:
    """Announce a release in the transaction that makes it live; to be `told` by Releases."""
    if release.state != "live":
        return
    changed = [
        {"article": c.key[0], "language": c.key[1], "is_new": c.before is None,
         "is_withdrawn": c.after is None}
        for c in release.changes
    ]  # fmt: skip
    told = {"number": release.number, "by": release.by, "why": release.why, "changes": changed}
    announce(connection, RELEASE, told)


def tell_build(database: Engine, before: Iterable[Article], after: Iterable[Article]) -> None:
    """Announce what the command line published past the console: a folder, an import."""
    old, new = ({article.key: article for article in some} for some in (before, after))
    changed = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    if not old or not changed:
        return
    found = [
        {"article": key[0], "language": key[1], "is_new": key not in old,
         "is_withdrawn": key not in new}
        for key in changed
    ]  # fmt: skip
    with database.begin() as connection:
        announce(connection, RELEASE, {"number": None, "by": "", "why": "", "changes": found})


class GroupNews:
    """Tells each subscriber of the groups that came up since it was last told; a chore."""

    def __init__(self, database: Engine | None = None) -> None:
        self._engine = database or engine()

    def run(self) -> int:
        """How many subscribers have news now; without any, nothing is locked."""
        with read_only(self._engine) as connection:
            listening = _listening(connection)
            found = [(hook, told) for hook, told in listening if _new(connection, told)]
        return sum(self._tell(hook, told) for hook, told in found)

    def _tell(self, hook: int, told: int) -> bool:
        """The mark and the news are one transaction: nothing is told twice or never."""
        with self._engine.begin() as connection:
            new = _new(connection, told)
            if not new or not _marked(connection, hook, told, new[-1]["group"]):
                return False
            add(connection, hook, GROUP, {"groups": new})
            return True


def _listening(connection: Connection) -> list[tuple[int, int]]:
    rows = connection.execute(sa.select(webhooks.c.id, webhooks.c.kinds, webhooks.c.groups_told))
    return [(row.id, row.groups_told) for row in rows if GROUP in row.kinds.split(",")]


def _marked(connection: Connection, hook: int, told: int, last: int) -> bool:
    as_seen = (webhooks.c.id == hook, webhooks.c.groups_told == told)
    changed = webhooks.update().where(*as_seen).values(groups_told=last)
    return bool(connection.execute(changed).rowcount)


def _new(connection: Connection, told: int) -> list[dict[str, Any]]:
    """The oldest groups after the last one told of: those that came up by themselves."""
    asked, columns = questions.c, groups.c
    query = (
        sa.select(
            columns.id, columns.language, sa.func.count(),
            sa.func.count(asked.person.distinct()), sa.func.min(asked.text),
        )
        .join(questions, asked.group_id == columns.id)
        .where(columns.id > told, columns.state == "open", columns.by_hand.is_(False))
        .where(columns.made_at <= now() - SETTLING)
        .group_by(columns.id, columns.language)
        .order_by(columns.id)
        .limit(MOST)
    )  # fmt: skip
    names = ("group", "language", "questions", "people", "example")
    return [dict(zip(names, row, strict=True)) for row in connection.execute(query)]
