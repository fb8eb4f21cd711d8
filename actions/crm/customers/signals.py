"""Signs that somebody may leave: they said so, they are unhappy, or they had to come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlalchemy import and_, func, literal, select, union, union_all

from actions.crm.embedded.tables import callbacks, cases, feedback, leads, requests
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CaseStatus

UNHAPPY = 6  # the highest score of a detractor, of 10
RECENT = timedelta(days=90)
OFTEN, WITHIN = 3, timedelta(days=7)
UNDELIVERED = "undelivered"  # a case of the desk's own, that nobody asked for
UNRESOLVED = (CaseStatus.OPEN.value, CaseStatus.WAITING.value)


class Signal(str, Enum):
    TERMINATION = "termination"
    DETRACTOR = "detractor"
    REPEATED = "repeated"


def of(unit: Unit, people: Collection[str]) -> dict[str, tuple[Signal, ...]]:
    """The signals of some contacts, by reference; those who show none are left out."""
    found: dict[str, list[Signal]] = defaultdict(list)
    for signal in Signal if people else ():
        shown = showing(unit, signal).subquery()
        some = select(shown.c.contact).where(shown.c.contact.in_(list(people)))
        for contact in unit.connection.execute(some.distinct()).scalars():
            found[contact].append(signal)
    return {contact: tuple(some) for contact, some in found.items()}


def showing(unit: Unit, signal: Signal) -> Any:
    """A query for the contacts who show a signal."""
    return {
        Signal.TERMINATION: _terminating,
        Signal.DETRACTOR: _unhappy,
        Signal.REPEATED: _coming_back,
    }[signal](unit)


def _terminating(unit: Unit) -> Any:
    asked = (cases.c.category == "termination", cases.c.status.in_(UNRESOLVED))
    return select(cases.c.contact).where(*asked)


def _unhappy(unit: Unit) -> Any:
    spoken = spoken_by().subquery()
    given = and_(feedback.c.conversation == spoken.c.conversation, feedback.c.conversation != "")
    return (
        select(spoken.c.contact)
        .select_from(spoken.join(feedback, given))
        .where(feedback.c.kind == "nps", feedback.c.score <= UNHAPPY)
        .where(feedback.c.created_at > unit.now - RECENT)
    )


def _coming_back(unit: Unit) -> Any:
    """Whoever was in touch three times or more: conversations, and requests that had none."""
    since = unit.now - WITHIN
    asked = requests.join(callbacks, callbacks.c.ref == requests.c.callback)
    wanted = (
        select(callbacks.c.contact, requests.c.conversation, requests.c.external_ref)
        .select_from(asked)
        .where(requests.c.created_at > since),
        select(cases.c.contact, cases.c.conversation, cases.c.external_ref)
        .where(cases.c.created_at > since, cases.c.category != UNDELIVERED),
        select(leads.c.contact, leads.c.conversation, leads.c.external_ref)
        .where(leads.c.created_at > since),
    )  # fmt: skip
    every = union_all(*wanted).subquery()
    nameless = func.nullif(every.c.conversation, "")
    times = func.count(func.distinct(func.coalesce(nameless, every.c.external_ref)))
    return select(every.c.contact).group_by(every.c.contact).having(times >= literal(OFTEN))


def spoken_by() -> Any:
    """A query for every contact and the conversations that their records name."""
    asked = requests.join(callbacks, callbacks.c.ref == requests.c.callback)
    return union(
        select(cases.c.contact, cases.c.conversation),
        select(callbacks.c.contact, callbacks.c.conversation),
        select(callbacks.c.contact, requests.c.conversation).select_from(asked),
        select(leads.c.contact, leads.c.conversation),
    )
