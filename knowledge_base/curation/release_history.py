"""The releases there were, are and will be: reading alone."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import read_only, reading
from knowledge_base.article import Key
from knowledge_base.curation.release_rows import Release, read_releases
from knowledge_base.curation.tables import releases
from knowledge_base.curation.turns import turn


class ReleaseHistory:
    """Takes no lock of the database."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def all(self) -> list[Release]:
        """Every release, newest first."""
        with read_only(self._engine) as reader:
            return read_releases(reader)

    def page(self, before: int | None = None, size: int = 20) -> list[Release]:
        """So many releases, newest first, older than one of them."""
        newest = sa.select(sa.func.max(releases.c.number))
        with read_only(self._engine) as reader:
            last = before or int(reader.execute(newest).scalar() or 0) + 1
            return read_releases(reader, releases.c.number.between(last - size, last - 1))

    def scheduled(self) -> list[Release]:
        """Those that wait for their time, the next one first."""
        with read_only(self._engine) as reader:
            found = read_releases(reader, releases.c.state == "scheduled")
        return sorted(found, key=lambda release: (release.at, release.number))

    def refused(self, drafts: Collection[Key]) -> list[Release]:
        """Those that did not go live at their time and whose drafts wait still, newest first."""
        with read_only(self._engine) as reader:
            found = read_releases(reader, releases.c.state == "refused")
        return [one for one in found if any(change.key in drafts for change in one.changes)]

    def get(self, number: int, connection: Connection | None = None) -> Release | None:
        with reading(self._engine, connection) as reader:
            return next(iter(read_releases(reader, releases.c.number == number)), None)

    def number(self) -> int:
        """How many releases have gone live: cheap, and other after each."""
        return turn(self._engine)

    def _known(self, reader: Connection, number: int) -> Release:
        found = self.get(number, reader)
        assert found is not None
        return found
