"""What the caller said: heard by a recogniser, doubted where it should be, and acted on."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from connectors.voice.asked import says_no, says_yes, wants_to_write
from connectors.voice.changing_over import ChangingOver
from connectors.voice.echo import are_own_words
from connectors.voice.numerals import put_together
from connectors.voice.replying import Replying
from connectors.voice.speech import EarsFailed, Expected, Transcript, Utterance
from connectors.voice.spoken_codes import code_in
from connectors.voice.talk import Talk

EARS_PATIENCE = 12.0
# Below this, a recogniser's "yes" may well have been a "no": better ask again.
UNSURE = 0.45


class Understanding:
    """Takes each utterance once it has ended."""

    def __init__(self, talk: Talk, replying: Replying, changing_over: ChangingOver) -> None:
        self._talk, self._replying, self._changing_over = talk, replying, changing_over
        self._house, self._line, self._speaking = talk.house, talk.line, talk.speaking
        self._turns, self._in_order = talk.turns, asyncio.Lock()
        self._unanswered: Transcript | None = None

    def forget(self) -> None:
        """What was begun is not gone on with."""
        self._unanswered = None

    async def understand(self, utterance: Utterance, may_be_echo: bool) -> None:
        """Act on what was said; it `may_be_echo` when its first sound was like the desk's own."""
        async with self._in_order:
            heard = self._joined(await self._words_of(utterance), may_be_echo)
        if heard is None:
            return await self._say_again("not_heard")
        if not heard.text:
            return await self._nothing_said()
        if self._turns.are_callers:
            self._unanswered = heard
            return self._talk.filler.stop()
        if self._is_doubtful(heard):
            return await self._say_again("not_understood")
        self._turns.taken()
        await self._line.tell({"type": "heard", "text": heard.text})
        await self._act_on_words(heard)

    async def _words_of(self, utterance: Utterance) -> Transcript | None:
        """None when the ears have failed."""
        try:
            heard = await asyncio.wait_for(utterance.finish(), EARS_PATIENCE)
        except (EarsFailed, asyncio.TimeoutError):
            self._house.note("ears_failed", 1)
            return None
        finally:
            self._turns.understood(utterance)
            utterance.cancel()
        self._house.note("recognised", self._talk.waited)
        return replace(heard, text=put_together(heard.text))

    def _joined(self, heard: Transcript | None, may_be_echo: bool) -> Transcript | None:
        """With what came before, when the caller went on before that was answered."""
        before, self._unanswered = self._unanswered, None
        if heard and may_be_echo and are_own_words(heard.text, self._speaking.words):
            heard = replace(heard, text="")
        if before is None or heard is None or not heard.text:
            return before or heard
        return replace(heard, text=f"{before.text} {heard.text}")

    async def _act_on_words(self, heard: Transcript) -> None:
        if code := code_in(heard.text, heard.language or self._talk.language):
            return await self._changing_over.continue_with(code)
        if wants_to_write(heard.text):
            return await self._changing_over.give_code()
        if not self._talk.is_settled and heard.language:
            self._talk.settle(heard.language)
        await self._replying.converse(heard.text)

    async def _nothing_said(self) -> None:
        """A cough or a noise: go on where the desk was, or say that nothing was heard."""
        if self._speaking.can_resume:
            self._house.note("resumed", 1)
            await self._talk.resume()
        else:
            await self._say_again("not_heard")

    async def _say_again(self, name: str) -> None:
        """Unless an answer to what was said before is on its way."""
        if not self._talk.is_speech_due and not self._replying.is_thinking:
            await self._replying.say_again(name)

    def _is_doubtful(self, heard: Transcript) -> bool:
        """A yes or no, or a score, that was barely heard decides nothing."""
        asked = self._talk.courtesy.question.expected
        sure = heard.confidence is None or heard.confidence >= UNSURE
        decides = asked in (Expected.YES_NO, Expected.SCORE)
        if asked is Expected.OFFER:
            decides = says_yes(heard.text) or says_no(heard.text)
        return decides and not sure
