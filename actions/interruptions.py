"""What a visitor may say in the middle of a task, and how the desk answers before going on."""

from __future__ import annotations

import re

from actions.knowledge import answer_question, certain_answer
from actions.language import language_asked
from actions.ratings import rated
from actions.tasks import TASKS
from actions.turn import Events, Say, Turn, noted

ASIDES = {
    "help": "utter_help_in_task",
    "bot_challenge": "utter_bot_challenge",
    "greet": "utter_greet_again",
    "thank": "utter_you_are_welcome",
    "goodbye": "utter_before_you_go",
}
MANNERS = {**ASIDES, "help": "utter_help", "greet": "utter_greet", "goodbye": "utter_goodbye"}
QUESTION = re.compile(
    r"^\W*(?:(?:euh|ok|oui|ah|bon|alors|attendez|d['’]accord|et|mais|sinon|au fait|um|so|yes"
    r"|wait|and"
    r"|but|by the way)\W+){0,3}(?:comment|combien|pourquoi|quel(?:le)?s?"
    r"|qui|quand|où|qu['’]est|c['’]est (?:quoi|combien|o[uù]|quand|comment|qui)"
    r"|[çc]a co[uû]te combien|how|what|why|when|where|which|who)\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"\?\s*$|^\s*(?:est[- ]ce|can i|do (?:you|i)|does|is (?:it|there)|are there)\b", re.IGNORECASE
)
MIND = re.compile(
    r"\b(?:plut[ôo]t|finalement|en fait|d['’]abord|instead|rather|actually|first)\b", re.IGNORECASE
)


def changes_mind(turn: Turn) -> bool:
    """Whether a sentence says that another task is wanted now: «je préfère plutôt …»."""
    return turn.intent in TASKS and turn.sure and bool(turn.pressed or MIND.search(turn.text))


def asks_something(turn: Turn) -> bool:
    """Whether a sentence has the form of a question."""
    return bool(QUESTION.search(turn.text) or ASKING.search(turn.text))


def is_clear_question(turn: Turn) -> bool:
    """Whether a sentence given to a free-text slot is a question to answer, not the value."""
    if turn.intent in ("repeat", "help", "bot_challenge", "switch_language") and turn.sure:
        return True
    return not turn.pressed and asks_something(turn) and certain_answer(turn) is not None


def is_another_task(turn: Turn) -> bool:
    """Whether a task is asked for; «comment résilier ?» is a question about one."""
    if turn.intent not in TASKS or turn.intent == "give_feedback" or not turn.sure:
        return False
    return turn.pressed or turn.intent == "talk_to_human" or not QUESTION.search(turn.text)


async def answered_aside(turn: Turn, say: Say) -> Events | None:
    """Answer what interrupts a task, or ends one; None when it was nothing that we know."""
    if turn.intent == "repeat" and turn.sure:
        return []
    if turn.intent == "switch_language" and turn.sure:
        return noted(language=language_asked(turn.text, turn.language))
    if turn.entities.get("rating"):
        return await rated(turn, say)
    if turn.intent in ASIDES and turn.sure:
        say.utter_message(response=(ASIDES if turn.form else MANNERS)[turn.intent])
        return []
    if not any(map(str.isalpha, turn.text)):  # a bare figure asks nothing
        return None
    asks = turn.form and turn.intent in TASKS and QUESTION.search(turn.text)
    if turn.intent == "ask_question" or asks or certain_answer(turn):
        events = await answer_question(turn, say)
        if turn.form:
            say.utter_message(response="utter_back_to_task")
        return events
    return None
