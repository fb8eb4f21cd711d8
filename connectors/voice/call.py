"""One call: a line, ears, the desk and a mouth, and the manners between them."""

from __future__ import annotations

import asyncio
import time

import structlog

from connectors.voice.changing_over import ChangingOver
from connectors.voice.courtesy import Question
from connectors.voice.floor import Step
from connectors.voice.house import House
from connectors.voice.jobs import Jobs
from connectors.voice.keypad import Chosen, Typed
from connectors.voice.listening import Listening
from connectors.voice.own_voice import OwnVoice
from connectors.voice.phrases import other, phrase
from connectors.voice.pressing import Pressing
from connectors.voice.replying import Replying
from connectors.voice.speaking import Said
from connectors.voice.speech import FRAME_BYTES, RATE, Utterance
from connectors.voice.talk import Talk
from connectors.voice.transport import CallTransport, Ended, Key, LineEvent, Mark, Pushed, Sound
from connectors.voice.understanding import Understanding

log = structlog.get_logger()
_AT_ONCE = RATE  # half a second


class Call:
    """Runs one call from its opening to its end."""

    def __init__(self, house: House, transport: CallTransport) -> None:
        self._house, self._line = house, transport
        self._listening = Listening(
            house.ears, house.activity(), self._stepped, self._is_caller, self._partial,
            house.language,
        )  # fmt: skip
        if transport.arrival.variables.get("mode") == "push":
            self._listening.is_pushed = False
        self._heard = 0
        self._talk = Talk(house, transport, self._listening)
        self._speaking = self._talk.speaking
        self._own_voice = OwnVoice(self._speaking.playback, house.note)
        self._replying = Replying(self._talk)
        self._changing_over = ChangingOver(self._talk, self._replying)
        self._pressing = Pressing(self._talk, self._key_pressed, self._act_on, self._key_odd)
        self._jobs = Jobs(lambda: house.note("step_failed", 1))
        self._understanding = Understanding(self._talk, self._replying, self._changing_over)

    async def run(self) -> None:
        """Until either side hangs up. Never raises because of the caller or the line."""
        started, reason = time.monotonic(), "hangup"
        limit = asyncio.get_running_loop().call_later(
            self._house.longest, lambda: self._jobs.start(self._talk.farewell("too_long"))
        )
        try:
            self._jobs.answer(self._open())
            async for event in self._line.events():
                if isinstance(event, Ended):
                    reason = event.reason
                    break
                if isinstance(event, Sound):
                    await self._hear(event.pcm)
                else:
                    self._take(event)
        finally:
            limit.cancel()
            await self._leave()
            seconds = round(time.monotonic() - started, 1)
            log.info("call ended", line=self._line.arrival.line, reason=reason, seconds=seconds)

    def _take(self, event: LineEvent) -> None:
        if isinstance(event, Mark):
            self._speaking.reached(event)
        elif isinstance(event, Key):
            self._pressing.press(event.digit)
        elif isinstance(event, Pushed):
            self._listening.push(event.down)

    async def _hear(self, pcm: bytes) -> None:
        """A piece at a time, so that an echo is looked for where the desk's voice is.

        A line that brings much at once leaves the others their turn now and then.
        """
        self._heard += len(pcm)
        if self._heard > _AT_ONCE:
            self._heard = 0
            await asyncio.sleep(0)
        for start in range(0, len(pcm), FRAME_BYTES):
            piece = pcm[start : start + FRAME_BYTES]
            self._speaking.playback.passed(len(piece))
            self._listening.hear(piece, self._is_busy)

    @property
    def _working(self) -> int:
        return self._jobs.working

    @property
    def _is_busy(self) -> bool:
        """Whether a silence of the caller is none: the desk speaks or thinks, or keys are typed."""
        return self._speaking.is_on or self._working > 0 or self._talk.keypad.is_collecting

    async def _open(self) -> None:
        talk, language = self._talk, self._talk.language
        if self._line.arrival.line == "browser":
            return await self._open_here(phrase("listening", language))
        if self._line.arrival.conversation:
            await talk.speak([talk.notice.open_with(phrase("continuing", language))])
            return await self._replying.choose("/repeat")
        first = talk.notice.open_with(phrase("opening", language))
        opening = [first, phrase("opening_question", language)]
        if not talk.is_settled:
            hint = phrase("opening_other_language", language)
            opening.insert(1, Said(hint.text, other(language)))
        talk.ask(Question(opening[-1:]))
        await talk.speak(opening)

    async def _open_here(self, listening: Said) -> None:
        """The widget's microphone: the notice once a conversation, then whenever it is opened."""
        talk = self._talk
        talk.ask(Question([listening]))
        if self._house.told.first_time(talk.conversation):
            notice = talk.notice.open_with(phrase("opening_here", talk.language))
            await talk.speak([notice, listening])
        else:
            await talk.speak([listening])

    async def _leave(self) -> None:
        self._listening.drop()
        self._pressing.stop()
        await self._jobs.close()
        self._talk.turns.close()
        self._talk.filler.close()

    def _stepped(self, step: Step, utterance: Utterance | None) -> None:
        if step is Step.BEGAN:
            self._talk.filler.stop()
            self._fall_silent()
        elif step is Step.ENDED and utterance is not None:
            self._talk.turn_ended()
            self._house.note("silence", self._listening.ended_by / 1000)
            self._talk.turns.expect(utterance)
            self._talk.filler.start()
            may_be_echo = self._own_voice.may_be_heard
            self._jobs.answer(self._understanding.understand(utterance, may_be_echo))
        elif step is Step.SILENT:
            self._jobs.answer(self._replying.stay_courteous())

    def _fall_silent(self) -> None:
        if self._speaking.is_on:
            self._jobs.start(self._speaking.stop())

    def _is_caller(self, heard: bytes) -> bool:
        return self._own_voice.is_not(heard)

    def _partial(self, text: str) -> None:
        self._jobs.start(self._line.tell({"type": "partial", "text": text}))

    def _key_pressed(self) -> None:
        """It counts instead of what is being said, by either side."""
        self._fall_silent()
        self._understanding.forget()
        self._listening.drop()

    def _key_odd(self) -> None:
        """A key that answers nothing: the desk goes on, or says which ones do."""
        if not self._is_busy and not self._listening.is_hearing:
            self._jobs.answer(self._talk.say_keys())

    def _act_on(self, meant: Typed | Chosen) -> None:
        self._talk.turns.taken()
        if isinstance(meant, Chosen):
            self._jobs.answer(self._replying.choose(meant.payload))
        elif meant.is_code:
            self._jobs.answer(self._changing_over.continue_with(meant.digits))
        else:
            self._jobs.answer(self._replying.converse(meant.digits))
