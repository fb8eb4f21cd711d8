"""Being called back: booking, moving and cancelling a call."""

from __future__ import annotations

from datetime import datetime

from actions.base import Submit
from actions.callback_mail import offered
from actions.callback_queue import queue_for
from actions.consent import consent
from actions.crm.calls import Purpose
from actions.crm.letters.links import link
from actions.crm.port import Crm, NewCallback
from actions.customer_clock import spoken_start
from actions.fields import typed_phone
from actions.held_callback import open_callback
from actions.turn import Events, Say, Turn, noted, reference

BOOKING = (
    "phone", "callback_start", "callback_day", "callback_offered", "callback_reason",
    "callback_said", "callback_soonest", "callback_queue",
)  # fmt: skip
MOVING = (*BOOKING, "callback_was", "callback_ref", "callback_phone")


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
                queue=queue_for(turn),
                language=turn.language,
                conversation=turn.sender,
                consent=consent(turn, "utter_confirm_callback", Purpose.CALLBACK),
                email=slots.get("email") or "",
            )
        )
        say.utter_message(
            response="utter_callback_booked",
            start=spoken_start(booked.start, turn),
            phone=typed_phone(booked.phone),
            ref=booked.ref,
            link=link(booked.ref),
            custom={"callback": booked.ref},
        )
        done = self.done(say, turn, callback_ref=booked.ref, callback_phone=booked.phone)
        return [*done, *offered(say, turn, booked)]

    def refused(self, say: Say, turn: Turn) -> Events:
        say.utter_message(response="utter_slot_taken")
        return noted(
            callback_start=None,
            callback_offered=None,
            confirmed=None,
            awaiting="offer:callback_form",
        )


class MoveCallback(Submit):
    slots = MOVING

    def name(self) -> str:
        return "action_move_callback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        found = await open_callback(crm, turn.slots["callback_ref"], turn.slots["phone"])
        if found is None:
            say.utter_message(response="utter_callback_not_found")
            return self.ended()
        start = datetime.fromisoformat(turn.slots["callback_start"])
        moved = await crm.move_callback(
            found.ref, start, reference(turn, self.name(), turn.message, found.ref, start)
        )
        said = spoken_start(moved.start, turn)
        say.utter_message(response="utter_callback_moved", start=said, ref=moved.ref)
        return self.done(say, turn, callback_ref=moved.ref, callback_phone=moved.phone)

    def refused(self, say: Say, turn: Turn) -> Events:
        say.utter_message(response="utter_slot_taken")
        return noted(
            callback_start=None,
            callback_offered=None,
            confirmed=None,
            awaiting="offer:reschedule_form",
        )


class CancelCallback(Submit):
    slots = MOVING
    dropped = "utter_callback_kept"

    def name(self) -> str:
        return "action_cancel_callback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        found = await open_callback(crm, turn.slots["callback_ref"], turn.slots["phone"])
        if found is None:
            say.utter_message(response="utter_callback_not_found")
            return self.ended()
        await crm.cancel_callback(found.ref)
        say.utter_message(response="utter_callback_cancelled", ref=found.ref)
        return self.done(say, turn)
