"""The rows of who was asked what they thought, by conversation and by person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_

from actions.crm.embedded.survey_tables import surveys
from actions.crm.embedded.transactions import Unit
from knowledge_base.curation.discretion import keyed


def names(*ways: str) -> list[str]:
    """What somebody is called here, from a number and an address."""
    return sorted({keyed("survey", way.casefold()) for way in ways if way})


def note(unit: Unit, kind: str, conversation: str, persons: Sequence[str]) -> None:
    """Write down that a conversation was asked, or gave its opinion unasked."""
    for person in persons or [""]:
        unit.insert(surveys, kind=kind, conversation=conversation, person=person)


def asked_in(unit: Unit, conversation: str) -> bool:
    return unit.one(surveys, surveys.c.conversation == conversation) is not None


def asked_since(unit: Unit, persons: Sequence[str], since: datetime) -> bool:
    lately = (surveys.c.person.in_(persons), surveys.c.created_at > since)
    return bool(persons) and unit.one(surveys, *lately) is not None


def forget(unit: Unit, conversations: Sequence[str], *ways: str) -> None:
    """Take a person out, by their conversations and by their number and address."""
    mine = or_(surveys.c.conversation.in_(conversations), surveys.c.person.in_(names(*ways)))
    unit.connection.execute(surveys.delete().where(mine))


def forget_before(unit: Unit, moment: datetime) -> None:
    """Take out what no question depends on any more; without any, nothing is locked."""
    old = surveys.c.created_at < moment
    if unit.one(surveys, old) is not None:
        unit.connection.execute(surveys.delete().where(old))
