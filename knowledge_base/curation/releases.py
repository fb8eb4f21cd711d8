"""Drafts go live together, at once or at a time that was set, and come back with one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, utc
from bot.database import engine, read_only, writing
from knowledge_base.curation.applying import change_of, drafts_again, go_live
from knowledge_base.curation.choosing import Chosen, chosen_drafts, opposite
from knowledge_base.curation.draft_rows import close
from knowledge_base.curation.release_history import ReleaseHistory
from knowledge_base.curation.release_rows import (
    Change,
    PublishRefused,
    Release,
    keep_changes,
    last_of,
)
from knowledge_base.curation.release_states import claim, leaves
from knowledge_base.curation.tables import releases
from knowledge_base.curation.turns import turn
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

__all__ = ["Change", "PublishRefused", "Release", "Releases"]
Told = Callable[[Connection, Release], None]


Look = Callable[[Release], str]


def nobody(_writer: Connection, _release: Release) -> None:
    """Told of every release, within its transaction, where nobody else is."""


class Releases(ReleaseHistory):
    """Each release is one transaction. `told` hears of each within it: audit, webhooks.

    `look` says, outside of it, why a scheduled one may not go live when its time has come.
    """

    def __init__(
        self,
        database: Engine | None = None,
        sources: Sources | None = None,
        told: Told = nobody,
        look: Look = lambda _: "",
    ) -> None:
        super().__init__(database or (sources.store.engine if sources else engine()))
        self._sources = sources or Sources(store=ArticleStore(self._engine))
        self._told = told
        self._look = look

    def publish(
        self,
        by: str,
        why: str,
        keys: Chosen = None,
        at: datetime | None = None,
        connection: Connection | None = None,
        basis: str = "",
    ) -> Release:
        """Make drafts live, all or those chosen; `PublishRefused` says why nothing was.

        `keys` may map each article to the revision that was examined: another is refused.
        With a time to come, the contents are fixed now and go live then; `basis` is their check's.
        """
        at = at if at and at > now() else None
        self._sources.held()  # read the folder before the lock is taken
        with writing(self._engine, connection) as writer, writer.begin_nested():
            number = claim(writer, by, why, at, None, basis)
            chosen = chosen_drafts(writer, keys, number)
            held = self._sources.held(writer)
            found = [change_of(draft, held.get(key)) for key, draft in chosen.items()]
            keep_changes(writer, number, found)
            for key in chosen:
                close(writer, key, by)
            return self._made(writer, number)

    def undo(
        self,
        number: int,
        by: str,
        why: str = "",
        force: bool = False,
        connection: Connection | None = None,
    ) -> Release:
        """A new release with what was before; a scheduled one becomes drafts again.

        Refused when an article was changed since, unless forced.
        """
        self._sources.held()
        with writing(self._engine, connection) as writer, writer.begin_nested():
            if leaves(writer, number, "scheduled", "undone"):
                return self._cancelled(writer, number)
            made = claim(writer, by, why, None, number)
            undone = self.get(number, writer)
            if undone is None or not leaves(writer, number, "live", "undone"):
                raise PublishRefused("not_live", undone.by if undone else "", number)
            held = self._sources.held(writer)
            keep_changes(writer, made, [opposite(writer, c, held, force) for c in undone.changes])
            return self._made(writer, made)

    def due(self) -> list[Release]:
        """Make scheduled releases live whose time has come, in order; those of this process."""
        waiting = sa.and_(releases.c.state == "scheduled", releases.c.at <= utc(now()))
        query = sa.select(releases.c.number).where(waiting)
        with read_only(self._engine) as reader:
            rows = reader.execute(query.order_by(releases.c.at, releases.c.number))
            numbers = [int(row.number) for row in rows]
        made = [self._make_due(number) for number in numbers]
        return [release for release in made if release]

    def _make_due(self, number: int) -> Release | None:
        """None when another process was faster, or something went live during the look at it."""
        seen, waiting = self.number(), self.get(number)
        objection = self._look(waiting) if waiting and waiting.state == "scheduled" else ""
        self._sources.held()
        with self._engine.begin() as writer:
            moved = turn(self._engine, writer) != seen
            if moved or not leaves(writer, number, "scheduled", "live"):
                return None
            release = self._known(writer, number)
            last = [last_of(writer, change.key) for change in release.changes]
            if any(one and one.number > number for one in last):
                objection = "changed_since"
            return self._refused(writer, release, objection) or self._made(writer, number)

    def _refused(self, writer: Connection, release: Release, reason: str) -> Release | None:
        """The contents are drafts again; None where nothing speaks against them."""
        if not reason:
            return None
        leaves(writer, release.number, "live", "refused", reason)
        drafts_again(writer, release)
        return self._tell(writer, release.number)

    def _cancelled(self, writer: Connection, number: int) -> Release:
        drafts_again(writer, self._known(writer, number))
        return self._tell(writer, number)

    def _made(self, writer: Connection, number: int) -> Release:
        release = self._known(writer, number)
        if release.state == "live":
            go_live(writer, release, self._sources.held(writer))
        return self._tell(writer, number)

    def _tell(self, writer: Connection, number: int) -> Release:
        release = self._known(writer, number)
        self._told(writer, release)
        return release
