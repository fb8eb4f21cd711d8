"""What is known in one call: its language, its open question, and how to say things in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from connectors.voice.courtesy import Courtesy, Question
from connectors.voice.filler import Filler
from connectors.voice.house import House
from connectors.voice.keypad import Keypad
from connectors.voice.listening import Listening
from connectors.voice.notice import Notice
from connectors.voice.phrases import phrase
from connectors.voice.speaking import Said, Speaking
from connectors.voice.transport import CallTransport
from connectors.voice.turns import Permit, Turns


class Talk:
    """Shared by the parts of one call."""

    def __init__(self, house: House, line: CallTransport, listening: Listening) -> None:
        arrival = line.arrival
        self.house, self.line, self.listening = house, line, listening
        self.conversation = arrival.conversation or f"call-{arrival.id}"
        self.language = arrival.language or house.language
        self.is_settled = bool(arrival.language or arrival.conversation)
        self._opened_in = "" if arrival.conversation else self.language
        self.notice = Notice()
        self.speaking = Speaking(
            line, house.synthesiser, house.fallback, self._first_sound, self.notice.heard
        )
        self.turns, self.filler = Turns(listening), Filler(self._fill, house.filler_after)
        self._due = 0
        self.courtesy, self.keypad = Courtesy(), Keypad()
        self._ended_at = 0.0

    def ask(self, question: Question) -> None:
        """The desk has a question: ears and keys know what to expect."""
        self.courtesy.question = question
        payloads = [choice.payload for choice in question.choices]
        self.keypad.ask(question.expected, payloads)
        language = self.language if self.is_settled else ""
        self.listening.expect(question.expected, language)

    async def speak(self, texts: Sequence[Said], turn: int | None = None) -> bool:
        """Say texts once the caller is silent, and tell a screen so; whether all was heard.

        Not at all when they answer a `turn` (by default, the latest) that another has followed.
        """
        turn = self.turns.number if turn is None else turn
        self.filler.stop()
        self._due += 1
        try:
            return await self._speak(texts, turn)
        finally:
            self._due -= 1

    async def resume(self) -> None:
        """Go on from where the desk was interrupted for nothing."""
        self.filler.stop()
        await self.speaking.resume()

    @property
    def is_speech_due(self) -> bool:
        """Whether something is being said, or will be when the caller is silent."""
        return self._due > 0

    async def say(self, name: str, **values: str) -> bool:
        """One sentence of the call's own."""
        return await self.speak([phrase(name, self.language, **values)])

    async def say_again(self, name: str) -> None:
        """The caller was not understood: a sentence, and keys when it is not the first time."""
        await self.speak([phrase(name, self.language), *self.keys_if_due()])

    async def say_keys(self) -> None:
        """How to answer by keys."""
        await self.speak(self.courtesy.keys(self.language))

    async def farewell(self, name: str) -> None:
        """A last sentence, and the end."""
        try:
            self.turns.end()
            await self.speaking.stop()
            await self.speaking.say([phrase(name, self.language)])
        finally:
            await self.line.hangup()

    def keys_if_due(self) -> list[Said]:
        return self.courtesy.keys(self.language) if self.courtesy.failed() else []

    def settle(self, language: str) -> None:
        """The caller's language is known by what the caller said."""
        self.language = self._opened_in = language
        self.is_settled = True

    def move_to(self, conversation: str) -> None:
        """Go on in a conversation that began elsewhere."""
        self.conversation, self._opened_in = conversation, ""

    def sealed(self, payload: str) -> str:
        return payload if "~" in payload else self.house.sealed(self.conversation, payload)

    @property
    def metadata(self) -> dict[str, Any]:
        """What the dialogue is told along with a caller's words."""
        facts = {"language": self._opened_in, "caller": self.line.arrival.caller}
        return {name: value for name, value in facts.items() if value}

    def turn_ended(self) -> None:
        """The caller has finished: from here on, waiting is measured."""
        self._ended_at = time.monotonic()

    @property
    def waited(self) -> float:
        """Seconds since the caller's turn ended."""
        return time.monotonic() - self._ended_at

    async def _speak(self, texts: Sequence[Said], turn: int) -> bool:
        permit = Permit(self.turns, turn)
        if not await permit():
            return False
        await self.line.tell({"type": "speaking"})
        was_heard = await self.speaking.say(texts, permit)
        await self.line.tell({"type": "listening"})
        return was_heard

    async def _fill(self, name: str, is_wanted: Callable[[], bool]) -> None:
        async def permit() -> bool:
            return is_wanted() and not self.listening.is_hearing

        self.house.note("filler", 1)
        await self.speaking.say([phrase(name, self.language)], permit, matters=False)

    def _first_sound(self) -> None:
        if self._ended_at:
            self.house.note("first_sound", self.waited)
            self._ended_at = 0.0
