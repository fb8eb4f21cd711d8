"""The confirmation of a callback by e-mail: offered after a booking, and never insisted on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet

from actions.asking import leave
from actions.base import Submit
from actions.crm.port import Callback, Crm
from actions.fields import email, yes_no
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.held_callback import open_callback
from actions.readers import skipped
from actions.turn import Events, Say, Turn, noted

OFFER = "offer:callback_mail_form"
FAREWELLS = {"thank": "action_thank", "goodbye": "action_goodbye"}
UNWANTED = re.compile(r"\b(?:pas|plus|sans|aucun|inutile|no|not|don['’]t|without)\b", re.IGNORECASE)


def offered(say: Say, turn: Turn, booked: Callback) -> Events:
    """After a booking: where the confirmation goes, or whether it is wished for by e-mail."""
    known = turn.slots.get("email")
    if known and booked.email == known:
        say.utter_message(response="utter_callback_mail_sent", address=known)
        return []
    say.utter_message(response="utter_callback_mail_offer")
    return noted(awaiting=OFFER)


def read_mail(turn: Turn, asked: bool) -> Read:
    """An e-mail address, typed or spelled aloud."""
    found = email(turn.text, turn.language)
    if found.address:
        return Read({"callback_mail": found.address})
    return Read(problem="utter_email_unclear") if asked and found.problem else NOTHING


class ValidateCallbackMailForm(TaskForm):
    form = "callback_mail_form"
    unclear = "utter_callback_mail_unclear"

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return {"callback_mail": None}

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("callback_mail", read_mail),)

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """«Non», «merci», «au revoir»: nothing is sent, and nothing is asked again."""
        asked = turn.requested == "callback_mail" and not read_mail(turn, True).values
        if asked and (_declines(turn) or (turn.intent in FAREWELLS and turn.sure)):
            return leave(None)
        return await super()._stopped(turn, say)

    async def _decided(self, turn: Turn, say: Say) -> Events | None:
        """«Non» to an address that was read back: it is asked for again."""
        answer = turn.intent == "affirm" if turn.pressed else self._answer(turn)
        if turn.requested == "confirmed" and answer is False:
            return self._next(turn, {"callback_mail": None})
        return await super()._decided(turn, say)

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        """What was typed is not read back."""
        given = {**turn.slots, **new}.get("callback_mail")
        if turn.channel == "voice" or not given:
            return super()._next(turn, new)
        return [*noted(**{**new, "confirmed": True}), SlotSet("requested_slot", None)]


def _declines(turn: Turn) -> bool:
    refused = not turn.pressed and UNWANTED.search(turn.text) and len(turn.text.split()) < 8
    return skipped(turn) or (bool(refused) and yes_no(turn.text, turn.language) is not True)


class AskCallbackMailConfirmed(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_callback_mail_form_confirmed"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        address = tracker.slots.get("callback_mail") or ""
        dispatcher.utter_message(response="utter_confirm_callback_mail", address=address)
        return []


class MailCallback(Submit):
    slots = ("callback_mail",)
    dropped = "utter_callback_mail_dropped"

    def name(self) -> str:
        return "action_mail_callback"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Whoever says goodbye instead of an address is answered that."""
        turn = Turn.of(tracker)
        left = not (turn.slots.get("confirmed") or turn.slots.get("switch_to"))
        if left and turn.intent in FAREWELLS and turn.sure:
            return [*self.ended(), FollowupAction(FAREWELLS[turn.intent])]
        return await super().run(dispatcher, tracker, domain)

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        slots, address = turn.slots, turn.slots["callback_mail"]
        ref, phone = slots.get("callback_ref"), slots.get("callback_phone")
        found = await open_callback(crm, ref, phone) if ref and phone else None
        if found is None:
            say.utter_message(response="utter_callback_not_found")
            return self.ended()
        await crm.set_callback_email(found.ref, address)
        say.utter_message(response="utter_callback_mail_sent", address=address)
        return [*self.ended(), *noted(email=address)]
