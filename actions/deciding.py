"""The last step of a task: yes, no, or a detail to put right."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.asking import Asking, leave
from actions.corrections import field_named, is_to_change
from actions.fields import yes_no
from actions.interruptions import changes_mind
from actions.turn import Events, Say, Turn, noted

ENOUGH_WORDS = 3


class Deciding(Asking):
    """Reads the answer to a confirmation. A form whose «no» means «leave it» is not `mendable`."""

    mendable = True

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
        slot = field_named(turn.text, [one.slot for one in self.fields(turn.slots)])
        return None if slot is None else self._next(turn, {slot: None})

    async def _decided(self, turn: Turn, say: Say) -> Events | None:
        if turn.pressed and turn.intent not in ("affirm", "deny"):
            return None
        answer = turn.intent == "affirm" if turn.pressed else yes_no(turn.text, turn.language)
        if answer is None:
            return None
        mending = turn.requested == "correction"
        if answer:
            return self._next(turn, {} if mending else {"confirmed": True})
        if mending or not self.mendable:
            return leave(None)
        say.utter_message(response="utter_what_to_change")
        return [*noted(attempts=0), SlotSet("requested_slot", "correction")]

    async def _reworded(self, turn: Turn, say: Say) -> Events | None:
        """After «que faut-il changer ?», a whole sentence is the new description."""
        free = next((one for one in self.fields(turn.slots) if one.free), None)
        if free is None or turn.pressed or changes_mind(turn):
            return None
        if len(turn.text.split()) < ENOUGH_WORDS:
            return None
        read = free.read(turn, True)
        return self._next(turn, read.values) if read.values else None
