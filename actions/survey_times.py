"""When somebody is asked what they thought: after a task, or at the end, and never too often."""

from __future__ import annotations

import structlog
from rasa_sdk.events import FollowupAction

from actions.callers import calling_number
from actions.crm import crm
from actions.crm.port import CrmError, NewSurvey
from actions.turn import Events, Turn, noted
from bot.settings import settings

log = structlog.get_logger()


async def survey(turn: Turn) -> Events:
    """The events that ask: how easy a task was, or else what the settings chose; or none."""
    chosen = settings().survey
    kind = "ces" if turn.slots.get("tasks_done") else chosen
    asked_for = noted(survey_kind=kind, tasks_done=None, last_answer=None)
    may_ask = chosen != "none" and await _may_ask(turn, kind)
    return [*asked_for, FollowupAction("feedback_form")] if may_ask else []


async def _may_ask(turn: Turn, kind: str) -> bool:
    """Books that cannot be read are no reason to ask twice."""
    try:
        asked = NewSurvey(kind, turn.sender, calling_number(turn) or "")
        return await crm().begin_survey(asked)
    except CrmError as error:
        log.warning("survey not asked", error=str(error))
        return False
