"""Every article as the team sees it: what is served, what waits, and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy.engine import Engine

from bot.database import engine, read_only
from knowledge_base.article import Article, Key
from knowledge_base.curation import history
from knowledge_base.curation.draft_rows import Draft, read_drafts
from knowledge_base.curation.lifecycle import age, is_served, today
from knowledge_base.curation.marks import Mark, Marks
from knowledge_base.curation.release_rows import Change, read_releases
from knowledge_base.curation.tables import releases
from knowledge_base.sources import Held, Sources
from knowledge_base.store import ArticleStore


class State(Enum):
    """What an article's next step is: the first of these that holds."""

    NEW = "new"  # a draft of what is not served yet
    DRAFT = "draft"  # a draft that changes or withdraws it
    SCHEDULED = "scheduled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UPCOMING = "upcoming"  # published, and served from a day to come
    TO_VERIFY = "to_verify"
    FRESH = "fresh"


@dataclass(frozen=True)
class Entry:
    """`article` is what was published; for one that never was, what is proposed."""

    article: Article
    state: State
    draft: Draft | None
    stale: bool  # its other language was published since
    note: str
    origin: str = ""  # console, folder, import; empty: not published yet
    is_served: bool = False
    file_differs: bool = False  # the folder's file changed since the console published over it
    scheduled: int | None = None  # the release that it waits in
    reminder: date | None = None

    @property
    def key(self) -> Key:
        return self.article.key


@dataclass(frozen=True)
class _All:
    held: dict[Key, Held]
    drafts: dict[Key, Draft]
    scheduled: dict[Key, tuple[int, Change]]
    marks: dict[Key, Mark]


class Catalogue:
    """It only reads, and never takes the database's write lock."""

    def __init__(self, database: Engine | None = None, sources: Sources | None = None) -> None:
        self._engine = database or (sources.store.engine if sources else engine())
        self._sources = sources or Sources(store=ArticleStore(self._engine))

    def live(self) -> dict[Key, Article]:
        """What visitors are answered from today."""
        return self._sources.read().articles

    def wanted(self) -> dict[Key, Article]:
        """What is live with the scheduled releases and then the drafts applied."""
        found = self._all()
        wanted = _served(found.held)
        steps = {key: change.after for key, (_, change) in found.scheduled.items()}
        steps |= {key: draft.wanted for key, draft in found.drafts.items()}
        for key, article in steps.items():
            wanted.pop(key, None)
            if article is not None:
                wanted[key] = article
        return wanted

    def entries(self) -> list[Entry]:
        """Every article and draft, by id and language."""
        found = self._all()
        keys = {*found.held, *found.drafts, *found.scheduled}
        return [_entry(key, found) for key in sorted(keys)]

    def entry(self, key: Key) -> Entry | None:
        found = self._all()
        is_known = key in found.held or key in found.drafts or key in found.scheduled
        return _entry(key, found) if is_known else None

    def history(self, key: Key) -> list[history.Version]:
        """What an article said, newest first."""
        held = self._sources.held().get(key)
        with read_only(self._engine) as reader:
            return history.versions(reader, key, held)

    def _all(self) -> _All:
        self._sources.held()
        with read_only(self._engine) as reader:
            waiting = read_releases(reader, releases.c.state == "scheduled")
            return _All(
                self._sources.held(reader),
                read_drafts(reader),
                {c.key: (release.number, c) for release in waiting for c in release.changes},
                Marks(self._engine).all(reader),
            )


def _served(held: dict[Key, Held]) -> dict[Key, Article]:
    day = today()
    standing = ((key, one.standing) for key, one in held.items())
    return {key: article for key, article in standing if article and is_served(article, day)}


def _entry(key: Key, found: _All) -> Entry:
    held, draft = found.held.get(key), found.drafts.get(key)
    number, change = found.scheduled.get(key, (None, None))
    scheduled = (change.after or change.before) if change else None
    article = held.article if held else draft.article if draft else scheduled
    assert article is not None
    mark = found.marks.get(key, Mark())
    return Entry(
        article=article,
        state=_state(held, draft, number),
        draft=draft,
        stale=mark.stale_since is not None,
        note=mark.note,
        origin=held.origin if held else "",
        is_served=held is not None and not held.withdrawn and is_served(held.article, today()),
        file_differs=held is not None and held.file_differs,
        scheduled=number,
        reminder=mark.reminder,
    )


def _state(held: Held | None, draft: Draft | None, scheduled: int | None) -> State:
    if draft:
        return State.NEW if draft.kind == "new" else State.DRAFT
    if scheduled is not None or held is None:
        return State.SCHEDULED
    return State.WITHDRAWN if held.withdrawn else State(age(held.article, today()).value)
