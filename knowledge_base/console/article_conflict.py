"""Somebody else saved the same article: theirs and ours, side by side, and nothing lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge_base.console.article_form import FIELDS, Side, texts_of
from knowledge_base.console.word_diff import Run, runs
from knowledge_base.curation.edits import Overtaken, mark


@dataclass(frozen=True)
class Conflict:
    """`by` is empty when it was published or dropped, not saved; `fields` has what differs."""

    language: str
    by: str
    at: datetime | None
    withdraws: bool
    fields: list[tuple[str, list[Run]]]


def taken_over(overtaken: Overtaken, sides: Sequence[Side]) -> tuple[list[Side], Conflict]:
    """The sides as they were written, now over what stands, and what to compare."""
    language, draft = overtaken.key[1], overtaken.draft
    mine = next(side for side in sides if side.language == language)
    moved = replace(mine, seen=mark(overtaken.standing), revision=draft.revision if draft else 0)
    conflict = Conflict(
        language,
        draft.by if draft else "",
        draft.saved_at if draft else None,
        bool(draft and draft.kind == "withdraw"),
        _fields(overtaken, mine),
    )
    return [moved if side is mine else side for side in sides], conflict


def _fields(overtaken: Overtaken, mine: Side) -> list[tuple[str, list[Run]]]:
    theirs = texts_of(overtaken.standing) if overtaken.standing else dict.fromkeys(FIELDS, "")
    pairs = ((name, theirs[name], mine.fields[name].strip()) for name in FIELDS if name != "note")
    return [(name, runs(one, other)) for name, one, other in pairs if one != other]
