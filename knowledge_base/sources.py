"""Where the articles come from: the console, the company's folder, and what was imported."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.curation.lifecycle import is_served, today
from knowledge_base.curation.turns import turn
from knowledge_base.importers.folder import Content, files_of, read_files
from knowledge_base.store import ArticleStore, Stored

Stamp = tuple[tuple[str, int, int], ...]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Held:
    """An article that the company has, served or not; `file` is the folder's, where it has one."""

    article: Article
    origin: str  # console, folder or import
    withdrawn: bool = False
    file: Article | None = None
    file_version: str = ""  # the folder's, when the console published the article

    @property
    def standing(self) -> Article | None:
        """The article, unless it was withdrawn."""
        return None if self.withdrawn else self.article

    @property
    def file_differs(self) -> bool:
        """The folder's file says something new since the console published over it."""
        if self.origin != "console" or self.file is None:
            return False
        return self.file.version not in (self.file_version, self.article.version)


@dataclass
class Served(Content):
    """What is to be served, and what the company has but does not serve now."""

    withheld: set[Key] = field(default_factory=set)


class Sources:
    """What the console published counts more than the folder, and that more than imports."""

    def __init__(self, folder: Path | None = None, store: ArticleStore | None = None) -> None:
        self.folder = folder or settings().knowledge_dir
        self._store = store
        self._files: tuple[Stamp, Content] | None = None
        self._turn = 0

    @property
    def store(self) -> ArticleStore:
        return self._store or ArticleStore()

    def read(self) -> Served:
        """Every article to be served today, and what was refused in the folder."""
        held = self.held()
        day = today()
        served = {
            key: one.article
            for key, one in held.items()
            if not one.withdrawn and is_served(one.article, day)
        }
        return Served(served, list(self._in_folder().refusals), set(held) - set(served))

    def held(self, connection: Connection | None = None) -> dict[Key, Held]:
        """Every article, the withdrawn and the expired ones too."""
        files = self._in_folder().articles
        stored = self.store.stored(connection)
        keys = [*stored, *(key for key in files if key not in stored)]
        return {key: _held(stored.get(key), files.get(key)) for key in keys}

    def stamp(self) -> Stamp:
        """Something cheap that changes with a file, with a release, and at midnight."""
        try:
            self._turn = turn(self.store.engine)
        except SQLAlchemyError as error:
            log.warning("releases could not be looked for: %s", type(error).__name__)
        return (*self._file_stamp(), ("", self._turn, today().toordinal()))

    def _in_folder(self) -> Content:
        """The folder's articles, read again only when a file changed."""
        stamp = self._file_stamp()
        if self._files is None or self._files[0] != stamp:
            found = read_files([self.folder]) if self.folder.exists() else Content()
            self._files = stamp, found
        return self._files[1]

    def _file_stamp(self) -> Stamp:
        found = []
        for path in files_of([self.folder]) if self.folder.exists() else ():
            try:
                stat = path.stat()
            except OSError:
                continue
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(found)


def _held(stored: Stored | None, file: Article | None) -> Held:
    if stored and (stored.origin == "console" or file is None):
        return Held(stored.article, stored.origin, stored.withdrawn, file, stored.file_version)
    assert file is not None
    return Held(file, "folder", file=file)


def kept_through(content: Served, before: dict[Key, Article]) -> dict[Key, Article]:
    """The articles to publish: those that a refused edit made unreadable stay as they were."""
    if not content.refusals:
        return content.articles
    day = today()
    kept = {
        key: article
        for key, article in before.items()
        if key not in content.withheld and is_served(article, day)
    }
    return {**kept, **content.articles}
