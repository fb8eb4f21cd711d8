"""The callback that is to be moved: «une heure plus tard» is counted from its start."""

from __future__ import annotations

from typing import Any

from actions.callback_readings import moment_in
from actions.crm.port import Callback, Crm, CrmUnavailable
from actions.turn import Turn
from bot.clock import PARIS


async def open_callback(crm: Crm, ref: str, phone: str) -> Callback | None:
    """The open callback that both the reference and the number name."""
    return next((one for one in await crm.callbacks_of(phone) if one.ref == ref), None)


async def counted_from_it(crm: Crm, turn: Turn, values: dict[str, Any]) -> dict[str, Any]:
    """Values of a sentence, its moment read again once it is known which callback is held."""
    if turn.requested and turn.slots.get("callback_was"):
        return values
    held = await _held(crm, turn, values)
    if held is None:
        return values
    start = held.start.astimezone(PARIS)
    known = {**values, "callback_was": start.isoformat(), "callback_queue": held.queue}
    if turn.pressed or isinstance(values.get("when"), int):
        return known
    reading = moment_in(turn, turn.text, start)
    return known if reading.precision == "none" else {**known, "when": reading}


async def _held(crm: Crm, turn: Turn, values: dict[str, Any]) -> Callback | None:
    """None as well when the CRM is silent: the move itself will say so."""
    slots = turn.slots
    ref = values.get("callback_ref") or slots.get("callback_ref")
    phone = values.get("phone") or slots.get("callback_phone") or slots.get("phone")
    if not ref or not phone:
        return None
    try:
        return await open_callback(crm, ref, phone)
    except CrmUnavailable:
        return None
