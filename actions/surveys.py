"""What people thought of it: a thumb, a score, a few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.base import CrmAction, Submit
from actions.crm.port import Crm, NewFeedback
from actions.fields import score, yes_no
from actions.forms import NOTHING, Field, Read, TaskForm
from actions.turn import Events, Say, Turn, clear, noted, reference
from bot.settings import settings

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
    if not asked or (turn.pressed and turn.intent != "deny"):
        return NOTHING
    if turn.intent == "deny" or yes_no(turn.text, turn.language) is False:
        return Read({"verbatim": ""})
    return Read({"verbatim": turn.text.strip()[:1500]})


class GiveFeedback(CrmAction):
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

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        events = super()._next(turn, new)
        return events if events[-1]["value"] else [*noted(confirmed=True), *events]


class AskScore(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_ask_score"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        kind = kind_of(tracker.slots)
        dispatcher.utter_message(response=f"utter_ask_{kind}", custom={"kind": "survey"})
        return []


class SaveFeedback(Submit):
    slots = ("score", "verbatim", "survey_kind")

    def name(self) -> str:
        return "action_save_feedback"

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
        return [*clear(*self.slots), *noted(tasks_done=None, awaiting=None)]
