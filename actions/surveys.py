"""What people thought of it: a thumb, a score, a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.asking import leave
from actions.base import CrmAction, Submit
from actions.cases import confirmed_at_once
from actions.crm.port import Crm, NewFeedback
from actions.detractors import followed_up
from actions.form_fields import Field
from actions.forms import TaskForm
from actions.interruptions import ASIDES, answered_aside, is_clear_question
from actions.ratings import rate
from actions.readers import skipped
from actions.survey_readers import kind_of, read_score, read_verbatim
from actions.tasks import TASKS
from actions.turn import Events, Say, Turn, clear, noted, reference, then_listen
from actions.values_alone import task_named

ASIDE = "aside"
PATIENCE = 1  # times that a score which is none is asked for again


class OpinionAction(CrmAction):
    """An opinion that cannot be kept is not worth a second try."""

    def unavailable(self, say: Say, turn: Turn) -> Events:
        say.utter_message(response="utter_feedback_lost")
        return [*clear("score", "verbatim", "survey_kind"), *noted(awaiting=None)]


class GiveFeedback(OpinionAction):
    """A thumb under an answer, a pressed score, or an opinion that starts the survey."""

    def name(self) -> str:
        return "action_give_feedback"

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        if way := turn.entities.get("rating"):
            return await rate(crm, say, turn, str(way), turn.entities)
        if form := task_named(turn):
            return [FollowupAction(form)]
        kind = turn.entities.get("kind")
        return [*noted(survey_kind=kind), FollowupAction("feedback_form")]


class ValidateFeedbackForm(TaskForm):
    form = "feedback_form"
    intents = frozenset({"give_feedback"})
    unclear = "utter_score_unclear"
    last = ()

    async def begin(self, turn: Turn) -> dict[str, Any]:
        return {"score": None, "verbatim": None}

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("score", read_score), Field("verbatim", read_verbatim, free=True))

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """«Passer» leaves out the words, not the score; «pas du tout content» is a score."""
        if turn.requested == "verbatim" and skipped(turn):
            return None
        leaves = skipped(turn) and not read_score(turn, True).values
        return leave(None) if leaves else await super()._stopped(turn, say)

    async def _aside(self, turn: Turn, say: Say) -> Events | None:
        """Whatever else the visitor says ends the survey, and is answered."""
        if turn.intent in self.intents:
            return None
        if turn.intent in TASKS and turn.sure:
            return leave(turn.intent)
        asks = turn.intent in ("ask_question", "switch_language", *ASIDES) and turn.sure
        return leave(ASIDE) if asks or is_clear_question(turn) else None

    def _not_understood(self, turn: Turn, say: Say, response: str = "") -> Events:
        """Asked again once; whoever does not answer then either is left in peace."""
        if turn.requested == "score" and (turn.slots.get("attempts") or 0) >= PATIENCE:
            return leave(None)
        return super()._not_understood(turn, say, response)

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        return confirmed_at_once(super()._next(turn, new))


class AskScore(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_score"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind = kind_of(tracker.slots)
        dispatcher.utter_message(response=f"utter_ask_{kind}", custom={"kind": "survey"})
        return []


async def _onward(wanted: str | None, turn: Turn, say: Say) -> Events:
    """What the visitor asked instead of going on with the survey."""
    if wanted == ASIDE:
        return await answered_aside(replace(turn, form=None), say) or []
    return [FollowupAction(TASKS[wanted])] if wanted else []


class SaveFeedback(OpinionAction, Submit):
    slots = ("score", "verbatim", "survey_kind")

    def name(self) -> str:
        return "action_save_feedback"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """A score that was given is kept, even if the visitor goes on to something else."""
        turn = Turn.of(tracker)
        wanted = turn.slots.get("switch_to")
        events = self.ended()
        if turn.slots.get("score") is not None:
            events = await self._tried(dispatcher, turn)
        elif wanted is None:
            dispatcher.utter_message(response="utter_survey_skipped")
        return then_listen([*events, *await _onward(wanted, turn, dispatcher)])

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        given = opinion(turn, self.name())
        await crm.save_feedback(given)
        if given.detracts:
            return [*self.ended(), *await followed_up(crm, say, turn, given)]
        say.utter_message(response="utter_feedback_saved")
        return self.ended()

    def ended(self) -> Events:
        return [*super().ended(), *noted(tasks_done=None)]


def opinion(turn: Turn, action: str) -> NewFeedback:
    """What was given: a score, and a few words or none."""
    kind, given = kind_of(turn.slots), turn.slots["score"]
    comment = turn.slots.get("verbatim") or ""
    return NewFeedback(
        kind=kind,
        external_ref=reference(turn, action, kind, given, comment),
        score=given,
        comment=comment,
        conversation=turn.sender,
        channel=turn.channel,
        language=turn.language,
    )
