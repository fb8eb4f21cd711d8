"""Readers that more than one task uses: a sentence in, values for slots out."""

from __future__ import annotations

import re

from actions.fields import (
    corrected_phone,
    email,
    gibberish,
    only_answers,
    person_name,
    phone,
    typed_phone,
    yes_no,
)
from actions.fields.numbering import is_called
from actions.form_fields import NOTHING, Read, Reader
from actions.turn import Turn
from bot.settings import settings

SKIPPING = re.compile(r"\W*(?:passer|passez?|on passe|skip(?: it)?|pass|suivant)\W*", re.I)
NOT_CALLED = {
    "france": "utter_phone_not_france",
    "europe": "utter_phone_not_europe",
    "world": "utter_phone_not_world",
}
SAID_AT_ONCE = ("premium", "impossible")


def read_phone(turn: Turn, asked: bool) -> Read:
    """A number to call, typed or spoken, or a correction of the one already given."""
    if pressed := turn.entities.get("phone"):
        given = phone(str(pressed), turn.language)
        return _pressed(given.number, given.problem)
    known = turn.slots.get("phone") if turn.form else None
    if known and (corrected := corrected_phone(known, turn.text, turn.language)):
        return called("phone", corrected)
    reading = phone(turn.text, turn.language)
    if reading.number:
        return called("phone", reading.number)
    begun = turn.requested is None and reading.problem in SAID_AT_ONCE
    if reading.problem and (asked or begun):
        return Read(problem=f"utter_phone_{reading.problem}")
    return NOTHING


def _pressed(number: str | None, problem: str | None) -> Read:
    """The number of a form, which keeps the same rules as a typed one."""
    if number:
        return called("phone", number)
    return Read(problem=f"utter_phone_{problem or 'impossible'}")


def called(slot: str, number: str) -> Read:
    """A number, unless it lies where we do not call."""
    where = settings().callback_numbers
    return Read({slot: number}) if is_called(number, where) else Read(problem=NOT_CALLED[where])


def read_contact(turn: Turn, asked: bool) -> Read:
    """A telephone number or an e-mail address."""
    address = email(turn.text, turn.language)
    if address.address:
        return Read({"contact": address.address})
    known = (turn.slots.get("contact") or "") if turn.form else ""
    number = phone(turn.text, turn.language)
    corrected = corrected_phone(known, turn.text, turn.language) if known[:1] == "+" else None
    if corrected:
        return Read({"contact": corrected})
    if number.number:
        return Read({"contact": number.number})
    if asked and number.problem:
        return Read(problem=f"utter_phone_{number.problem}")
    if asked and address.problem:
        return Read(problem="utter_email_unclear")
    return NOTHING


def read_name(turn: Turn, asked: bool) -> Read:
    """A person's name; «annulez» is none."""
    if turn.intent == "cancel" and turn.sure:
        return NOTHING
    found = person_name(turn.text, turn.language, asked=asked)
    return Read({"name": found}) if found else NOTHING


def read_optional_name(turn: Turn, asked: bool) -> Read:
    """A person's name; when asked, «non» leaves it empty, «non, le nom est Martin» does not."""
    said = read_name(turn, False)
    if said.values or not asked:
        return said
    return Read({"name": ""}) if skipped(turn) else read_name(turn, asked)


def skipped(turn: Turn) -> bool:
    """Whether the visitor would rather not say: «non», «passer»."""
    if turn.pressed:
        return turn.intent in ("deny", "cancel")
    if SKIPPING.fullmatch(turn.text):
        return True
    return turn.intent != "cancel" and yes_no(turn.text, turn.language) is False


def free_text(slot: str, longest: int = 1500) -> Reader:
    """Any sentence, when asked for it; a bare yes or no, or keys hit at random, is none."""

    def read(turn: Turn, asked: bool) -> Read:
        if not asked or turn.pressed or gibberish(turn.text) or _bare_answer(turn):
            return NOTHING
        return Read({slot: turn.text.strip()[:longest]})

    return read


def _bare_answer(turn: Turn) -> bool:
    few = len(turn.text.split()) <= 2 and yes_no(turn.text, turn.language) is not None
    return few or only_answers(turn.text, turn.language)


def shown_contact(contact: str) -> str:
    """A number as people write it, or the address as it is."""
    return typed_phone(contact) if contact.startswith("+") else contact
