"""Answers from the knowledge base, «did you mean», or an honest «I do not know» and a way on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.awaited import settles
from actions.fields import gibberish, place_in_list
from actions.noticing import answered, not_understood, suggestion_taken, unanswered
from actions.turn import Events, Say, Turn, noted
from actions.values_alone import task_named
from knowledge_base.live import LiveKnowledgeBase, open_knowledge
from knowledge_base.search import Answer, SearchResult

WORTH_SHOWING = 0.15
VERY_SURE = 0.9


@cache
def knowledge() -> LiveKnowledgeBase:
    """The knowledge base of this process, kept up to date."""
    return open_knowledge()


class AnswerQuestion(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_answer_question"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if action := settles(turn) or task_named(turn):
            return [FollowupAction(action)]
        return await answer_question(turn, dispatcher)


async def answer_question(turn: Turn, say: Say) -> Events:
    """Answer, suggest or abstain; the events that remember which."""
    if article := turn.entities.get("article"):
        return take_suggestion(str(article), turn, say)
    if gibberish(turn.text):
        if turn.channel == "voice":
            not_understood(turn)
        say.utter_message(response="utter_wordless")
        return []
    if (chosen := suggested(turn)) is not None:
        return take_suggestion(chosen, turn, say)
    found = knowledge().search(turn.text, turn.language)
    if certain := _certain(found, turn):
        answered(turn, certain, found.version)
        return _answer(certain, turn, say)
    return _unanswered(found, turn, say)


def certain_answer(turn: Turn) -> Answer | None:
    """What a sentence asks, where the knowledge base is sure of it."""
    return _certain(knowledge().search(turn.text, turn.language), turn)


def _certain(found: SearchResult, turn: Turn) -> Answer | None:
    """What is taken for out of scope needs more than the usual confidence."""
    if found.decision != "answer" or not found.answers:
        return None
    best = found.answers[0]
    return best if turn.intent != "out_of_scope" or best.confidence >= VERY_SURE else None


def take_suggestion(article: str, turn: Turn, say: Say) -> Events:
    """Say an article whose title was offered, which is what the last question meant."""
    if known := knowledge().article(article, turn.language):
        suggestion_taken(turn, article, known.version)
    return answer_article(article, turn, say)


def answer_article(article: str, turn: Turn, say: Say) -> Events:
    """Say one article, in the visitor's language where it exists."""
    answer = knowledge().article(article, turn.language)
    if answer is None:
        say.utter_message(response="utter_article_gone")
        return noted(suggestions=None)
    shown = Answer(
        answer.id,
        answer.title,
        answer.body,
        answer.language,
        answer.source,
        1.0,
        1.0,
        answer.updated,
        answer.voice,
        answer.version,
    )
    return _answer(shown, turn, say)


def suggested(turn: Turn) -> str | None:
    """The suggestion that «le premier» or "the second one" points at."""
    offered = turn.slots.get("suggestions") or []
    place = place_in_list(turn.text, len(offered), figures=True)
    return str(offered[place - 1]) if place else None


def _answer(answer: Answer, turn: Turn, say: Say) -> Events:
    spoken = turn.channel == "voice"
    text = answer.voice or answer.text if spoken else answer.text
    rating = {"article": answer.article, "version": answer.version}
    custom: dict[str, Any] = {
        "answer": {
            **rating,
            "title": answer.title,
            "source": answer.source,
            "updated": str(answer.updated or ""),
            "language": answer.language,
            "confidence": round(answer.confidence, 3),
        }
    }
    say.utter_message(text=text, custom=custom)
    say.utter_message(response="utter_did_it_help", custom={"kind": "rating"}, **rating)
    kept = {**rating, "text": text}
    return _waiting(turn, "rating", last_answer=kept, suggestions=None, unanswered=None)


def _unanswered(found: SearchResult, turn: Turn, say: Say) -> Events:
    """Two or three titles, or a person; the second time in a row, a callback or a case."""
    near = [answer for answer in found.answers[:2] if answer.confidence >= WORTH_SHOWING]
    unanswered(turn, found, bool(near))
    if turn.slots.get("unanswered"):
        say.utter_message(response="utter_unanswered_twice")
        return _waiting(turn, "offer:callback_form", unanswered=None, suggestions=None)
    if found.decision == "suggest" and turn.intent != "out_of_scope" and found.answers:
        return _did_you_mean(found.answers[:3], turn, say)
    say.utter_message(response="utter_unanswered", first_buttons=_titles(near))
    offered = [answer.article for answer in near]
    return _waiting(turn, "offer:action_talk_to_human", unanswered=1, suggestions=offered)


def _did_you_mean(near: Sequence[Answer], turn: Turn, say: Say) -> Events:
    titles = " ; ".join(answer.title for answer in near)
    say.utter_message(response="utter_did_you_mean", titles=titles, first_buttons=_titles(near))
    offered = [answer.article for answer in near]
    return _waiting(turn, "choice", unanswered=1, suggestions=offered)


def _waiting(turn: Turn, what: str, **slots: Any) -> Events:
    """What a bare «oui» means next; inside a task, it is the task's."""
    return noted(awaiting=None if turn.form else what, **slots)


def _titles(answers: Sequence[Answer]) -> list[dict[str, str]]:
    return [{"title": answer.title, "payload": _payload(answer.article)} for answer in answers]


def _payload(article: str) -> str:
    return "/ask_question" + json.dumps({"article": article})
