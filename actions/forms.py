"""How a task asks for what it needs: it can be interrupted, corrected and given up at any step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet

from actions.corrections import field_named
from actions.fields import wordless, yes_no
from actions.interruptions import TASKS, answered_aside, is_clear_question
from actions.turn import Events, Say, Turn, noted

STOPS = frozenset({"cancel", "restart", "talk_to_human"})


@dataclass(frozen=True)
class Read:
    """What a sentence gave a field: values for slots, or the response that says why not."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Read()
Reader = Callable[[Turn, bool], Read]


@dataclass(frozen=True)
class Field:
    """A slot and how it is read. `read(turn, asked)`: `asked` when the bot just asked for it.

    `free` marks a slot that takes any sentence, such as the description of a problem.
    """

    slot: str
    read: Reader
    free: bool = False
    unclear: str = ""


class TaskForm(Action, ABC):  # type: ignore[misc]
    """Rasa's `validate_<form>` of one task: reads every turn, whatever the visitor does with it."""

    form: str
    intents: frozenset[str] = frozenset()
    unclear: str = "utter_value_unclear"
    last: Sequence[str] = ("confirmed",)

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def fields(self, slots: Mapping[str, Any]) -> Sequence[Field]:
        """What is asked for, in order, given what is known."""

    async def begin(self, turn: Turn, say: Say) -> dict[str, Any]:
        """Slots that are known before anything is asked."""
        return {}

    async def check(self, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
        """Look at new values before they are kept; drop a value by leaving it out."""
        return values

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.requested is None:
            return await self._began(turn, dispatcher)
        for step in self._steps(turn):
            events = await step(turn, dispatcher)
            if events is not None:
                return events
        return self._not_understood(turn, dispatcher)

    def _steps(self, turn: Turn) -> Sequence[Callable[[Turn, Say], Awaitable[Events | None]]]:
        if turn.requested in ("confirmed", "correction"):
            return (self._stopped, self._corrected, self._named, self._decided, self._aside)
        if self._asked(turn).free:
            return (self._stopped, self._question, self._filled)
        return (self._stopped, self._filled, self._aside)

    def _asked(self, turn: Turn) -> Field:
        return next(
            (one for one in self.fields(turn.slots) if one.slot == turn.requested),
            Field(turn.requested or "", lambda *_: NOTHING),
        )

    async def _began(self, turn: Turn, say: Say) -> Events:
        known = await self.begin(turn, say)
        known |= await self._volunteered(turn, say, {**turn.slots, **known}, asked="")
        return self._next(turn, known)

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """The visitor gives up, or wants something else altogether."""
        if wordless(turn.text) and not turn.pressed:
            return self._not_understood(turn, say, "utter_wordless")
        if turn.intent not in STOPS or not turn.sure:
            return None
        if self._reads_as_value(turn):
            return None
        return leave(None if turn.intent == "cancel" else turn.intent)

    def _reads_as_value(self, turn: Turn) -> bool:
        asked = self._asked(turn)
        return not turn.pressed and not asked.free and bool(asked.read(turn, True).values)

    async def _filled(self, turn: Turn, say: Say) -> Events | None:
        if turn.pressed and turn.intent not in ("inform", "affirm", "deny"):
            return None
        read = self._asked(turn).read(turn, True)
        if read.problem:
            say.utter_message(response=read.problem, **read.details)
            return self._again(turn, failed=True)
        others = await self._volunteered(turn, say, turn.slots, asked=turn.requested or "")
        new = await self.check(turn, say, {**others, **read.values})
        if any(turn.slots.get(slot) not in (None, new[slot]) for slot in new):
            say.utter_message(response="utter_corrected")
        if not new:
            return self._again(turn, failed=True) if say.messages else None
        return self._next(turn, new)

    async def _volunteered(
        self, turn: Turn, say: Say, slots: Mapping[str, Any], asked: str
    ) -> dict[str, Any]:
        """Values given unasked, in the same sentence."""
        found: dict[str, Any] = {}
        for one in self.fields(slots):
            if one.slot != asked:
                read = one.read(turn, False)
                found |= read.values
                if read.problem and not asked:
                    say.utter_message(response=read.problem, **read.details)
        return found if asked else await self.check(turn, say, found)

    async def _question(self, turn: Turn, say: Say) -> Events | None:
        return await self._aside(turn, say) if is_clear_question(turn) else None

    async def _corrected(self, turn: Turn, say: Say) -> Events | None:
        """At the confirmation, a new value replaces the old one: «non, 65 à la fin»."""
        if turn.pressed:
            return None
        found = await self._volunteered(turn, say, turn.slots, asked="confirmed")
        if not found:
            return None
        kept = await self.check(turn, say, found)
        changed = {slot: value for slot, value in kept.items() if turn.slots.get(slot) != value}
        if not changed:
            return self._again(turn) if say.messages else None
        return self._next(turn, changed)

    async def _named(self, turn: Turn, say: Say) -> Events | None:
        """«La date», after «que faut-il changer ?»: that slot is asked again."""
        if turn.pressed or turn.requested != "correction":
            return None
        slot = field_named(turn.text, [one.slot for one in self.fields(turn.slots)])
        return None if slot is None else [*noted(**{slot: None}), *self._next(turn, {slot: None})]

    async def _decided(self, turn: Turn, say: Say) -> Events | None:
        if turn.pressed and turn.intent not in ("affirm", "deny"):
            return None
        answer = turn.intent == "affirm" if turn.pressed else yes_no(turn.text, turn.language)
        if answer is None:
            return None
        if answer:
            return [*noted(confirmed=True, attempts=0), SlotSet("requested_slot", None)]
        if turn.requested == "correction":
            return leave(None)
        say.utter_message(response="utter_what_to_change")
        return [*noted(attempts=0), SlotSet("requested_slot", "correction")]

    async def _aside(self, turn: Turn, say: Say) -> Events | None:
        """A question, a greeting, another task: answered, then the form goes on."""
        if turn.intent in TASKS and turn.sure:
            if turn.intent in self.intents:
                return self._again(turn)
            return leave(turn.intent)
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

    def _unclear(self, turn: Turn) -> str:
        return self._asked(turn).unclear or self.unclear

    def _not_understood(self, turn: Turn, say: Say, response: str = "") -> Events:
        attempts = (turn.slots.get("attempts") or 0) + 1
        say.utter_message(
            response="utter_too_hard" if attempts >= 3 else response or self._unclear(turn)
        )
        return self._again(turn, failed=True)


def leave(intent: str | None) -> Events:
    """End the form without doing its task; `intent` is what the visitor wants instead."""
    return [*noted(confirmed=False, switch_to=intent), SlotSet("requested_slot", None)]
