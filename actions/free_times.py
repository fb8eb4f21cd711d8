"""The next free times: as the CRM knows them, or as the calendar says when the CRM is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from actions.callback_queue import calendar_for, queue_for
from actions.crm.port import Crm, CrmUnavailable
from actions.turn import Turn
from bot.clock import now


async def free_times(crm: Crm, turn: Turn, after: datetime, limit: int) -> Sequence[datetime]:
    """Starts at or after `after`, soonest first; the booking itself checks them again."""
    try:
        return await crm.free_slots(after, limit, queue_for(turn), turn.language)
    except CrmUnavailable:
        diary = calendar_for(turn)
        open_ones = diary.slots(max(after, now() + diary.delay))
        return list(islice(open_ones, limit))
