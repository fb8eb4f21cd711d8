"""Everything that happened with a person, newest first, whichever way it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from actions.crm.customers.signals import spoken_by
from actions.crm.customers.tables import merges
from actions.crm.embedded.tables import (
    attempts,
    callbacks,
    cases,
    consents,
    feedback,
    leads,
    notes,
    remarks,
)
from actions.crm.embedded.transactions import Unit
from bot.conversation import Said

MOST, CONVERSATIONS = 200, 20
CASE, CALLBACK = "/cases/", "/callbacks/"
Reader = Callable[[str], Sequence[Said]]


@dataclass(frozen=True)
class Happening:
    """`detail` is a word of its kind (a status, an outcome); `link` a page of the console."""

    at: datetime
    kind: str
    title: str = ""
    text: str = ""
    who: str = ""
    detail: str = ""
    ref: str = ""
    link: str = ""
    said: tuple[Said, ...] = ()


def timeline(unit: Unit, ref: str, said: Reader | None = None) -> list[Happening]:
    """At most 200; what was said is read by `said`, of the 20 conversations heard of last."""
    spoken = _conversations(unit, ref)
    happened = [*_records(unit, ref), *_opinions(unit, spoken), *_merged(unit, ref)]
    happened += [one for name in spoken[:CONVERSATIONS] for one in _conversation(name, said)]
    return sorted(happened, key=lambda one: one.at, reverse=True)[:MOST]


def _records(unit: Unit, ref: str) -> Iterator[Happening]:
    for row in _of(unit, cases, ref):
        yield Happening(row["created_at"], "case", row["subject"], row["description"],
                        detail=row["status"], ref=row["ref"], link=CASE + row["ref"])  # fmt: skip
    for row in _of(unit, callbacks, ref):
        yield Happening(row["created_at"], "callback", row["reason"], detail=row["status"],
                        ref=row["ref"], link=CALLBACK + row["ref"])  # fmt: skip
    for row in _of(unit, leads, ref):
        yield Happening(row["created_at"], "lead", row["interest"], ref=row["ref"])
    for row in _of(unit, remarks, ref):
        yield Happening(row["created_at"], "remark", "", row["text"], row["who"],
                        ref=row["callback"])  # fmt: skip
    theirs = select(callbacks.c.ref).where(callbacks.c.contact == ref)
    made = select(attempts).where(attempts.c.callback.in_(theirs))
    for row in unit.connection.execute(_newest(made, attempts)).mappings():
        yield Happening(row["created_at"], "call", "", row["text"], row["who"], row["outcome"],
                        row["callback"])  # fmt: skip
    for row in _of(unit, consents, ref):
        yield Happening(row["created_at"], "consent", row["purpose"], row["text"],
                        ref=row["record"])  # fmt: skip
    mine = select(cases.c.ref).where(cases.c.contact == ref)
    noted = select(notes).where(notes.c.case.in_(mine), notes.c.text != "")
    for row in unit.connection.execute(_newest(noted, notes)).mappings():
        yield Happening(row["created_at"], "note", "", row["text"], row["author"],
                        ref=row["case"], link=CASE + row["case"])  # fmt: skip


def _opinions(unit: Unit, spoken: list[str]) -> Iterator[Happening]:
    given = select(feedback).where(feedback.c.conversation.in_(spoken))
    for row in unit.connection.execute(_newest(given, feedback)).mappings():
        score = "" if row["score"] is None else str(row["score"])
        yield Happening(row["created_at"], "feedback", row["kind"], row["comment"], detail=score)


def _merged(unit: Unit, ref: str) -> Iterator[Happening]:
    held = select(merges).where(merges.c.kept == ref, merges.c.undone_at.is_(None))
    for row in unit.connection.execute(_newest(held, merges)).mappings():
        number = str(row["position"])
        yield Happening(row["created_at"], "merge", row["gone"], who=row["who"], ref=number)


def _conversation(name: str, said: Reader | None) -> Iterator[Happening]:
    words = tuple(said(name)) if said else ()
    if words:
        yield Happening(words[-1].at, "conversation", words[-1].channel, said=words)


def _conversations(unit: Unit, ref: str) -> list[str]:
    """The conversations that a person's records name."""
    spoken = spoken_by().subquery()
    mine = (spoken.c.contact == ref, spoken.c.conversation != "")
    return sorted(unit.connection.execute(select(spoken.c.conversation).where(*mine)).scalars())


def _of(unit: Unit, table: Table, ref: str) -> Any:
    mine = select(table).where(table.c.contact == ref)
    return unit.connection.execute(_newest(mine, table)).mappings()


def _newest(found: Any, table: Table) -> Any:
    return found.order_by(table.c.position.desc()).limit(MOST)
