"""Personal data: a copy or an erasure, recorded as a case with its legal deadline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from dateutil.relativedelta import relativedelta
from rasa_sdk import Action, Tracker

from actions.base import Submit
from actions.cases import new_case
from actions.crm.port import Crm, NewContact, Priority
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.identity import is_on_record
from actions.readers import read_contact, read_name, shown_contact
from actions.spoken_date import spoken_day
from actions.turn import Events, Say, Turn
from bot.clock import now
from bot.nlg import words
from knowledge_base.curation.asker import forget_person

RIGHTS = {"data_export": "export", "data_erasure": "erasure"}
_ERASE = r"\b(?:effa[cç]\w*|supprim\w*|suppression|oubli\w*|eras\w*|delet\w*|forg[eo]t\w*|remov\w*)"
ERASURE = re.compile(_ERASE, re.IGNORECASE)
EXPORT = re.compile(
    r"\b(?:copies?|export\w*|recevoir|envoye[rz]?|acc[eè]s|acc[eé]der|copy|access|send|download)\b",
    re.IGNORECASE,
)
KEPT = re.compile(
    rf"\b(?:ne |n['’])(?:pas |rien |jamais )?(?:me |m['’]|les? |la |l['’])?{_ERASE}"
    rf"|{_ERASE} (?:pas|rien|surtout pas)\b|(?:\b(?:pas|sans|without|not|never)|n['’]t)"
    rf"(?: (?:me|les?|la|de|want|wish|to|you|need)){{0,4}} {_ERASE}"
    rf"|\bnothing (?:is |be )?{_ERASE}",
    re.IGNORECASE,
)


def read_right(turn: Turn, asked: bool) -> Read:
    """A copy, or an erasure; both in one sentence, or an erasure denied, do not say which."""
    asked = asked or turn.requested is None
    told = _told(turn.text) if not turn.pressed else None
    if told == "unclear":
        return NOTHING
    if turn.intent in RIGHTS and not KEPT.search(turn.text):
        return Read({"right": RIGHTS[turn.intent]})
    asked = asked or turn.intent in RIGHTS
    return Read({"right": told}) if asked and told else NOTHING


def _told(text: str) -> Literal["erasure", "export", "unclear"] | None:
    kept = KEPT.search(text)
    erasure = ERASURE.search(KEPT.sub(" ", text))
    export = EXPORT.search(text)
    if (erasure and export) or (kept and not export):
        return "unclear"
    return "erasure" if erasure else "export" if export else None


def legal_deadline(asked: datetime) -> datetime:
    """One month after the request (article 12(3) of the GDPR)."""
    due: datetime = asked + relativedelta(months=1)
    return due


class ValidateRightsForm(TaskForm):
    form = "rights_form"
    intents = frozenset(RIGHTS)

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("right", read_right),
            Field("name", read_name, unclear="utter_name_needed"),
            Field("contact", read_contact),
        )


class AskRight(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_right"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_ask_right")
        return []


class AskRightsConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_rights_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        slots = tracker.slots
        dispatcher.utter_message(
            response=f"utter_confirm_{slots.get('right')}",
            name=slots.get("name"),
            contact=shown_contact(slots.get("contact") or ""),
        )
        return []


class RecordRight(Submit):
    slots = ("right", "name", "contact")

    def name(self) -> str:
        return "action_record_right"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        """The request is recorded whoever asks; the team answers only a proven identity.

        What was found does not belong to the key of the case: it may differ at a second try.
        """
        right, due = turn.slots["right"], legal_deadline(now())
        asked = f"{right}: {turn.slots['name']}"
        new = new_case(
            turn,
            self.name(),
            asked,
            category=f"data_{right}",
            priority=Priority.HIGH,
            due=due,
        )
        matches = await is_on_record(crm, turn)
        name = "utter_identity_matches" if matches else "utter_identity_to_verify"
        found = words(name, turn.language)["text"]
        case = await crm.open_case(
            replace(new, description=f"{asked} ({found})", contact=_proven(new.contact, matches))
        )
        if right == "erasure":
            forget_person(turn.sender)
        deadline = spoken_day(due.date(), turn.language)
        say.utter_message(
            response=f"utter_{right}_recorded",
            ref=case.ref,
            deadline=deadline,
            custom={"case": case.ref},
        )
        return self.done(say, turn, proven_case=case.ref)


def _proven(contact: NewContact, matches: bool) -> NewContact:
    """An unproven name is not written on a record: asked twice, it would match itself."""
    return contact if matches else replace(contact, name="")
