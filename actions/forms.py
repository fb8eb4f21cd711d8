"""How a task asks for what it needs: it can be interrupted, corrected and given up at any step."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from rasa_sdk import Tracker

from actions.asking import leave
from actions.corrections import GIVES_UP, LACKS, gives_up, is_put_right, is_to_change
from actions.deciding import Deciding
from actions.fields import wordless
from actions.interruptions import changes_mind, is_clear_question
from actions.knowledge import certain_answer
from actions.noticing import person_wanted
from actions.turn import Events, Say, Turn

Step = Callable[[Turn, Say], Coroutine[Any, Any, "Events | None"]]
STOPS = frozenset({"cancel", "restart", "talk_to_human"})
NEEDED = frozenset({"phone", "contact", "case_ref", "callback_ref"})
PASSING = frozenset(  # ways to another value
    ("callback_day", "callback_offered", "callback_was", "callback_said", "callback_soonest",
     "callback_queue")
)  # fmt: skip
A_FEW_WORDS = 5


class TaskForm(Deciding):
    """Rasa's `validate_<form>` of one task: reads every turn, whatever the visitor does with it."""

    async def begin(self, turn: Turn) -> dict[str, Any]:
        """Slots that are known before anything is asked."""
        return {}

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.requested is None:
            return await self._began(turn, dispatcher)
        for step in self._steps(turn):
            events = await step(turn, dispatcher)
            if events is not None:
                return events
        return self._not_understood(turn, dispatcher)

    def _steps(self, turn: Turn) -> Sequence[Step]:
        mended = (self._asked_meanwhile, self._corrected, self._named)
        decision = (self._stopped, *mended, self._decided)
        if turn.requested == "confirmed":
            return (*decision, self._told_more, self._aside)
        if turn.requested == "correction":
            return (*decision, self._question, self._reworded, self._aside)
        if self._asked(turn).free:
            return (self._stopped, self._question, self._put_right, self._filled)
        return (self._lacking, self._stopped, self._filled, self._aside)

    async def _began(self, turn: Turn, say: Say) -> Events:
        if self.form == "callback_form":
            person_wanted(turn)
        known = {"confirmed": None, **await self.begin(turn)}
        given = self._volunteered(turn, say, {**turn.slots, **known})
        return self._next(turn, {**known, **await self.check(turn, say, given)})

    async def _stopped(self, turn: Turn, say: Say) -> Events | None:
        """The visitor gives up, or wants something else altogether."""
        if wordless(turn.text) and not turn.pressed:
            return self._not_understood(turn, say, "utter_wordless")
        if self._cancels_on_a_yes(turn):
            return None
        if self._gives_up(turn):
            return leave(None)
        if turn.intent in self.intents or not turn.sure or not self._is_a_stop(turn):
            return None
        dropped = turn.intent == "cancel" or turn.intent in self.drops
        return leave(None if dropped else turn.intent)

    def _is_a_stop(self, turn: Turn) -> bool:
        """In a free text, only a few words or a change of mind are one."""
        asked = self._asked(turn)
        if is_to_change(turn.text) and self._names_a_field(turn) and not turn.pressed:
            return False
        if turn.intent not in STOPS | self.drops:
            return asked.free and changes_mind(turn)
        if turn.pressed:
            return True
        if asked.free:
            return len(turn.text.split()) <= A_FEW_WORDS
        mended = (
            turn.intent == "cancel" and is_put_right(turn.text) and not GIVES_UP.search(turn.text)
        )
        return not any(
            one.read(turn, one is asked).values
            for one in (self.fields(turn.slots) if mended else (asked,))
            if mended or one.outranks
        )

    async def _lacking(self, turn: Turn, say: Say) -> Events | None:
        """«Je n'ai plus la référence», «je ne me rappelle plus»: another way on is offered."""
        asked = self._asked(turn)
        if turn.pressed or asked.slot not in NEEDED or not LACKS.search(turn.text):
            return None
        if asked.read(turn, True).values or certain_answer(turn) or gives_up(turn.text):
            return None
        say.utter_message(response="utter_not_at_hand")
        return self._again(turn, failed=True)

    async def _filled(self, turn: Turn, say: Say) -> Events | None:
        if turn.pressed and turn.intent not in ("inform", "affirm", "deny"):
            return None
        asked = self._asked(turn)
        read = asked.read(turn, True)
        if read.problem:
            say.utter_message(response=read.problem, **read.details)
            return self._failed(turn, say)
        if not read.values and is_clear_question(turn):
            return None
        others = self._volunteered(turn, say, turn.slots)
        if asked.free:  # a description may hold a date or a number that corrects nothing
            others = {slot: value for slot, value in others.items() if _is_new(slot, turn)}
        return await self._kept(turn, say, {**others, **read.values})

    async def _put_right(self, turn: Turn, say: Say) -> Events | None:
        """«Non, 65 à la fin», while a description is asked for: an earlier value is corrected."""
        if turn.pressed or not is_put_right(turn.text):
            return None
        found = self._volunteered(turn, say, turn.slots)
        known = {slot: value for slot, value in found.items() if not _is_new(slot, turn)}
        return await self._kept(turn, say, known) if known else None

    async def _kept(self, turn: Turn, say: Say, values: dict[str, Any]) -> Events | None:
        said = {*values, *(("callback_start",) if "when" in values else ())}
        new = await self.check(turn, say, values)
        if any(
            turn.slots.get(slot) not in (None, value)
            for slot, value in new.items()
            if value and slot in said - PASSING
        ):
            say.utter_message(response="utter_corrected")
        if not new:
            return self._again(turn, failed=True) if say.messages else None
        return self._next(turn, new)


def _is_new(slot: str, turn: Turn) -> bool:
    """Whether the visitor had not said it yet; `when` is what becomes `callback_start`."""
    return turn.slots.get("callback_start" if slot == "when" else slot) is None
