"""Yes and no outside a task: to a rating, an offer, a second try, a choice of subjects."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import FollowupAction

from actions.awaited import awaited, ends_with_a_no, said_to_it
from actions.crm.port import Crm
from actions.knowledge import answer_question, certain_answer, suggested, take_suggestion
from actions.noticing import person_wanted
from actions.ratings import rate
from actions.surveys import OpinionAction
from actions.turn import Events, Say, Turn, noted
from actions.values_alone import task_named


class Answer(OpinionAction):
    """A yes or a no; a bare reference that looks like one begins its task."""

    @property
    @abstractmethod
    def usual(self) -> bool:
        """What is meant when the words themselves do not tell."""

    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        if form := task_named(turn):
            return [FollowupAction(form)]
        if not turn.pressed and (article := suggested(turn)):
            return take_suggestion(article, turn, say)
        agreed = None if turn.pressed else said_to_it(turn)
        kind, _ = awaited(turn)
        if agreed is None and not turn.pressed:
            if kind == "retry":
                return self.unsettled(say)
            if not kind or certain_answer(turn):
                return await answer_question(turn, say)
        yes = self.usual if agreed is None else agreed
        return await (_agreed(crm, say, turn) if yes else _refused(crm, say, turn))

    def unsettled(self, say: Say) -> Events:
        """What would write something needs a plain yes."""
        say.utter_message(response="utter_crm_unavailable")
        return []


class Affirm(Answer):
    """Yes, to whatever was last offered."""

    usual = True

    def name(self) -> str:
        return "action_affirm"


class Deny(Answer):
    """No, to whatever was last offered."""

    usual = False

    def name(self) -> str:
        return "action_deny"


async def _agreed(crm: Crm, say: Say, turn: Turn) -> Events:
    kind, what = awaited(turn)
    if kind == "rating" and turn.slots.get("last_answer"):
        return await rate(crm, say, turn, "up", turn.slots["last_answer"])
    if kind == "choice":
        return _chosen(say, turn)
    if kind in ("offer", "retry"):
        if what == "action_talk_to_human":
            person_wanted(turn)
        return [*noted(awaiting=None, unanswered=None), FollowupAction(what)]
    say.utter_message(response="utter_yes_to_what")
    return []


def _chosen(say: Say, turn: Turn) -> Events:
    """A yes to the only subject that was offered; of several, which one?"""
    offered = turn.slots.get("suggestions") or []
    if len(offered) == 1:
        return take_suggestion(str(offered[0]), turn, say)
    say.utter_message(response="utter_which_one")
    return []


async def _refused(crm: Crm, say: Say, turn: Turn) -> Events:
    kind, what = awaited(turn)
    if kind == "rating" and turn.slots.get("last_answer"):
        return await rate(crm, say, turn, "down", turn.slots["last_answer"])
    if kind == "retry":
        return [*noted(awaiting=None, confirmed=False), FollowupAction(what)]
    if kind == "choice":
        say.utter_message(response="utter_none_of_these")
        return noted(awaiting="offer:action_talk_to_human", suggestions=None)
    if ends_with_a_no(turn):
        say.utter_message(response="utter_survey_skipped")
        return noted(awaiting=None, callback_reason=None)
    say.utter_message(response="utter_anything_else")
    return noted(awaiting=None, suggestions=None)
