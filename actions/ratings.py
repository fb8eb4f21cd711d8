"""A thumb under an answer: kept with the version of the article that was shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from actions.crm import crm
from actions.crm.port import Crm, CrmError, NewFeedback
from actions.noticing import thumb
from actions.turn import Events, Say, Turn, noted, reference

log = structlog.get_logger()


async def rate(crm: Crm, say: Say, turn: Turn, way: str, answer: Mapping[str, Any]) -> Events:
    """Keep whether an answer helped, and offer a call when it did not."""
    await keep(crm, turn, way, answer)
    say.utter_message(response=f"utter_rated_{way}")
    awaiting = "offer:callback_form" if way == "down" else None
    return [*noted(awaiting=awaiting), *_remembered(turn, way, answer)]


async def keep(crm: Crm, turn: Turn, way: str, answer: Mapping[str, Any]) -> None:
    thumb(turn, str(answer.get("article")), str(answer.get("version")), way == "up")
    subject = f"{answer.get('article')}@{answer.get('version')}"
    await crm.save_feedback(
        NewFeedback(
            kind="answer",
            external_ref=reference(turn, "rate", subject),
            score=int(way == "up"),
            subject=subject,
            conversation=turn.sender,
        )
    )


async def rated(turn: Turn, say: Say) -> Events:
    """A thumb pressed in the middle of a task, which goes on whatever becomes of it."""
    try:
        await keep(crm(), turn, str(turn.entities["rating"]), turn.entities)
        say.utter_message(response="utter_rated_in_task")
        return _remembered(turn, str(turn.entities["rating"]), turn.entities)
    except CrmError as error:
        log.error("rating not kept", error=str(error))
        say.utter_message(response="utter_feedback_lost")
    return []


def _remembered(turn: Turn, way: str, answer: Mapping[str, Any]) -> Events:
    """Whoever takes over is told whether the last answer helped."""
    last = turn.slots.get("last_answer") or {}
    if not last or last.get("article") != answer.get("article"):
        return []
    return noted(last_answer={**last, "helped": way == "up"})
