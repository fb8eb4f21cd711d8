"""What the desk does: Rasa's actions, one file for each task."""

from __future__ import annotations


def warm_up() -> None:
    """Open the knowledge base and load what reads dates, before the first visitor waits for it."""
    from actions.fields import when
    from actions.fields.people import load_in_background
    from actions.knowledge import knowledge
    from bot.clock import now

    load_in_background()
    knowledge()
    when("demain à 11 h", "fr", now())


def cool_down() -> None:
    """Write what is still to be noted, before the process ends."""
    from knowledge_base.curation.noting import noting

    noting().close()
