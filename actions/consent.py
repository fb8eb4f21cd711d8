"""What a person says yes to when they confirm: the words, their name, and how they were put."""

from __future__ import annotations

from actions.crm.calls import Consent, Purpose
from actions.turn import Turn
from bot.nlg import PLACE, company, worded


def consent(turn: Turn, response: str, purpose: Purpose) -> Consent:
    """The confirmation of a response, as it is worded; a person's own values stay places."""
    ours = company()
    text = PLACE.sub(
        lambda place: ours.get(place[1], place[0]), worded(response, turn.language, turn.channel)
    ).strip()
    return Consent.to(purpose, turn.channel or "chat", text, turn.language)
