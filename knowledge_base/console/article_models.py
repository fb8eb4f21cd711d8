"""Articles as the API reads and writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from knowledge_base.article import Article
from knowledge_base.checks import LONGEST
from knowledge_base.console.article_rows import Usage
from knowledge_base.console.article_versions import Saying
from knowledge_base.console.numbers import Number
from knowledge_base.curation.catalogue import Entry
from knowledge_base.curation.draft_rows import Draft

Language = Literal["fr", "en"]


class Wording(BaseModel):
    """What an article says; `body` is Markdown."""

    title: str = Field(max_length=LONGEST["title"])
    body: str = Field(max_length=LONGEST["body"])
    phrasings: list[str] = []
    voice: str = Field("", max_length=LONGEST["voice"])
    category: str = ""
    tags: list[str] = []
    owner: str = Field("", max_length=120)
    source: str = Field("", description="http(s) address, or one that begins with /")
    review: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class ArticleOut(Wording):
    id: str
    language: Language
    version: str = Field(description="a hash of everything it says")
    updated: date | None


class DraftOut(BaseModel):
    article: ArticleOut
    revision: int
    by: str
    saved_at: datetime
    kind: Literal["edit", "new", "withdraw"]
    note: str


class EntryOut(BaseModel):
    """An article in one language: what is published, and the draft that would change it."""

    article: ArticleOut
    state: str
    draft: DraftOut | None
    stale: bool = Field(description="its other language was published since")
    note: str
    reminder: date | None = Field(description="when the team asked to be reminded of it")
    origin: Literal["console", "folder", "import", ""]
    is_served: bool
    file_differs: bool
    asked: int = Field(0, description="answers in the last 28 days")
    thumbs_up: int = 0
    thumbs_down: int = 0


class ListOut(BaseModel):
    total: int
    page: int
    pages: int
    articles: list[EntryOut]


class DraftIn(Wording):
    revision: Number | None = Field(
        None,
        description="of the draft you saw; 0: there was none; none given: replace whatever stands",
    )
    seen: str = Field("", description="with `revision`: the version of the article you saw")


class RevisionIn(BaseModel):
    revision: Number | None = Field(None, description="of the draft you saw; 0: there was none")


class NoteIn(BaseModel):
    note: str = Field(max_length=4000)


class ReminderIn(BaseModel):
    reminder: date | None = Field(description="null: no more")


class VersionOut(BaseModel):
    article: ArticleOut
    at: datetime | None
    by: str
    why: str
    release: int | None
    withdrawn: bool
    is_draft: bool


def article_out(article: Article) -> ArticleOut:
    return ArticleOut(**article.as_dict(), version=article.version)


def draft_out(draft: Draft) -> DraftOut:
    return DraftOut(**{**vars(draft), "article": article_out(draft.article)})


def entry_out(entry: Entry, usage: Usage = Usage()) -> EntryOut:  # noqa: B008
    return EntryOut(
        article=article_out(entry.article),
        state=entry.state.value,
        draft=draft_out(entry.draft) if entry.draft else None,
        stale=entry.stale,
        note=entry.note,
        reminder=entry.reminder,
        origin=entry.origin,  # type: ignore[arg-type]
        is_served=entry.is_served,
        file_differs=entry.file_differs,
        asked=usage.asked,
        thumbs_up=usage.up,
        thumbs_down=usage.down,
    )


def version_out(one: Saying) -> VersionOut:
    return VersionOut(
        article=article_out(one.article), at=one.at, by=one.by, why=one.why,
        release=one.release, withdrawn=one.withdrawn, is_draft=one.name == "draft",
    )  # fmt: skip
