"""What a CRM was told of a callback, in one word: its hour while it stands, or that it is over."""

from __future__ import annotations

from actions.crm.port import Callback, CallbackStatus
from bot.clock import utc

OPEN = (CallbackStatus.BOOKED, CallbackStatus.MOVED)
GONE, CLOSED = "cancelled", "done"


def told(one: Callback) -> str:
    """When it is, in UTC, to the second; else how it ended."""
    if one.status is CallbackStatus.CANCELLED:
        return GONE
    if one.status is CallbackStatus.DONE:
        return CLOSED
    return utc(one.start).replace(microsecond=0).isoformat()
