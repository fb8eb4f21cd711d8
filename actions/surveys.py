"""What people thought of it: a thumb, a score, a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.asking import leave
from actions.base import CrmAction, Submit
from actions.cases import confirmed_at_once
from actions.crm.port import Crm, NewFeedback
from actions.fields import score
from actions.form_fields import NOTHING, Field, Read
from actions.forms import TaskForm
from actions.interruptions import ONWARD, is_clear_question
from actions.readers import free_text, skipped
from actions.turn import Events, Say, Turn, clear, noted, reference
from bot.settings import settings

LEAVING = ("goodbye", "thank", "cancel")
SCALES = {"ces": (1, 5), "csat": (1, 5), "nps": (0, 10)}


def kind_of(slots: Mapping[str, Any]) -> str:
    """Which question is asked: the effort after a task, or what the settings say."""
    chosen = settings().survey
    return slots.get("survey_kind") or (chosen if chosen != "none" else "csat")


def read_score(turn: Turn, asked: bool) -> Read:
    """A score on the question's scale."""
    low, high = SCALES[kind_of({**turn.slots, **turn.entities})]
    if (pressed := turn.entities.get("score")) is not None:
        value: int | None = int(pressed)
    else:
        value = score(turn.text, turn.language, low, high).value
    return Read({"score": value}) if value is not None and low <= value <= high else NOTHING


def read_verbatim(turn: Turn, asked: bool) -> Read:
    """A few words; «non» leaves them out."""
    if asked and (skipped(turn) or (turn.intent in LEAVING and len(turn.text.split()) < 5)):
        return Read({"verbatim": ""})
    return free_text("verbatim")(turn, asked)


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
        kind = turn.entities.get("kind")
        return [*noted(survey_kind=kind), FollowupAction("feedback_form")]


async def rate(
    crm: Crm, say: Say, turn: Turn, way: str, answer: Mapping[str, Any]
) -> Events:
    """Keep whether an answer helped, with the version that was shown."""
    subject = f"{answer.get('article')}@{answer.get('version')}"
    feedback = NewFeedback(
        kind="answer",
        external_ref=reference(turn, "rate", subject),
        score=int(way == "up"),
        subject=subject,
        conversation=turn.sender,
    )
    await crm.save_feedback(feedback)
    say.utter_message(response=f"utter_rated_{way}")
    return noted(awaiting="offer:callback_form" if way == "down" else None)


class ValidateFeedbackForm(TaskForm):
    form = "feedback_form"
    intents = frozenset({"give_feedback"})
    unclear = "utter_score_unclear"
    last = ()

    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        return (Field("score", read_score), Field("verbatim", read_verbatim, free=True))

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """«Passer» leaves out the words, not the score that was given."""
        if turn.requested == "verbatim" and skipped(turn):
            return None
        return leave(None) if skipped(turn) else await super()._stopped(turn, say)

    async def _aside(self, turn: Turn, say: Say) -> Events | None:
        """Whatever else the visitor says ends the survey, and is answered."""
        asks = turn.intent in ONWARD and turn.sure and turn.intent != "out_of_scope"
        return leave(turn.intent) if asks or is_clear_question(turn) else None

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        return confirmed_at_once(super()._next(turn, new))


class AskScore(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_score"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind = kind_of(tracker.slots)
        dispatcher.utter_message(response=f"utter_ask_{kind}", custom={"kind": "survey"})
        return []


class SaveFeedback(OpinionAction, Submit):
    slots = ("score", "verbatim", "survey_kind")
    dropped = "utter_survey_skipped"

    def name(self) -> str:
        return "action_save_feedback"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """A score that was given is kept, even if the visitor goes on to something else."""
        turn = Turn.of(tracker)
        if turn.slots.get("score") is None:
            return await Submit.run(self, dispatcher, tracker, domain)
        events = await CrmAction.run(self, dispatcher, tracker, domain)
        wanted = turn.slots.get("switch_to")
        return [*events, FollowupAction(ONWARD[wanted])] if wanted else events

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        kind, given = kind_of(turn.slots), turn.slots["score"]
        comment = turn.slots.get("verbatim") or ""
        await crm.save_feedback(
            NewFeedback(
                kind=kind,
                external_ref=reference(turn, self.name(), kind, given, comment),
                score=given,
                comment=comment,
                conversation=turn.sender,
            )
        )
        say.utter_message(response="utter_feedback_saved")
        return [*self.ended(), *noted(tasks_done=None)]
