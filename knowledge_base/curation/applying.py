"""Makes a release's changes the articles that are served, in the transaction that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy.engine import Connection

from knowledge_base.article import Article, Key
from knowledge_base.curation.draft_rows import Draft, put_back
from knowledge_base.curation.marks import clear_stale, clear_stale_of, set_stale
from knowledge_base.curation.release_rows import Change, Release
from knowledge_base.sources import Held
from knowledge_base.store import forget, place


def change_of(draft: Draft, held: Held | None) -> Change:
    """What publishing a draft changes."""
    return Change(draft.article.key, held.standing if held else None, draft.wanted)


def same(one: Article | None, other: Article | None) -> bool:
    return (one and one.version) == (other and other.version)


def go_live(writer: Connection, release: Release, held: Mapping[Key, Held]) -> None:
    """Serve what a release says; nothing of it is seen before the transaction ends."""
    for change in release.changes:
        _apply(writer, change, held.get(change.key))
    if release.undoes is None:
        _mark_stale(writer, release, held)
    else:
        clear_stale_of(writer, release.undoes)
        _leave_to_folder(writer, release.changes, held)


def _apply(writer: Connection, change: Change, before: Held | None) -> None:
    text = change.after or change.before or (before.article if before else None)
    if text is not None:
        place(writer, text, _file_version(change, before), withdrawn=change.after is None)


def _file_version(change: Change, before: Held | None) -> str:
    """The file that the editor saw: one that changed before a scheduled release is news."""
    if before is None or before.file is None:
        return ""
    seen = change.before if before.origin == "folder" else None
    return (seen or before.file).version


def _leave_to_folder(writer: Connection, found: Iterable[Change], held: Mapping[Key, Held]) -> None:
    """Where an undone release leaves what the folder says, the folder counts again."""
    for change in found:
        file = held[change.key].file if change.key in held else None
        if file is not None and same(change.after, file):
            forget(writer, change.key)


def _mark_stale(writer: Connection, release: Release, held: Mapping[Key, Held]) -> None:
    """A language published alone makes the others stale; what is published is not."""
    together = {change.key for change in release.changes}
    for change in release.changes:
        clear_stale(writer, change.key)
        if change.after is None or not _says_else(change):
            continue
        for key, other in held.items():
            if key[0] == change.key[0] and key not in together and other.standing:
                set_stale(writer, key, release.number)


def drafts_again(writer: Connection, release: Release) -> None:
    """What a release that never went live wanted becomes drafts again."""
    for change in release.changes:
        text = change.after or change.before
        if text is not None:
            put_back(writer, text, change.kind, release.by, release.why)


def _says_else(change: Change) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return (before.title, before.body, before.voice) != (after.title, after.body, after.voice)
