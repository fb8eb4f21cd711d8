"""What is asked for a callback: the number, the moment, the subject, the reference."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions.asking import leave
from actions.callback_queue import calendar_for
from actions.callback_readings import read_start
from actions.callback_times import chosen_start
from actions.callers import read_own_phone
from actions.crm import crm
from actions.fields import case_reference, corrected_reason, reason, when
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.held_callback import counted_from_it
from actions.readers import free_text, read_phone
from actions.second_reading import knowing, only_changes, read_again
from actions.turn import Events, Say, Turn
from actions.values_alone import wants_a_person
from bot.clock import now

CANCEL = re.compile(
    r"annul|supprim|cancel|laiss|tomber|oubli|\bplus\b|any ?more|no longer|forget|drop",
    re.IGNORECASE,
)
MOVE = re.compile(
    r"d[ée]pla|d[ée]cal|chang|report|modif|avanc|recul|repouss|autre|plus t|\bmov|resched|postpon"
    r"|another|different|earlier|later|push|bring forward|put back",
    re.IGNORECASE,
)


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


def is_another_wish(turn: Turn, words: re.Pattern[str]) -> bool:
    """Whether a sentence that names no callback, and none of these words, is about a new one."""
    known = turn.slots.get("callback_ref") or read_callback_ref(turn, False).values
    return not (turn.pressed or known or words.search(turn.text))


async def _with_start(turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
    """Values of a sentence, its moment turned into a slot that can be had."""
    known, read = read_again(turn, values)
    return only_changes(turn, await chosen_start(crm(), known, say, read))


START = Field("callback_start", read_start, outranks=False, unclear="utter_callback_when_unclear")


class ValidateCallbackForm(TaskForm):
    form = "callback_form"
    intents = frozenset({"request_callback", "reschedule_callback"})
    drops = frozenset({"cancel_callback"})

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return {"other_phone": None}

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("phone", read_own_phone),
            START,
            Field("callback_reason", read_reason, free=True),
        )

    async def _began(self, turn: Turn, say: Say) -> Events:
        """A sentence that names a callback's reference is not about a new one."""
        if read_callback_ref(turn, False).values:
            return leave("cancel_callback" if CANCEL.search(turn.text) else "reschedule_callback")
        wanted = turn.intent == "request_callback" and wants_a_person(turn)
        if wanted and calendar_for(turn).is_open(now()):
            return leave("talk_to_human")
        return await super()._began(turn, say)

    def _is_a_stop(self, turn: Turn) -> bool:
        """«Je préfère être rappelé à 15 h» cancels nothing."""
        if turn.intent in self.drops and not turn.pressed and not CANCEL.search(turn.text):
            return False
        return super()._is_a_stop(turn)

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        return await _with_start(turn, say, values)


class ValidateRescheduleForm(TaskForm):
    form = "reschedule_form"
    intents = frozenset({"reschedule_callback", "request_callback"})

    async def _began(self, turn: Turn, say: Say) -> Events:
        if is_another_wish(turn, MOVE):
            return leave("request_callback")
        return await super()._began(turn, say)

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return {
            "callback_start": None,
            "callback_day": None,
            "callback_offered": None,
            "callback_was": None,
            **booked_here(turn),
        }

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("callback_ref", read_callback_ref, unclear="utter_callback_ref_unclear"),
            Field("phone", read_phone),
            START,
        )

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        held = await counted_from_it(crm(), knowing(turn, values), values)
        return await _with_start(turn, say, held)


class ValidateCancelCallbackForm(TaskForm):
    form = "cancel_callback_form"
    intents = frozenset({"cancel_callback"})
    mendable = False
    cancels = True

    async def _began(self, turn: Turn, say: Say) -> Events:
        if is_another_wish(turn, CANCEL):
            return leave("request_callback")
        return await super()._began(turn, say)

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return booked_here(turn)

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (
            Field("callback_ref", read_callback_ref, unclear="utter_callback_ref_unclear"),
            Field("phone", read_phone),
        )
