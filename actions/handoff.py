"""A person: now, when the desk is open, or by a callback when it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.already_open import already_open
from actions.asking import leave
from actions.base import Submit
from actions.callback_queue import calendar_for
from actions.cases import new_case
from actions.crm import crm
from actions.crm.port import Crm, CrmError, Priority
from actions.customer_clock import spoken_start
from actions.fields import typed_phone, when
from actions.form_fields import Field
from actions.forms import TaskForm
from actions.noticing import person_wanted
from actions.readers import read_phone
from actions.summary import subject, summary
from actions.turn import Events, Say, Turn
from bot.clock import now
from bot.settings import settings

HANDOFF = "handoff"
WAITING = timedelta(hours=2)  # whoever asked earlier does not wait any more


class TalkToHuman(Action):  # type: ignore[misc]
    """Open: the team is asked to join. Closed, too busy, or wished for later: a callback."""

    def name(self) -> str:
        return "action_talk_to_human"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        person_wanted(turn)
        diary, later = calendar_for(turn), _at_another_time(turn)
        if diary.is_open(now()) and not later and not await too_many_wait():
            return [FollowupAction("handoff_form")]
        if diary.is_open(now()) and not later:
            dispatcher.utter_message(response="utter_team_busy")
        if not diary.is_open(now()) and (opening := diary.next_opening(now())):
            said = spoken_start(opening, turn)
            dispatcher.utter_message(response="utter_desk_closed", opening=said)
        return [FollowupAction("callback_form")]


async def too_many_wait() -> bool:
    """Whether as many people as the settings allow wait for an adviser already."""
    most = settings().handoff_waiting
    try:
        return most > 0 and await crm().open_cases(HANDOFF, now() - WAITING) >= most
    except CrmError:
        return False


class ValidateHandoffForm(TaskForm):
    form = "handoff_form"
    intents = frozenset({"talk_to_human"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("phone", read_phone),)

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """«Demain à 11 h»: a call at that moment, with the number that is known."""
        later = not turn.pressed and turn.requested == "confirmed" and _at_another_time(turn)
        return leave("request_callback") if later else await super()._stopped(turn, say)


def _at_another_time(turn: Turn) -> bool:
    """Whether a moment is named, and it is not now."""
    moment = when(turn.text, turn.language, now())
    return not turn.pressed and moment.precision not in ("none", "asap") and not moment.past


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
        said = summary(turn)
        details = {"category": HANDOFF, "priority": Priority.URGENT}
        new = new_case(turn, self.name(), said, subject(turn)[:80], **details)
        known = await already_open(crm, turn)
        case = await crm.open_case(replace(new, description=f"{said}\n{known}".strip()))
        phone = typed_phone(turn.slots["phone"])
        say.utter_message(
            response="utter_handed_off",
            ref=case.ref,
            phone=phone,
            custom={"case": case.ref, "handoff": True},
        )
        return self.done(say, turn, proven_case=case.ref)
