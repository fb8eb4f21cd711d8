"""Being called back: booking, moving and cancelling a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker

from actions.base import Submit
from actions.callback_times import chosen_start, named_day, nearest_free, read_start
from actions.crm import crm
from actions.crm.port import Callback, Crm, CrmError, NewCallback
from actions.fields import case_reference, corrected_reason, reason, typed_phone, when
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.readers import free_text, read_phone
from actions.spoken_date import spoken_date
from actions.turn import Events, Say, Turn, noted, reference
from bot.clock import now

BOOKING = ("phone", "callback_start", "callback_day", "callback_reason")
MOVING = (*BOOKING, "callback_ref", "callback_phone")


def read_reason(turn: Turn, asked: bool) -> Read:
    """What the call is about, in the visitor's words."""
    if given := turn.entities.get("callback_reason"):
        return Read({"callback_reason": str(given)})
    if found := _other_reason(turn) or reason(turn.text, turn.language):
        return Read({"callback_reason": found})
    return free_text("callback_reason", 300)(turn, asked)


def _other_reason(turn: Turn) -> str | None:
    """«Ce n’est pas ma facture, c’est la box»; not «pas demain mais vendredi»."""
    said = corrected_reason(turn.text) if turn.slots.get("callback_reason") else None
    is_time = said and when(said, turn.language, now(), asked=True).precision != "none"
    return None if is_time else said


def read_callback_ref(turn: Turn, asked: bool) -> Read:
    found = case_reference(turn.text, turn.language, "R" if asked else "")
    return Read({"callback_ref": found}) if found and found.startswith("R-") else NOTHING


def booked_here(turn: Turn) -> dict[str, Any]:
    """The number of the callback that was booked in this very conversation."""
    known = turn.slots.get("callback_ref")
    same = case_reference(turn.text, turn.language) in (None, known)
    if known and same:
        return {"phone": turn.slots.get("callback_phone")}
    return {"callback_ref": None, "callback_phone": None}


class ValidateCallbackForm(TaskForm):
    form = "callback_form"
    intents = frozenset({"request_callback", "reschedule_callback"})
    drops = frozenset({"cancel_callback"})

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("phone", read_phone),
            Field("callback_start", read_start, unclear="utter_callback_when_unclear"),
            Field("callback_reason", read_reason, free=True),
        )

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        return await chosen_start(crm(), turn, say, values)


class ValidateRescheduleForm(TaskForm):
    form = "reschedule_form"
    intents = frozenset({"reschedule_callback", "request_callback"})

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return {"callback_start": None, "callback_day": None, **booked_here(turn)}

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("callback_ref", read_callback_ref, unclear="utter_callback_ref_unclear"),
            Field("phone", read_phone),
            Field("callback_start", read_start, unclear="utter_callback_when_unclear"),
        )

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        return await chosen_start(crm(), turn, say, values)


class ValidateCancelCallbackForm(TaskForm):
    form = "cancel_callback_form"
    intents = frozenset({"cancel_callback"})
    mendable = False

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return booked_here(turn)

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("callback_ref", read_callback_ref, unclear="utter_callback_ref_unclear"),
            Field("phone", read_phone),
        )


class AskCallbackStart(Action):  # type: ignore[misc]
    """Asks when to call, with the first free times as choices."""

    def name(self) -> str:
        return "action_ask_callback_start"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        try:
            buttons = await nearest_free(crm(), turn)
        except CrmError:
            buttons = []
        day = named_day(turn)
        dispatcher.utter_message(
            response="utter_ask_callback_time" if day else "utter_ask_callback_start",
            day=day,
            first_buttons=buttons,
            custom={"form": "callback"},
        )
        return []


class Confirmation:
    """Reads back what will be done, before it is done."""

    form: str

    def name(self) -> str:
        return f"action_ask_{self.form}_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        slots = turn.slots
        start = slots.get("callback_start")
        dispatcher.utter_message(
            response=f"utter_confirm_{self.form.removesuffix('_form')}",
            phone=typed_phone(slots.get("phone") or ""),
            start=spoken_date(datetime.fromisoformat(start), turn.language, now()) if start else "",
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


class BookCallback(Submit):
    slots = BOOKING

    def name(self) -> str:
        return "action_book_callback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        slots = turn.slots
        content = (slots["phone"], slots["callback_start"], slots["callback_reason"])
        booked = await crm.book_callback(
            NewCallback(
                phone=slots["phone"],
                start=datetime.fromisoformat(slots["callback_start"]),
                reason=slots["callback_reason"],
                external_ref=reference(turn, self.name(), turn.message, *content),
                language=turn.language,
                conversation=turn.sender,
            )
        )
        say.utter_message(
            response="utter_callback_booked",
            start=spoken_date(booked.start, turn.language, now()),
            phone=typed_phone(booked.phone),
            ref=booked.ref,
            custom={"callback": booked.ref},
        )
        return self.done(say, turn, callback_ref=booked.ref, callback_phone=booked.phone)

    def refused(self, say: Say, turn: Turn) -> Events:
        say.utter_message(response="utter_slot_taken")
        return noted(callback_start=None, confirmed=None, awaiting="offer:callback_form")


class MoveCallback(Submit):
    slots = MOVING

    def name(self) -> str:
        return "action_move_callback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        found = await _callback(crm, turn)
        if found is None:
            say.utter_message(response="utter_callback_not_found")
            return self.ended()
        start = datetime.fromisoformat(turn.slots["callback_start"])
        moved = await crm.move_callback(
            found.ref, start, reference(turn, self.name(), turn.message, found.ref, start)
        )
        said = spoken_date(moved.start, turn.language, now())
        say.utter_message(response="utter_callback_moved", start=said, ref=moved.ref)
        return self.done(say, turn, callback_ref=moved.ref, callback_phone=moved.phone)

    def refused(self, say: Say, turn: Turn) -> Events:
        say.utter_message(response="utter_slot_taken")
        return noted(callback_start=None, confirmed=None, awaiting="offer:reschedule_form")


class CancelCallback(Submit):
    slots = MOVING
    dropped = "utter_callback_kept"

    def name(self) -> str:
        return "action_cancel_callback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        found = await _callback(crm, turn)
        if found is None:
            say.utter_message(response="utter_callback_not_found")
            return self.ended()
        await crm.cancel_callback(found.ref)
        say.utter_message(response="utter_callback_cancelled", ref=found.ref)
        return self.done(say, turn)


async def _callback(crm: Crm, turn: Turn) -> Callback | None:
    """The open callback that both the reference and the number name; else None, whatever is wrong."""
    open_ones = await crm.callbacks_of(turn.slots["phone"])
    return next((one for one in open_ones if one.ref == turn.slots["callback_ref"]), None)
