"""The last step of a task: yes, no, or a detail to put right."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.asking import Asking, leave
from actions.corrections import (
    calls_off,
    field_named,
    gives_up,
    is_put_right,
    is_to_change,
    orders_to_cancel,
    wishes_to_cancel,
)
from actions.fields import answers_both, excepts, yes_no
from actions.interruptions import asks_something, changes_mind, is_clear_question
from actions.turn import Events, Say, Turn, noted

ENOUGH_WORDS = 3
TOLD = ("case_description", "comment")


class Deciding(Asking):
    """Reads the answer to a confirmation. A form whose «no» means «leave it» is not `mendable`."""

    mendable = True

    async def _asked_meanwhile(self, turn: Turn, say: Say) -> Events | None:
        """A question that holds no new value: «comment changer le mot de passe ?» changes none."""
        if turn.pressed or not is_clear_question(turn) or self._volunteered(turn, say, turn.slots):
            return None
        return await self._aside(turn, say)

    async def _corrected(self, turn: Turn, say: Say) -> Events | None:
        """A new value replaces the old one: «non, 65 à la fin»."""
        if turn.pressed:
            return None
        found = self._volunteered(turn, say, turn.slots)
        if not found:
            return None
        kept = await self.check(turn, say, found)
        changed = {slot: value for slot, value in kept.items() if turn.slots.get(slot) != value}
        if not changed:
            return self._again(turn) if say.messages else None
        return self._next(turn, changed)

    async def _named(self, turn: Turn, say: Say) -> Events | None:
        """«La date», after «que faut-il changer ?»: that slot is asked again."""
        if turn.pressed or not (turn.requested == "correction" or is_to_change(turn.text)):
            return None
        slot = self._names_a_field(turn)
        return None if slot is None else self._next(turn, {slot: None})

    def _names_a_field(self, turn: Turn) -> str | None:
        return field_named(turn.text, [one.slot for one in self.fields(turn.slots)])

    async def _told_more(self, turn: Turn, say: Say) -> Events | None:
        """«En fait le problème a commencé lundi»: added to what was told."""
        slot = next((one.slot for one in self.fields(turn.slots) if one.slot in TOLD), None)
        enough = len(turn.text.split()) > ENOUGH_WORDS
        if slot is None or turn.pressed or not is_put_right(turn.text) or not enough:
            return None
        if asks_something(turn) or changes_mind(turn):
            return None
        return self._next(turn, {slot: f"{turn.slots.get(slot)}\n{turn.text.strip()}"[:1500]})

    async def _decided(self, turn: Turn, say: Say) -> Events | None:
        if turn.pressed and turn.intent not in ("affirm", "deny"):
            return None
        answer = turn.intent == "affirm" if turn.pressed else self._answer(turn)
        if answer is None:
            return None
        mending = turn.requested == "correction"
        if answer and not (self.cancels or turn.pressed) and calls_off(turn.text):
            return leave(None)
        if answer:
            return self._next(turn, {} if mending else {"confirmed": True})
        if mending or not self.mendable:
            return leave(None)
        say.utter_message(response="utter_what_to_change")
        return [*noted(attempts=0), SlotSet("requested_slot", "correction")]

    def _gives_up(self, turn: Turn) -> bool:
        """«Je veux annuler» is no end to a form that cancels something."""
        meant = self.cancels and wishes_to_cancel(turn.text)
        return not turn.pressed and gives_up(turn.text) and not meant

    def _cancels_on_a_yes(self, turn: Turn) -> bool:
        agreed = self.cancels and turn.requested == "confirmed" and not turn.pressed
        said_yes = calls_off(turn.text) and bool(yes_no(turn.text, turn.language))
        return agreed and (orders_to_cancel(turn.text) or said_yes)

    def _answer(self, turn: Turn) -> bool | None:
        """«Oui sauf la fin» is a no to the whole; «non c'est bon» may be either: asked again."""
        if self._cancels_on_a_yes(turn):
            return True
        if self.mendable and excepts(turn.text):
            return False
        if turn.requested == "confirmed" and answers_both(turn.text, turn.language):
            return None
        return yes_no(turn.text, turn.language)

    async def _reworded(self, turn: Turn, say: Say) -> Events | None:
        """After «que faut-il changer ?», a whole sentence is the new description."""
        free = next((one for one in self.fields(turn.slots) if one.free), None)
        if free is None or turn.pressed or changes_mind(turn):
            return None
        if len(turn.text.split()) < ENOUGH_WORDS:
            return None
        read = free.read(turn, True)
        return self._next(turn, read.values) if read.values else None
