"""The desk's part of a call: what was said is answered aloud, and an answer may end the call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import structlog

from bot.conversation import DialogueUnavailable
from connectors.voice.asked import asks_again, expected, says_yes
from connectors.voice.courtesy import Question, Silence
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.speaking import Said
from connectors.voice.talk import Talk

log = structlog.get_logger()
FAREWELL_TRIES = 3
_SAID_AT_OPENING = "utter_disclosure"
_GOODBYE = "utter_goodbye"
_OPINION_GIVEN = {
    *("utter_feedback_saved", "utter_feedback_case"),
    *("utter_survey_skipped", "utter_feedback_lost"),
}
_UNCLEAR = ("utter_wordless", "utter_too_hard")


class Replying:
    """Brings the desk's answers to the caller, one turn after the other."""

    def __init__(self, talk: Talk) -> None:
        self._talk, self._house = talk, talk.house
        self._thinking = asyncio.Lock()
        self._unavailable, self._leaving = 0, False
        self.offers_callback = False
        self.own_words: Sequence[Said] = ()  # what the call itself said last, to be heard again

    async def converse(self, text: str) -> None:
        """Say something to the desk, and its answer to the caller."""
        if self.own_words and asks_again(text):
            await self._talk.speak(self.own_words)
            return
        self.own_words = ()
        turn = self._talk.turns.number
        self._talk.filler.start()
        async with self._thinking:
            answer = await self._answer(self._meant(text))
        self._talk.filler.stop()
        if answer is None:
            return await self._apologise()
        self._unavailable = 0
        await self._reply(answer, turn)

    @property
    def is_thinking(self) -> bool:
        return self._thinking.locked()

    async def choose(self, payload: str) -> None:
        """Press a button, or ask for an intent, for the caller."""
        await self.converse(self._talk.sealed(payload))

    async def stay_courteous(self) -> None:
        """The caller says nothing: ask again, offer keys, offer a callback, say goodbye."""
        await self._take_leave(self._talk.courtesy.silent(self._talk.language))

    async def say_again(self, name: str) -> None:
        """The caller was not heard; after many times in a row, a way on, or goodbye."""
        silence = self._talk.courtesy.noisy(self._talk.language)
        if silence is not None:
            return await self._take_leave(silence)
        await self._talk.say_again(name)

    async def _take_leave(self, silence: Silence) -> None:
        self.offers_callback = silence.offers_callback
        was_heard = await self._talk.speak(silence.texts)
        if silence.hang_up and was_heard:
            await self._talk.line.hangup()

    def _meant(self, text: str) -> str:
        """A «oui» to the callback that a silence offered asks for it."""
        offered, self.offers_callback = self.offers_callback, False
        return self._talk.sealed("/request_callback") if offered and says_yes(text) else text

    async def _answer(self, text: str) -> Sequence[Spoken] | None:
        """None when the desk has none, for whatever reason."""
        started = time.monotonic()
        talk = self._talk
        try:
            return await self._house.desk.say(talk.conversation, text, talk.metadata)
        except DialogueUnavailable:
            log.warning("no answer from the desk")
        except Exception:
            log.error("the desk's answer could not be read", exc_info=True)
        finally:
            self._house.note("answered", time.monotonic() - started)
        self._house.note("unavailable", 1)
        return None

    async def _reply(self, answer: Sequence[Spoken], turn: int) -> None:
        talk = self._talk
        spoken = [one for one in answer if one.response != _SAID_AT_OPENING and one.text]
        talk.language = next((one.language for one in answer if one.language), talk.language)
        talk.is_settled = True
        texts = [Said(one.text, talk.language) for one in spoken]
        last = spoken[-1] if spoken else Spoken("")
        choices = next((one.choices for one in reversed(spoken) if one.choices), ())
        kind = expected(last.asked, [choice.title for choice in choices])
        talk.ask(Question(texts[-1:], kind, choices))
        texts += self._manners(spoken)
        await talk.line.tell({"type": "reply", "text": " ".join(one.text for one in texts)})
        was_heard = await talk.speak([*talk.notice.owed(talk.language), *texts], turn)
        await self._after(spoken, was_heard)

    def _manners(self, spoken: Sequence[Spoken]) -> list[Said]:
        """Keys, offered when the caller was not understood twice."""
        if any(_is_unclear(one.response) for one in spoken):
            return self._talk.keys_if_due()
        self._talk.courtesy.understood()
        return []

    async def _after(self, spoken: Sequence[Spoken], was_heard: bool) -> None:
        """What an answer leads to once it was said: another line, or the end."""
        if self._house.transfer_to and any(one.custom.get("handoff") for one in spoken):
            await self._talk.say("transferring")
            await self._talk.line.transfer(self._house.transfer_to)
        elif was_heard and self._is_over(spoken):
            await self._talk.line.hangup()

    def _is_over(self, spoken: Sequence[Spoken]) -> bool:
        """Goodbye was said, and what was asked at goodbye (an opinion) is answered."""
        said = {one.response for one in spoken}
        self._leaving |= _GOODBYE in said
        is_the_end = _GOODBYE in said or (self._leaving and said & _OPINION_GIVEN)
        return bool(is_the_end) and not any(one.asked for one in spoken)

    async def _apologise(self) -> None:
        self._unavailable += 1
        if self._unavailable >= FAREWELL_TRIES:
            return await self._talk.farewell("unavailable_goodbye")
        await self._talk.say("unavailable")


def _is_unclear(response: str) -> bool:
    return response.endswith("_unclear") or response in _UNCLEAR
