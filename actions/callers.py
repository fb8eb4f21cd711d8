"""The number a caller calls from: offered for the callback, and never a proof of who speaks."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker

from actions.fields import phone, typed_phone, yes_no
from actions.fields.numbering import is_called
from actions.form_fields import Read
from actions.readers import read_phone
from actions.turn import Events, Say, Turn
from bot.settings import settings

THIS_NUMBER = re.compile(
    r"\b(?:ce|mon|même) (?:num[ée]ro|t[ée]l[ée]phone)\b"
    r"|num[ée]ro (?:d.o[uù]|avec lequel|dont) j.appelle"
    r"|\b(?:this|same|my) (?:number|phone|one)\b|number i(?:.m| am) calling from",
    re.IGNORECASE,
)


def calling_number(turn: Turn) -> str | None:
    """The caller's number in E.164, where the line gave one."""
    return phone(turn.caller, turn.language).number if turn.caller else None


def own_number(turn: Turn) -> str | None:
    """The caller's number, where it lies where we call."""
    number = calling_number(turn)
    return number if number and is_called(number, settings().callback_numbers) else None


def read_own_phone(turn: Turn, asked: bool) -> Read:
    """A number to call; «oui» to the caller's own, or «à ce numéro», is that one."""
    found = read_phone(turn, asked)
    own = own_number(turn)
    if found.values or own is None:
        return found
    if THIS_NUMBER.search(turn.text) and yes_no(turn.text, turn.language) is not False:
        return Read({"phone": own})
    if not asked or turn.slots.get("other_phone"):
        return found
    answer = turn.intent == "affirm" if turn.pressed else yes_no(turn.text, turn.language)
    if answer is None:
        return found
    return Read({"phone": own}) if answer else Read({"other_phone": True})


class AskCallbackPhone(Action):  # type: ignore[misc]
    """Asks for the number to call; a caller is first offered the one they call from."""

    def name(self) -> str:
        return "action_ask_callback_form_phone"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        own = None if turn.slots.get("other_phone") else own_number(turn)
        if own is None:
            dispatcher.utter_message(response="utter_ask_phone")
        else:
            dispatcher.utter_message(response="utter_ask_phone_caller", phone=typed_phone(own))
        return []
