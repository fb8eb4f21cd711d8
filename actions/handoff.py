"""A person: now, when the desk is open, or by a callback when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.base import Submit
from actions.calendar import calendar
from actions.cases import new_case
from actions.crm.port import Crm, Priority
from actions.fields import typed_phone
from actions.form_fields import Field
from actions.forms import TaskForm
from actions.noticing import person_wanted
from actions.readers import read_phone
from actions.spoken_date import spoken_date
from actions.turn import Events, Say, Turn
from bot.clock import now


class TalkToHuman(Action):  # type: ignore[misc]
    """Open: the team is asked to join. Closed: the next opening, and a callback."""

    def name(self) -> str:
        return "action_talk_to_human"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        person_wanted(turn)
        if calendar().is_open(now()):
            return [FollowupAction("handoff_form")]
        if opening := calendar().next_opening(now()):
            said = spoken_date(opening, turn.language, now())
            dispatcher.utter_message(response="utter_desk_closed", opening=said)
        return [FollowupAction("callback_form")]


class ValidateHandoffForm(TaskForm):
    form = "handoff_form"
    intents = frozenset({"talk_to_human"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("phone", read_phone),)


class AskHandoffConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_handoff_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        phone = typed_phone(tracker.slots.get("phone") or "")
        dispatcher.utter_message(response="utter_confirm_handoff", phone=phone)
        return []


class HandOff(Submit):
    """Opens an urgent case that tells the team what was said."""

    slots = ("phone",)

    def name(self) -> str:
        return "action_hand_off"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        case = await crm.open_case(
            new_case(turn, self.name(), summary(turn), category="handoff", priority=Priority.URGENT)
        )
        phone = typed_phone(turn.slots["phone"])
        say.utter_message(
            response="utter_handed_off",
            ref=case.ref,
            phone=phone,
            custom={"case": case.ref, "handoff": True},
        )
        return self.done(say, turn, proven_case=case.ref)


def summary(turn: Turn) -> str:
    """The visitor's last words, oldest first, for whoever takes over."""
    return "\n".join(f"- {text[:300]}" for text in turn.said)
