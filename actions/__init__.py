"""What the desk does: Rasa's actions, one file for each task."""

from __future__ import annotations

import asyncio
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from actions.crm.lists import ListedCrm


def warm_up() -> None:
    """Open what every visitor needs and load what reads dates, before the first one waits."""
    from actions.calendar import calendar
    from actions.crm import crm
    from actions.fields import when
    from actions.fields.people import load_in_background
    from actions.knowledge import knowledge
    from bot.clock import now

    load_in_background()
    knowledge()
    _first_look(crm())
    calendar().next_opening(now())
    when("demain à 11 h", "fr", now())


def cool_down() -> None:
    """Write what is still to be noted, before the process ends."""
    from knowledge_base.curation.noting import noting

    noting().close()


def _first_look(crm: ListedCrm) -> None:
    """The first connection takes longest; here Rasa's own loop is already running."""
    look = Thread(target=lambda: asyncio.run(crm.ready()), name="crm-warm-up")
    look.start()
    look.join()
