"""What an action that writes to the CRM shares: one place turns failures into words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction

from actions.crm import crm
from actions.crm.port import Crm, CrmRefused, CrmUnavailable, Outcome
from actions.tasks import TASKS
from actions.turn import Events, Say, Turn, clear, noted, then_listen

log = structlog.get_logger()
SHARED = frozenset({"phone", "contact", "name"})
PATIENCE = 0.6  # seconds that a visitor waits to hear whether the company's CRM has it
TRUTHS = {
    Outcome.DELIVERED: "utter_transmitted",
    Outcome.LATER: "utter_transmitted_later",
    Outcome.REFUSED: "utter_transmission_refused",
}


class CrmAction(Action, ABC):  # type: ignore[misc]
    """An action that asks something of the CRM; subclasses write `act` and nothing else."""

    @abstractmethod
    async def act(self, crm: Crm, say: Say, turn: Turn) -> Events:
        """Do it, say it, and return the events."""

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        return then_listen(await self._tried(dispatcher, Turn.of(tracker)))

    async def _tried(self, dispatcher: Say, turn: Turn) -> Events:
        try:
            books = crm().following()
            events = await self.act(books, dispatcher, turn)
            if truth := TRUTHS.get(await books.outcome(PATIENCE)):
                dispatcher.utter_message(response=truth)
            return events
        except CrmUnavailable as error:
            log.error("crm unavailable", action=self.name(), error=str(error))
            return self.unavailable(dispatcher, turn)
        except CrmRefused as error:
            log.error("crm refused", action=self.name(), error=str(error))
            return self.refused(dispatcher, turn)

    def unavailable(self, say: Say, turn: Turn) -> Events:
        """What to say when the CRM did not answer: the same may be tried again."""
        say.utter_message(response="utter_crm_unavailable")
        return noted(awaiting=f"retry:{self.name()}")

    def refused(self, say: Say, turn: Turn) -> Events:
        """What to say when the CRM said no."""
        say.utter_message(response="utter_crm_refused")
        return [*clear(), *noted(awaiting="offer:action_talk_to_human")]


class Submit(CrmAction):
    """The end of a form: does the task once it is confirmed, or goes where the visitor went."""

    slots: tuple[str, ...] = ()
    dropped = "utter_dropped"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if wanted := turn.slots.get("switch_to"):
            return [*self._left(), FollowupAction(TASKS[wanted])]
        if not turn.slots.get("confirmed"):
            dispatcher.utter_message(response=self.dropped)
            return then_listen(self.ended())
        return await super().run(dispatcher, tracker, domain)

    def refused(self, say: Say, turn: Turn) -> Events:
        return [*clear(*self.slots), *super().refused(say, turn)]

    def done(self, say: Say, turn: Turn, **keep: Any) -> Events:
        """Empty the form, and remember that a task was done, for the survey at the end.

        An e-mail address that was given for it also serves the tasks that follow.
        """
        tasks = (turn.slots.get("tasks_done") or 0) + 1
        contact = str(turn.slots.get("contact") or "")
        told = {"email": contact} if "@" in contact else {}
        return [*self.ended(), *noted(tasks_done=tasks, unanswered=None, **told, **keep)]

    def ended(self) -> Events:
        """Empty the form: nothing was done."""
        return [*clear(*self.slots), *noted(awaiting=None)]

    def _left(self) -> Events:
        """Another task begins: whom to call is not asked again."""
        return clear(*[slot for slot in self.slots if slot not in SHARED])
