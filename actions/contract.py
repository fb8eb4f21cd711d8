"""Leaving: understood, offered a call, and never held back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.base import Submit
from actions.cases import new_case
from actions.crm.port import Crm, Priority
from actions.fields import yes_no
from actions.forms import NOTHING, Field, Read, TaskForm
from actions.knowledge import answer_article
from actions.readers import free_text, read_contact, shown_contact
from actions.turn import Events, Say, Turn, clear, noted

HOW_TO_LEAVE = "contract-termination"
CHOICES = {
    "callback": r"rappel|appel|conseiller|call|advis|agent",
    "record": r"enregistr|demande|dossier|r[ée]sili|partir|quitt|record|request|leave|go ahead|end",
    "how": r"comment|savoir|d[ée]march|info|explique|how|know|steps?",
}


def read_choice(turn: Turn, asked: bool) -> Read:
    """Among a call, a recorded request, and how to do it alone."""
    if pressed := turn.entities.get("choice"):
        return Read({"leave_choice": str(pressed)})
    if not asked:
        return NOTHING
    for choice, pattern in CHOICES.items():
        if re.search(pattern, turn.text, re.IGNORECASE):
            return Read({"leave_choice": choice})
    agreed = yes_no(turn.text, turn.language)
    if agreed is None:
        return NOTHING
    return Read({"leave_choice": "callback" if agreed else "record"})


class ValidateLeaveForm(TaskForm):
    form = "leave_form"
    intents = frozenset({"cancel_contract"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        asked = (
            Field("leave_reason", free_text("leave_reason", 500), free=True),
            Field("leave_choice", read_choice),
        )
        return (*asked, Field("contact", read_contact)) if _recorded(slots) else asked

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        """A call or an explanation needs no contact here: the form ends with the choice."""
        choice = {**turn.slots, **new}.get("leave_choice")
        if choice in (None, "record"):
            return super()._next(turn, new)
        return [*noted(**new), *noted(confirmed=True), SlotSet("requested_slot", None)]


def _recorded(slots: Mapping[str, Any]) -> bool:
    return slots.get("leave_choice") == "record"


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
            return [*start, FollowupAction("callback_form")]
        if choice == "how":
            return [*clear(*self.slots), *answer_article(HOW_TO_LEAVE, turn, say)]
        case = await crm.open_case(
            new_case(turn, self.name(), why, category="termination", priority=Priority.HIGH)
        )
        say.utter_message(response="utter_leave_recorded", ref=case.ref, custom={"case": case.ref})
        return self.done(say, turn, proven_case=case.ref)
