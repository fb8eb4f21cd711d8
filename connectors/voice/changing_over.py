"""Between the telephone and the web site, in one conversation: codes taken, and codes given."""

from __future__ import annotations

from dataclasses import replace

from connectors.voice.phrases import phrase
from connectors.voice.replying import Replying
from connectors.voice.speech import Expected
from connectors.voice.spoken_codes import SpokenCode
from connectors.voice.talk import Talk

# Questions that six digits may well answer.
_NUMBERS = (Expected.DIGITS, Expected.SPELLING, Expected.MOMENT, Expected.SCORE)


class ChangingOver:
    """The codes of one call; without a passage none is right, and none is given."""

    def __init__(self, talk: Talk, replying: Replying) -> None:
        self._talk, self._replying, self._passage = talk, replying, talk.house.passage

    async def continue_with(self, code: str | SpokenCode) -> None:
        """Go on with the conversation that a code stands for, typed or said.

        What was said and is none goes to the desk, like any other sentence.
        """
        said = code if isinstance(code, SpokenCode) else SpokenCode(code)
        known = None if self._answers_a_question(said) else await self._behind(said.digits)
        if known is None:
            return await self._not_taken(said)
        self._talk.move_to(known)
        self._replying.own_words = ()
        await self._talk.say("code_right")
        await self._replying.choose("/repeat")

    async def give_code(self) -> None:
        """The way on to the web site, in writing; it can be heard again until something is said."""
        talk, passage = self._talk, self._passage
        code = await passage.issue(talk.conversation) if passage is not None else None
        if code is None:
            await talk.say("code_refused")
            return
        issued = [phrase("code_issued", talk.language, code=", ".join(code))]
        talk.ask(replace(talk.courtesy.question, texts=issued))
        self._replying.own_words = issued
        await talk.speak(issued)

    async def _behind(self, code: str) -> str | None:
        arrival = self._talk.line.arrival
        who = arrival.caller or arrival.id
        return await self._passage.redeem(code, who) if self._passage is not None else None

    async def _not_taken(self, said: SpokenCode) -> None:
        if said.named:
            await self._talk.say("code_wrong")
        if said.sentence:
            await self._replying.converse(said.sentence)

    def _answers_a_question(self, said: SpokenCode) -> bool:
        return not said.named and self._talk.courtesy.question.expected in _NUMBERS
