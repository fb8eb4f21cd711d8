"""Manners: greetings, repeating, giving up, starting over."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, Restarted, SlotSet, UserUtteranceReverted

from actions.abstaining import escalate, first_time, times_unanswered
from actions.awaited import awaited, settles
from actions.knowledge import answer_question
from actions.noticing import not_understood
from actions.survey_times import survey
from actions.turn import Events, Say, Turn, clear, noted
from actions.values_alone import task_named

CANCELS = re.compile(r"\b(?:annul|cancel)", re.IGNORECASE)


class Greet(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_greet")
        return []


class Thank(Action):  # type: ignore[misc]
    """You are welcome; after a task, how easy it was."""

    def name(self) -> str:
        return "action_thank"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_you_are_welcome")
        turn = Turn.of(tracker)
        return await survey(turn) if turn.slots.get("tasks_done") else []


class Goodbye(Action):  # type: ignore[misc]
    """Goodbye; after a task or an answer, the survey that the settings chose."""

    def name(self) -> str:
        return "action_goodbye"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(response="utter_goodbye")
        turn = Turn.of(tracker)
        useful = turn.slots.get("tasks_done") or turn.slots.get("last_answer")
        return await survey(turn) if useful else []


class Inform(Action):  # type: ignore[misc]
    """A bare value that nobody asked for: a reference starts its task, the rest is looked up."""

    def name(self) -> str:
        return "action_inform"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.entities.get("mail") and turn.pressed:
            return [FollowupAction("callback_mail_form")]
        if action := settles(turn) or task_named(turn):
            return [FollowupAction(action)]
        return await answer_question(turn, dispatcher)


class Repeat(Action):  # type: ignore[misc]
    """Says again what was said last; does again what failed, when that was offered."""

    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if awaited(turn)[0] == "retry" and (action := settles(turn)):
            return [FollowupAction(action)]
        said = _last_words(tracker)
        for one in said:
            dispatcher.utter_message(text=one["text"], buttons=one["data"].get("buttons"))
        if not said:
            dispatcher.utter_message(response="utter_nothing_to_repeat")
        return []


def _last_words(tracker: Tracker) -> list[dict[str, Any]]:
    """The bubbles of the turn before what the visitor said just now."""
    asked = max(at for at, event in enumerate(tracker.events) if event.get("event") == "user")
    said = [e for e in tracker.events[:asked] if e.get("event") == "bot" and e.get("text")]
    return [one for one in said if _turn(one) == _turn(said[-1])]


def _turn(bubble: dict[str, Any]) -> Any:
    return (bubble.get("metadata") or {}).get("turn")


class Cancel(Action):  # type: ignore[misc]
    """Nothing is under way; «annulez», after a call was booked here, is about that call."""

    def name(self) -> str:
        return "action_cancel"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.slots.get("callback_ref") and CANCELS.search(turn.text) and not turn.pressed:
            return [FollowupAction("cancel_callback_form")]
        dispatcher.utter_message(response="utter_nothing_to_cancel")
        return [*clear(), *noted(awaiting=None)]


class Restart(Action):  # type: ignore[misc]
    """Forgets the conversation, but not its language."""

    def name(self) -> str:
        return "action_restart"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        dispatcher.utter_message(response="utter_restarted")
        shown = turn.slots.get("interface_language")
        kept = [SlotSet("language", turn.language), SlotSet("interface_language", shown)]
        return [Restarted(), *kept]


class DefaultFallback(Action):  # type: ignore[misc]
    """When no rule knows what to do: an honest sentence, and the turn is forgotten but counted."""

    def name(self) -> str:
        return "action_default_fallback"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        not_understood(turn)
        answer = escalate if times_unanswered(turn) else first_time
        return [UserUtteranceReverted(), *answer(turn, dispatcher)]
