"""A moment is read again once a number tells whose clock it was said by, or another queue calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.callback_queue import queue_for
from actions.callback_readings import moment_in, read_start
from actions.customer_clock import their_clock
from actions.fields import WhenReading, exact, without_particulars
from actions.turn import Turn
from bot.clock import now

DECIDING = ("phone", "callback_reason", "callback_queue", "callback_was")
LONGEST = 300


def knowing(turn: Turn, values: Mapping[str, Any]) -> Turn:
    """The turn as if what it says of number, reason and queue were known already."""
    new = {slot: values[slot] for slot in DECIDING if slot in values}
    return replace(turn, slots={**turn.slots, **new})


def read_again(turn: Turn, values: dict[str, Any]) -> tuple[Turn, dict[str, Any]]:
    """The turn that `chosen_start` looks at, and values whose `when` is by the right clock."""
    known = knowing(turn, values)
    if "when" in values:
        return known, _of_this_sentence(known, values)
    said = turn.slots.get("callback_said")
    if said and said["zone"] != str(their_clock(known).zone):
        return _of_before(known, values, said)
    start = turn.slots.get("callback_start")
    if start and queue_for(known) != queue_for(turn):
        return known, {**values, "when": exact(datetime.fromisoformat(start), now())}
    return known, values


def only_changes(turn: Turn, values: dict[str, Any]) -> dict[str, Any]:
    """Without how a moment was said where it is the one that was known."""
    start = values.get("callback_start")
    if start is None or start != turn.slots.get("callback_start"):
        return values
    return {slot: value for slot, value in values.items() if slot not in ("callback_said",
            "callback_soonest")}  # fmt: skip


def _of_this_sentence(known: Turn, values: dict[str, Any]) -> dict[str, Any]:
    """A button or a place in a list is a moment already; words are kept for another reading."""
    reading = values["when"]
    if known.pressed or not isinstance(reading, WhenReading):
        return {**values, "callback_said": None}
    asked = known.requested == "callback_start"
    again = read_start(known, asked).values.get("when", reading)
    said = {
        "text": without_particulars(known.text)[:LONGEST],
        "previous": known.slots.get("callback_start") or known.slots.get("callback_was"),
        "day": known.slots.get("callback_day"),
        "asked": asked,
        "zone": str(their_clock(known).zone),
    }
    return {**values, "when": again, "callback_said": said}


def _of_before(
    known: Turn, values: dict[str, Any], said: Mapping[str, Any]
) -> tuple[Turn, dict[str, Any]]:
    slots = {**known.slots, "callback_day": said["day"]}
    then = replace(known, text=said["text"], pressed=False, slots=slots)
    previous = datetime.fromisoformat(said["previous"]) if said["previous"] else None
    reading = moment_in(then, said["text"], previous, said["asked"])
    if reading.precision == "none":
        return known, values
    kept = {**said, "zone": str(their_clock(known).zone)}
    return then, {**values, "when": reading, "callback_said": kept, "callback_start": None}
