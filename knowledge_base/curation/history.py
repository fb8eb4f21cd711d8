"""What an article said over time: by releases, by imports, and in the folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import stored
from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.release_rows import Release, read_releases
from knowledge_base.curation.tables import changes, is_key, releases
from knowledge_base.sources import Held
from knowledge_base.store import article_versions


@dataclass(frozen=True)
class Version:
    """One wording; `at` is None where nobody knows since when, as for a file's."""

    article: Article
    at: datetime | None
    by: str = ""
    why: str = ""
    release: int | None = None
    withdrawn: bool = False


def versions(reader: Connection, key: Key, held: Held | None) -> list[Version]:
    """Newest first: what was released, and before that what was imported or lay in the folder."""
    released = _released(reader, key)
    known = {version.article.version for version in released}
    more = [one for one in _imported(reader, key) if one.article.version not in known]
    found = sorted(released + more, key=_when, reverse=True)
    file = held.file if held else None
    if file and file.version not in {one.article.version for one in found}:
        found.insert(0 if held and held.origin == "folder" else len(found), Version(file, None))
    return found


def _when(version: Version) -> tuple[float, int]:
    return version.at.timestamp() if version.at else 0.0, version.release or 0


def _released(reader: Connection, key: Key) -> list[Version]:
    numbers = sa.select(changes.c.number).where(is_key(changes, key))
    where = sa.and_(releases.c.number.in_(numbers), releases.c.turn.isnot(None))
    found = read_releases(reader, where)
    made = [version for release in found if (version := _version(release, key))]
    return made + _first(found, key, {version.article.version for version in made})


def _version(release: Release, key: Key) -> Version | None:
    change = next(change for change in release.changes if change.key == key)
    article = change.after or change.before
    if article is None:
        return None
    gone = change.after is None
    return Version(article, release.at, release.by, release.why, release.number, gone)


def _first(found: list[Release], key: Key, known: set[str]) -> list[Version]:
    """What the first release replaced, which may stand nowhere else."""
    if not found:
        return []
    change = next(change for change in found[-1].changes if change.key == key)
    if change.before is None or change.before.version in known:
        return []
    return [Version(change.before, None)]


def _imported(reader: Connection, key: Key) -> list[Version]:
    rows = reader.execute(sa.select(article_versions).where(is_key(article_versions, key))).all()
    return [Version(article_from(json.loads(row.content)), stored(row.saved_at)) for row in rows]
