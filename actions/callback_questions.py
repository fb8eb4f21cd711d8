"""What is said before a callback: the free times, and what is about to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker

from actions.callback_readings import named_day
from actions.crm import crm
from actions.crm.port import CrmError
from actions.customer_clock import spoken_start
from actions.fields import typed_phone
from actions.offered_times import choices, offered, written
from actions.queue_place import say_place
from actions.turn import Events, Say, Turn, noted


class AskCallbackStart(Action):  # type: ignore[misc]
    """Asks when to call, with the first free times as choices."""

    def name(self) -> str:
        return "action_ask_callback_start"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        try:
            times = await offered(crm(), turn)
        except CrmError:
            times = []
        day = named_day(turn)
        dispatcher.utter_message(
            response="utter_ask_callback_time" if day else "utter_ask_callback_start",
            day=day,
            first_buttons=choices(times, turn),
            custom={"form": "callback"},
        )
        return noted(callback_offered=written(times) or None)


class Confirmation:
    """Reads back what will be done, before it is done."""

    form: str

    def name(self) -> str:
        return f"action_ask_{self.form}_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        slots = turn.slots
        start = slots.get("callback_start")
        await say_place(crm(), dispatcher, turn)
        dispatcher.utter_message(
            response=f"utter_confirm_{self.form.removesuffix('_form')}",
            phone=typed_phone(slots.get("phone") or ""),
            start=spoken_start(datetime.fromisoformat(start), turn) if start else "",
            reason=slots.get("callback_reason") or "",
            ref=slots.get("callback_ref") or "",
        )
        return []


class AskCallbackConfirmed(Confirmation, Action):  # type: ignore[misc]
    form = "callback_form"


class AskRescheduleConfirmed(Confirmation, Action):  # type: ignore[misc]
    form = "reschedule_form"


class AskCancelCallbackConfirmed(Confirmation, Action):  # type: ignore[misc]
    form = "cancel_callback_form"
