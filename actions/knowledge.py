"""Answers from the knowledge base, «did you mean», or an honest «I do not know» and a way on."""

from __future__ import annotations

from functools import cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.abstaining import abstain, said_nothing, waiting
from actions.awaited import settles
from actions.fields import gibberish, place_in_list
from actions.noticing import answered, suggestion_taken
from actions.turn import Events, Say, Turn, noted
from actions.values_alone import task_named
from knowledge_base.live import LiveKnowledgeBase, open_knowledge
from knowledge_base.search import Answer, SearchResult

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
        return said_nothing(turn, say)
    if (chosen := suggested(turn)) is not None:
        return take_suggestion(chosen, turn, say)
    found = knowledge().search(turn.text, turn.language)
    if certain := _certain(found, turn):
        answered(turn, certain, found.version)
        return _answer(certain, turn, say)
    return abstain(found, turn, say)


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


def answer_of(question: str, turn: Turn, say: Say) -> Events | None:
    """What the knowledge says to a question of ours; None where no article is sure to answer it."""
    found = knowledge().search(question, turn.language)
    if found.decision != "answer" or not found.answers:
        return None
    return _answer(found.answers[0], turn, say)


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
    return waiting(turn, "rating", last_answer=kept, suggestions=None, unanswered=None)
