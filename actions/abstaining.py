"""When there is no answer: titles that may be meant, then other ways on, never the same twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from actions.fields import gibberish
from actions.noticing import not_understood, unanswered
from actions.turn import Events, Say, Turn, noted
from knowledge_base.search import Answer, SearchResult

WORTH_SHOWING = 0.15
SAID_NOTHING = 3  # times in a row, and other ways are offered


def abstain(found: SearchResult, turn: Turn, say: Say) -> Events:
    """Two or three titles, or a person; then a callback or a case, however often it goes on."""
    near = [answer for answer in found.answers[:2] if answer.confidence >= WORTH_SHOWING]
    unanswered(turn, found, bool(near))
    if times_unanswered(turn):
        return escalate(turn, say)
    if found.decision == "suggest" and turn.intent != "out_of_scope" and found.answers:
        return _did_you_mean(found.answers[:3], turn, say)
    return first_time(turn, say, near)


def first_time(turn: Turn, say: Say, near: Sequence[Answer] = ()) -> Events:
    """«I do not know», with what is nearest."""
    say.utter_message(response="utter_unanswered", first_buttons=_titles(near))
    offered = [answer.article for answer in near]
    return waiting(turn, "offer:action_talk_to_human", unanswered=1, suggestions=offered)


def escalate(turn: Turn, say: Say) -> Events:
    """The second time a callback or a case; after that, what else can be done here."""
    times = times_unanswered(turn) + 1
    say.utter_message(response="utter_unanswered_twice" if times == 2 else "utter_unanswered_still")
    return waiting(turn, "offer:callback_form", unanswered=times, suggestions=None)


def times_unanswered(turn: Turn) -> int:
    """How many questions in a row had no answer."""
    return int(turn.slots.get("unanswered") or 0)


def said_nothing(turn: Turn, say: Say) -> Events:
    """Marks or random keys; three times in a row, what else can be done."""
    if turn.channel == "voice":
        not_understood(turn)
    last = turn.said[-SAID_NOTHING:]
    if len(last) < SAID_NOTHING or not all(map(gibberish, last)):
        say.utter_message(response="utter_wordless")
        return []
    say.utter_message(response="utter_wordless_still")
    return waiting(turn, "offer:action_talk_to_human")


def waiting(turn: Turn, what: str, **slots: Any) -> Events:
    """What a bare «oui» means next; inside a task, it is the task's."""
    return noted(awaiting=None if turn.form else what, **slots)


def _did_you_mean(near: Sequence[Answer], turn: Turn, say: Say) -> Events:
    titles = " ; ".join(answer.title for answer in near)
    say.utter_message(response="utter_did_you_mean", titles=titles, first_buttons=_titles(near))
    offered = [answer.article for answer in near]
    return waiting(turn, "choice", unanswered=1, suggestions=offered)


def _titles(answers: Sequence[Answer]) -> list[dict[str, str]]:
    return [{"title": answer.title, "payload": _payload(answer.article)} for answer in answers]


def _payload(article: str) -> str:
    return "/ask_question" + json.dumps({"article": article})
