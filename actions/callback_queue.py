"""Which queue a conversation's callback goes to."""

from __future__ import annotations

from actions.calendar import Calendar, calendar
from actions.fields.buying import about_buying
from actions.turn import Turn
from bot.callback_queues import SUPPORT, serving
from bot.settings import settings

SALES = "sales"


def queue_for(turn: Turn) -> str:
    """The queue that the task before it names, else sales for who wants to buy, else support.

    A queue that is not there, or does not speak the visitor's language, is another one's work.
    """
    buying = about_buying(turn.slots.get("callback_reason") or "")
    wanted = turn.slots.get("callback_queue") or (SALES if buying else SUPPORT)
    return serving(settings().queues, turn.language, wanted)


def calendar_for(turn: Turn) -> Calendar:
    """When that queue calls back in the visitor's language."""
    return calendar(queue_for(turn), turn.language)


def hours_for(turn: Turn) -> str:
    """The same hours, as the settings write them."""
    return settings().queues[queue_for(turn)].written(turn.language)
