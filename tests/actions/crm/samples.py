"""Records as the desk would ask for them, with invented people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from actions.crm.port import NewCallback, NewCase, NewContact, NewLead
from bot.clock import PARIS

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)

PHONE = "+33639980101"
EMAIL = "camille.martin@exemple.fr"
CAMILLE = NewContact(name="Camille Martin", phone=PHONE, email=EMAIL)


def a_case(**changes: Any) -> NewCase:
    given = {
        "subject": "Box en panne",
        "description": "Le voyant est rouge depuis hier.",
        "external_ref": "visitor-1:open_case:1",
        "contact": CAMILLE,
        "conversation": "visitor-1",
    }
    return NewCase(**{**given, **changes})


def a_callback(**changes: Any) -> NewCallback:
    given = {
        "phone": PHONE,
        "start": at(11),
        "reason": "ma facture",
        "external_ref": "visitor-1:book_callback:1",
        "conversation": "visitor-1",
    }
    return NewCallback(**{**given, **changes})


def a_lead(**changes: Any) -> NewLead:
    given = {
        "interest": "la fibre",
        "external_ref": "visitor-1:open_lead:1",
        "contact": CAMILLE,
        "conversation": "visitor-1",
    }
    return NewLead(**{**given, **changes})


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    """An hour of that Monday, or of a day after it."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=days)


def number(last: int) -> str:
    return f"+336399801{last:02d}"
