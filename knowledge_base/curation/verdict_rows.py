"""Verdicts as rows, and what they were given on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.article import article_from
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.question_tables import questions, verdicts
from knowledge_base.refusals import Refused

VerdictKind = Literal["phrasing", "article", "out_of_scope", "spam", "later"]
MOST_TEXTS = 20  # of a group's wordings, where nobody chose


@dataclass(frozen=True)
class Verdict:
    """What was decided on a group. `article` is the one that answers it, where one does."""

    id: int
    group: int
    kind: VerdictKind
    article: str
    language: str
    by: str
    at: datetime
    until: date | None
    examples: tuple[str, ...]
    undone_by: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Wanted:
    """Which verdicts: of a kind, of a person, on a group, older than another; all by default."""

    kind: str = ""
    by: str = ""
    before: int = 0
    group: int | None = None


@dataclass(frozen=True)
class Undone:
    """A verdict taken back. `draft`: restored as it was before, kept since somebody edited or
    published it meanwhile, or untouched by the verdict."""

    verdict: Verdict
    draft: Literal["restored", "kept", "untouched"]


def wordings(connection: Connection, group: int, chosen: Sequence[int]) -> tuple[str, ...]:
    """The distinct words of the chosen questions; of the group's first ones, where none are.

    `Refused` when the chosen ones are not in the group (any more).
    """
    wanted = sa.select(questions.c.text).where(questions.c.group_id == group)
    if chosen:
        wanted = wanted.where(questions.c.id.in_(chosen))
    rows = connection.execute(wanted.order_by(questions.c.id)).scalars()
    found = tuple(dict.fromkeys(text for text in rows if text))
    if chosen and not found:
        raise Refused("none of these questions is in the group", code="no_example")
    return found if chosen else found[:MOST_TEXTS]


def add(connection: Connection, verdict: Verdict, before: Any, draft_revision: int | None) -> int:
    """Write a verdict, with what has to be put back should it be undone; its number."""
    row = verdicts.insert().values(
        group_id=verdict.group,
        kind=verdict.kind,
        article=verdict.article,
        language=verdict.language,
        decided_by=verdict.by,
        decided_at=verdict.at,
        until=verdict.until,
        examples=json.dumps(verdict.examples, ensure_ascii=False),
        before=json.dumps(before, ensure_ascii=False),
        draft_revision=draft_revision,
    )
    return int(connection.execute(row).inserted_primary_key[0])


def by_number(connection: Connection, number: int) -> Any:
    return connection.execute(sa.select(verdicts).where(verdicts.c.id == number)).first()


def latest(connection: Connection, wanted: Wanted, limit: int) -> list[Verdict]:
    """Newest first."""
    columns = verdicts.c
    asked = (
        (wanted.kind, columns.kind == wanted.kind),
        (wanted.by, columns.decided_by == wanted.by),
        (wanted.before, columns.id < wanted.before),
        (wanted.group is not None, columns.group_id == wanted.group),
    )
    query = sa.select(verdicts).where(sa.true(), *(clause for given, clause in asked if given))
    ordered = query.order_by(columns.id.desc()).limit(limit)
    return [verdict_of(row) for row in connection.execute(ordered)]


def deciders(connection: Connection) -> list[str]:
    """Everybody who ever decided something."""
    query = sa.select(verdicts.c.decided_by).distinct().order_by(verdicts.c.decided_by)
    return list(connection.execute(query).scalars())


def take_back(connection: Connection, number: int, by: str) -> bool:
    """Mark it as undone, unless somebody did."""
    alive = (verdicts.c.id == number, verdicts.c.undone_at.is_(None))
    done = connection.execute(verdicts.update().where(*alive).values(undone_by=by, undone_at=now()))
    return bool(done.rowcount)


def verdict_of(row: Any) -> Verdict:
    return Verdict(
        row.id,
        row.group_id,
        row.kind,
        row.article,
        row.language,
        row.decided_by,
        row.decided_at,
        row.until,
        tuple(json.loads(row.examples)),
        row.undone_by,
        row.undone_at,
    )


def as_plain(draft: Draft | None) -> dict[str, Any] | None:
    """A draft as it stood, ready for JSON."""
    if draft is None:
        return None
    return {"article": draft.article.as_dict(), "kind": draft.kind, "note": draft.note}


def article_in(before: dict[str, Any]) -> Any:
    return article_from(before["article"])
