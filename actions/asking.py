"""What every step of a task can do: ask the next detail, ask again, or leave the task."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

from actions.form_fields import NOTHING, Field
from actions.interruptions import (
    answered_aside,
    asks_something,
    is_another_task,
    is_clear_question,
)
from actions.knowledge import certain_answer
from actions.turn import Events, Say, Turn, noted

TOO_OFTEN = 3


class Asking(Action, ABC):  # type: ignore[misc]
    """A form's details, and how the conversation moves between them.

    `intents` ask for this very task, `drops` give it up. To a form that `cancels` something,
    «oui, annulez» is a yes.
    """

    form: str
    intents: frozenset[str] = frozenset()
    drops: frozenset[str] = frozenset()
    cancels = False
    unclear: str = "utter_value_unclear"
    last: Sequence[str] = ("confirmed",)

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        """What is asked for, in order, given what is known."""

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        """Look at new values before they are kept; drop a value by leaving it out."""
        return values

    def _asked(self, turn: Turn) -> Field:
        return next(
            (one for one in self.fields(turn.slots) if one.slot == turn.requested),
            Field(turn.requested or "", lambda *_: NOTHING),
        )

    def _volunteered(self, turn: Turn, say: Say, slots: Mapping[str, Any]) -> dict[str, Any]:
        """Values given unasked, in the same sentence; at the start, what is wrong is said."""
        found: dict[str, Any] = {}
        asks = turn.requested is not None and asks_something(turn)
        for one in self.fields(slots):
            if one.slot != turn.requested and not (asks and one.free):
                read = one.read(turn, False)
                found |= read.values
                if read.problem and turn.requested is None:
                    say.utter_message(response=read.problem, **read.details)
        return found

    async def _question(self, turn: Turn, say: Say) -> Events | None:
        return await self._aside(turn, say) if is_clear_question(turn) else None

    async def _aside(self, turn: Turn, say: Say) -> Events | None:
        """A question, a greeting, another task: answered, then the form goes on."""
        if is_another_task(turn):
            if turn.intent not in self.intents:
                return leave(turn.intent)
            if not asks_something(turn) or certain_answer(turn) is None:
                return self._failed(turn, say)
        events = await answered_aside(turn, say)
        return None if events is None else [*events, *self._again(turn)]

    def _next(self, turn: Turn, new: Mapping[str, Any]) -> Events:
        slots = {**turn.slots, **new}
        wanted = [one.slot for one in self.fields(slots)] + list(self.last)
        missing = next((slot for slot in wanted if slots.get(slot) is None), None)
        return [*noted(**new), *noted(attempts=0), SlotSet("requested_slot", missing)]

    def _again(self, turn: Turn, failed: bool = False) -> Events:
        attempts = (turn.slots.get("attempts") or 0) + failed
        return [*noted(attempts=attempts), SlotSet("requested_slot", turn.requested)]

    def _not_understood(self, turn: Turn, say: Say, response: str = "") -> Events:
        if not self._is_too_hard(turn):
            unclear = response or self._asked(turn).unclear or self.unclear
            say.utter_message(response=unclear)
        return self._failed(turn, say)

    def _failed(self, turn: Turn, say: Say) -> Events:
        """Ask again; the third time, offer a person as well."""
        if self._is_too_hard(turn):
            say.utter_message(response="utter_too_hard")
        return self._again(turn, failed=True)

    def _is_too_hard(self, turn: Turn) -> bool:
        return (turn.slots.get("attempts") or 0) + 1 >= TOO_OFTEN


def leave(intent: str | None) -> Events:
    """End the form without doing its task; `intent` is what the visitor wants instead."""
    return [*noted(confirmed=False, switch_to=intent), SlotSet("requested_slot", None)]
