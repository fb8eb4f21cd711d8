"""The rules of each queue: when it calls back in a language, and how many at one time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from actions.calendar import calendar
from actions.crm.embedded.slots import Calendar, SlotRules
from actions.crm.port import CrmRefused, Refusal
from bot.callback_queues import SUPPORT, CallbackQueue
from bot.settings import settings


@dataclass(frozen=True)
class QueueRules:
    """The settings' queues; `hours` and `capacity` stand in for theirs where they are given."""

    hours: Calendar | None = None
    capacity: int = 0

    def of(self, queue: str, language: str) -> SlotRules:
        """What may be booked. Raises `CrmRefused` for a queue that nobody answers, or not in it."""
        named = settings().queues.get(queue)
        if named is None:
            raise CrmRefused(Refusal.INVALID, "no such queue")
        if not named.serves(language):
            raise CrmRefused(Refusal.INVALID, "queue does not speak that language")
        return self._rules(named, language)

    def held_in(self, queue: str, language: str) -> SlotRules:
        """For what is booked already, also in a queue that the settings no longer name."""
        queues = settings().queues
        return self._rules(queues.get(queue, queues[SUPPORT]), language)

    def _rules(self, named: CallbackQueue, language: str) -> SlotRules:
        chosen = settings()
        return SlotRules(
            calendar=self.hours or calendar(named.name, language),
            length=timedelta(minutes=chosen.callback_slot_minutes),
            capacity=self.capacity or named.capacity,
            delay=timedelta(minutes=chosen.callback_delay_minutes),
            horizon=timedelta(days=chosen.callback_horizon_days),
            buffer=timedelta(minutes=named.buffer),
        )
