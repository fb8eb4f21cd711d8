"""Leaving: understood, offered a call, and never held back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.asking import leave
from actions.base import Submit
from actions.cases import new_case
from actions.crm.port import Crm, Priority
from actions.fields import gibberish, reason, stays, yes_no
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.interruptions import ASKING
from actions.knowledge import answer_of
from actions.readers import read_contact, shown_contact
from actions.turn import Events, Say, Turn, clear, noted
from bot.nlg import words

BECAUSE = re.compile(r"parce qu|\bcar\b|because", re.IGNORECASE)
UNWANTED = re.compile(
    r"\b(?:pas|sans|ni|plus|not?|don['’]t|without)\b[^,.;]*?\b(?:rappel|appel|conseiller|call"
    r"|advis)\w*",
    re.IGNORECASE,
)
LET_GO = re.compile(
    r"\b(?:laisse[rz]?|let|want|veux|voudrais|just|juste|simplement)\b[^,.;]*?"
    r"\b(?:partir|quitter|r[ée]silier|go|leave|out)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"\b(?:combien|how much|frais|fees?|charges?|co[uû]te?|cost)\b", re.IGNORECASE)
RECORD_NOW = re.compile(r"\b(?:enregistre[rz]?|record)\b", re.IGNORECASE)
CHOICES = {
    "record": r"enregistr|record|deuxi[èe]me|seconde?\b|2\b",
    "how": r"comment|d[ée]march|expliqu|moi[- ]m[êe]me|how|myself|steps?\b|explain|troisi[èe]me"
    r"|third|derni[èe]re?|last (?:one|option)|3\b",
    "callback": r"rappel|appel|conseiller|call|advis|agent|premi[èe]re?|first (?:one|option)|1\b",
    "leave": r"r[ée]sili|partir|pars\b|quitt|leav|terminat|go ahead|end (?:it|my|the)"
    r"|cancel (?:it|my|the)",
}


def read_reason_to_leave(turn: Turn, asked: bool) -> Read:
    """Why they leave, in their words; «non» is an answer too, and nobody has to say."""
    if asked and not turn.pressed and not gibberish(turn.text):
        return Read({"leave_reason": turn.text.strip()[:500]})
    told = reason(turn.text, turn.language) if turn.requested is None else None
    return Read({"leave_reason": told}) if told and BECAUSE.search(turn.text) else NOTHING


def read_choice(turn: Turn, asked: bool) -> Read:
    """Among a call, a recorded request, and how to do it alone."""
    if pressed := turn.entities.get("choice"):
        return Read({"leave_choice": str(pressed)})
    if turn.requested is None and RECORD_NOW.search(turn.text):
        return Read({"leave_choice": "record"})
    if not asked or turn.pressed or stays(turn.text) or _asks_about_it(turn):
        return NOTHING
    said = UNWANTED.sub(" ", turn.text)
    for choice, pattern in CHOICES.items():
        if re.search(rf"\b(?:{pattern})", said, re.IGNORECASE):
            return Read({"leave_choice": "record" if choice == "leave" else choice})
    agreed = None if turn.intent == "cancel" else yes_no(turn.text, turn.language)
    if agreed is None and said == turn.text:
        return NOTHING
    return Read({"leave_choice": "callback" if agreed else "record"})


def _asks_about_it(turn: Turn) -> bool:
    """«Il y a des frais de résiliation ?» chooses nothing; «comment faire ?» does."""
    if AMOUNT.search(turn.text):
        return not RECORD_NOW.search(turn.text)
    chosen = rf"\b(?:{CHOICES['how']}|{CHOICES['callback']})"
    return bool(ASKING.search(turn.text) and not re.search(chosen, turn.text, re.IGNORECASE))


class ValidateLeaveForm(TaskForm):
    form = "leave_form"
    intents = frozenset({"cancel_contract"})
    cancels = True

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("leave_reason", read_reason_to_leave, free=True),
            Field("leave_choice", read_choice, unclear="utter_leave_choice_unclear"),
            Field("contact", read_contact),
        )

    async def _began(self, turn: Turn, say: Say) -> Events:
        return leave(None) if _takes_back(turn) else await super()._began(turn, say)

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """«Finalement je reste»: nothing is recorded."""
        return leave(None) if _takes_back(turn) else await super()._stopped(turn, say)

    def _is_a_stop(self, turn: Turn) -> bool:
        """«Laissez-moi juste partir», "just let me go": that is what this form is for."""
        return not (LET_GO.search(turn.text) and not turn.pressed) and super()._is_a_stop(turn)

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        """A call or an explanation needs no contact here: the form ends with the choice."""
        choice = {**turn.slots, **new}.get("leave_choice")
        if choice in (None, "record"):
            return super()._next(turn, new)
        return [*noted(**{**new, "confirmed": True}), SlotSet("requested_slot", None)]


def _takes_back(turn: Turn) -> bool:
    return not turn.pressed and stays(turn.text)


class AskLeaveConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_leave_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        contact = shown_contact(tracker.slots.get("contact") or "")
        dispatcher.utter_message(response="utter_confirm_leave", contact=contact)
        return []


class Leave(Submit):
    slots = ("leave_reason", "leave_choice", "contact")

    def name(self) -> str:
        return "action_leave"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        choice, why = turn.slots["leave_choice"], turn.slots["leave_reason"]
        if choice == "callback":
            start = [*clear(*self.slots), SlotSet("callback_reason", why)]
            if (contact := turn.slots.get("contact") or "").startswith("+"):
                start.append(SlotSet("phone", contact))
            return [*start, FollowupAction("callback_form")]
        if choice == "how":
            return [*clear(*self.slots), *explained(turn, say)]
        case = await crm.open_case(
            new_case(turn, self.name(), why, category="termination", priority=Priority.HIGH)
        )
        say.utter_message(response="utter_leave_recorded", ref=case.ref, custom={"case": case.ref})
        return self.done(say, turn, proven_case=case.ref)


def explained(turn: Turn, say: Say) -> Events:
    """How to leave, by whatever article of the company says so; else somebody explains it."""
    questions = words("utter_how_to_leave_asked", turn.language)["text"].splitlines()
    for question in questions:
        if (events := answer_of(question, turn, say)) is not None:
            return events
    say.utter_message(response="utter_how_to_leave_by_adviser")
    return noted(awaiting="offer:callback_form", suggestions=None)
