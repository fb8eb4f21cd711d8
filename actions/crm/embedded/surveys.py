"""Whether somebody may be asked what they thought: never twice, and not too often."""

from __future__ import annotations

from datetime import timedelta

from actions.crm.embedded import people, survey_rows
from actions.crm.embedded.transactions import Unit
from actions.crm.port import NewFeedback, NewSurvey
from bot.settings import settings


def begin(unit: Unit, new: NewSurvey) -> bool:
    """Whether nobody asked in this conversation, nor this person lately; then it is noted."""
    persons = _persons(unit, new.conversation, new.phone)
    unit.lock(f"survey:{new.conversation}", *(f"survey:{one}" for one in persons))
    pause = timedelta(days=settings().survey_pause_days)
    kept = max(pause, timedelta(days=settings().retention_days))
    survey_rows.forget_before(unit, unit.now - kept)
    if survey_rows.asked_in(unit, new.conversation):
        return False
    if survey_rows.asked_since(unit, persons, unit.now - pause):
        return False
    survey_rows.note(unit, new.kind, new.conversation, persons)
    return True


def given(unit: Unit, opinion: NewFeedback) -> None:
    """An opinion given unasked is not asked for later."""
    if not survey_rows.asked_in(unit, opinion.conversation):
        persons = _persons(unit, opinion.conversation)
        survey_rows.note(unit, opinion.kind, opinion.conversation, persons)


def _persons(unit: Unit, conversation: str, phone: str = "") -> list[str]:
    known = people.known_in(unit, conversation)
    return survey_rows.names(phone, *((known.phone, known.email) if known else ()))
