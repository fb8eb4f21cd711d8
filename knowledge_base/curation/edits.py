"""One edit of an article or its note, and whether somebody was faster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from knowledge_base.article import Article, Key
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.lifecycle import today

READ = ("title", "body", "voice")


@dataclass(frozen=True)
class Edit:
    """An article as the editor left it; `seen` is the mark of what it showed, empty for nothing.

    `revision` is that of the draft it showed, 0 for none; None replaces whatever stands.
    Nothing is kept of an article that did not change, unless `anyway`.
    """

    article: Article
    seen: str = ""
    revision: int | None = 0
    anyway: bool = False


@dataclass(frozen=True)
class Note:
    """An internal note, and what it was when the editor showed it; None: whatever it is."""

    text: str
    was: str | None = None


class Overtaken(Exception):
    """Somebody changed this article since; `standing` is what they left, `draft` if it is one."""

    def __init__(self, key: Key, standing: Article | None, draft: Draft | None) -> None:
        super().__init__("the article was changed since")
        self.key, self.standing, self.draft = key, standing, draft


def mark(article: Article | None) -> str:
    """Tells wordings apart; the day of the last change is no wording."""
    return replace(article, updated=None).version if article else ""


def subject(key: Key) -> str:
    """As the audit names an article."""
    return f"{key[0]} ({key[1]})"


def changed_on(before: Article | None, after: Article) -> date | None:
    """The day that readers are shown: another phrasing or owner is nothing to them."""
    if before and all(getattr(before, name) == getattr(after, name) for name in READ):
        return before.updated
    return today()


def expect(edit: Edit, key: Key, standing: Article | None, draft: Draft | None) -> None:
    """What stands must be what the editor showed, if anything stands or stood as a draft."""
    revision = draft.revision if draft else 0
    is_other = standing is not None and mark(standing) != edit.seen
    if revision != edit.revision or is_other:
        raise Overtaken(key, standing, draft)
