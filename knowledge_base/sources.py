"""Where the articles come from: the company's folder, and what was imported."""

from __future__ import annotations

from pathlib import Path

from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.importers.folder import Content, files_of, read_files
from knowledge_base.store import ArticleStore

Stamp = tuple[tuple[str, int, int], ...]


class Sources:
    """The folder's articles and the stored ones; where both have one, the folder's counts."""

    def __init__(self, folder: Path | None = None, store: ArticleStore | None = None) -> None:
        self.folder = folder or settings().knowledge_dir
        self._store = store

    def read(self) -> Content:
        """Every article, and what was refused in the folder."""
        content = read_files([self.folder]) if self.folder.exists() else Content()
        store = self._store or ArticleStore()
        content.articles = store.articles() | content.articles
        return content

    def stamp(self) -> Stamp:
        """Something cheap that changes whenever a file of the folder does."""
        found = []
        for path in files_of([self.folder]) if self.folder.exists() else ():
            try:
                stat = path.stat()
            except OSError:
                continue
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(found)


def kept_through(content: Content, before: dict[Key, Article]) -> dict[Key, Article]:
    """The articles to publish: those that a refused edit made unreadable stay as they were."""
    if not content.refusals:
        return content.articles
    return {**before, **content.articles}
