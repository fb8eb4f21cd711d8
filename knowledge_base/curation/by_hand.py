"""Groups that somebody splits or brings together, which no regrouping touches any more."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.gathering import begin
from knowledge_base.curation.group_changes import change
from knowledge_base.curation.group_rows import Group
from knowledge_base.curation.question_tables import questions
from knowledge_base.curation.question_vectors import recount


def split(
    writer: Connection, before: Group, chosen: Sequence[int], by: str, encoder: str
) -> tuple[int, list[int]]:
    """A group of some of the questions, not all (ValueError): its number, and theirs."""
    mine = questions.c.id.in_(chosen), questions.c.group_id == before.id
    moved = writer.execute(sa.select(questions.c.id).where(*mine)).scalars().all()
    if not moved or len(moved) == before.questions:
        raise ValueError("some of the questions, and not all, must be chosen")
    change(writer, before, by, "split", by_hand=True)
    new = begin(writer, before.language, encoder, b"", 0, None, True, by)
    writer.execute(questions.update().where(*mine).values(group_id=new, joined=1))
    for one in (before.id, new):
        recount(writer, encoder, one)
    return new, moved


def merge(writer: Connection, into: Group, other: Group, by: str, encoder: str) -> int:
    """Bring another group of the same language (ValueError) into one; its new revision."""
    if into.language != other.language or into.id == other.id:
        raise ValueError("two groups of one language are needed")
    revision = change(writer, into, by, "merged", by_hand=True)
    change(writer, other, by, "merged", state="merged", merged_into=into.id)
    moved = questions.update().where(questions.c.group_id == other.id)
    writer.execute(moved.values(group_id=into.id, joined=revision))
    recount(writer, encoder, into.id)
    return revision
