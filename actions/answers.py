"""Yes and no outside a task: to a rating, an offer, a second try, a choice of subjects."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import FollowupAction

from actions.crm.port import Crm
from actions.knowledge import answer_article, suggested
from actions.ratings import rate
from actions.surveys import OpinionAction
from actions.turn import Events, Say, Turn, noted
from actions.values_alone import task_named


def _awaited(turn: Turn) -> tuple[str, str]:
    """What was last offered: `rating`, `choice`, `offer` or `retry`, and of what."""
    kind, _, what = str(turn.slots.get("awaiting") or "").partition(":")
    return kind, what


class Answer(OpinionAction):
    """A yes or a no; a bare reference that looks like one begins its task."""

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        if form := task_named(turn):
            return [FollowupAction(form)]
        return await self.answer(crm, say, turn)

    @abstractmethod
    async def answer(self, crm: Crm, say: Say, turn: Turn) -> Events:
        """Do what was offered, or leave it."""


class Affirm(Answer):
    """Yes, to whatever was last offered."""

    def name(self) -> str:
        return "action_affirm"

    async def answer(self, crm: Crm, say: Say, turn: Turn) -> Events:
        kind, what = _awaited(turn)
        if kind == "rating" and turn.slots.get("last_answer"):
            return await rate(crm, say, turn, "up", turn.slots["last_answer"])
        if kind == "choice":
            return _chosen(say, turn)
        if kind in ("offer", "retry"):
            return [*noted(awaiting=None, unanswered=None), FollowupAction(what)]
        say.utter_message(response="utter_yes_to_what")
        return []


def _chosen(say: Say, turn: Turn) -> Events:
    """«Oui, le premier», or a yes to the only subject that was offered."""
    offered = turn.slots.get("suggestions") or []
    article = offered[0] if len(offered) == 1 else suggested(turn)
    if article:
        return answer_article(str(article), turn, say)
    say.utter_message(response="utter_which_one")
    return []


class Deny(Answer):
    """No, to whatever was last offered."""

    def name(self) -> str:
        return "action_deny"

    async def answer(self, crm: Crm, say: Say, turn: Turn) -> Events:
        kind, what = _awaited(turn)
        if kind == "rating" and turn.slots.get("last_answer"):
            return await rate(crm, say, turn, "down", turn.slots["last_answer"])
        if kind == "retry":
            return [*noted(awaiting=None, confirmed=False), FollowupAction(what)]
        if kind == "choice":
            say.utter_message(response="utter_none_of_these")
            return noted(awaiting="offer:action_talk_to_human", suggestions=None)
        say.utter_message(response="utter_anything_else")
        return noted(awaiting=None, suggestions=None)
