"""Releases as rows: what went live together, who wanted it and why, and what it replaced."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import stored
from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.draft_rows import Kind
from knowledge_base.curation.tables import changes, is_key, releases
from knowledge_base.store import written

State = Literal["scheduled", "live", "undone", "refused"]


@dataclass(frozen=True)
class Change:
    """One article before and after; None: not served."""

    key: Key
    before: Article | None
    after: Article | None

    @property
    def kind(self) -> Kind:
        """What a draft that leads to it does."""
        return "withdraw" if not self.after else "edit" if self.before else "new"


@dataclass(frozen=True)
class Release:
    """`at` is when it went live, or shall; `undoes` the release whose opposite it is.

    `basis` names what was served when a scheduled one was checked; `reason`: why it was refused.
    """

    number: int
    by: str
    why: str
    at: datetime
    changes: tuple[Change, ...]
    state: State
    made_at: datetime
    undoes: int | None = None
    reason: str = ""
    basis: str = ""


class PublishRefused(Exception):
    """Nothing was published. `code` says why; `by` and `number` name who and what is in the way.

    nothing: there are no drafts; overtaken: somebody published them; outdated: a draft was saved
    since it was examined; scheduled: it waits in another release; changed_since: a later release
    changed the article; not_live: there is nothing to undo.
    """

    def __init__(self, code: str, by: str = "", number: int = 0, key: Key | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.by = by
        self.number = number
        self.key = key


def keep_changes(writer: Connection, number: int, found: Iterable[Change]) -> None:
    rows = [
        {
            "number": number,
            "id": change.key[0],
            "language": change.key[1],
            "before": written(change.before) if change.before else None,
            "after": written(change.after) if change.after else None,
        }
        for change in found
    ]
    writer.execute(changes.insert(), rows)


def read_releases(reader: Connection, where: Any = None) -> list[Release]:
    """The releases, newest first, with what they changed."""
    query = sa.select(releases).order_by(releases.c.number.desc())
    rows = reader.execute(query if where is None else query.where(where)).all()
    found: dict[int, list[Change]] = {row.number: [] for row in rows}
    numbers = sa.select(releases.c.number) if where is None else list(found)
    kept = sa.select(changes).where(changes.c.number.in_(numbers))
    for row in reader.execute(kept.order_by(changes.c.id, changes.c.language)):
        key = (row.id, row.language)
        found[row.number].append(Change(key, _article(row.before), _article(row.after)))
    return [_release(row, tuple(found[row.number])) for row in rows]


def last_of(reader: Connection, key: Key, state: State | None = None) -> Release | None:
    """The newest release of one article that was live, or that is in a state."""
    numbers = sa.select(changes.c.number).where(is_key(changes, key))
    is_wanted = releases.c.turn.isnot(None) if state is None else releases.c.state == state
    found = read_releases(reader, sa.and_(releases.c.number.in_(numbers), is_wanted))
    return found[0] if found else None


def _release(row: Any, found: tuple[Change, ...]) -> Release:
    waits = row.state == "scheduled"
    return Release(
        number=row.number,
        by=row.made_by,
        why=row.why,
        at=stored(row.at),
        changes=found,
        state=row.state,
        made_at=stored(row.made_at),
        undoes=row.undoes,
        reason="" if waits else row.reason,
        basis=row.reason if waits else "",
    )


def _article(content: str | None) -> Article | None:
    return article_from(json.loads(content)) if content else None
