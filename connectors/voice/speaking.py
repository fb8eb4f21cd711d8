"""The desk's voice in one call: says sentences in turn, stops at once, and knows what was heard."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

from connectors.voice.playback import Playback
from connectors.voice.speech import RATE, Synthesiser, VoiceFailed
from connectors.voice.transport import CallTransport, Mark

log = structlog.get_logger()
# A line that never says that a mark was reached is believed after the sound's own length.
_SLACK = 2.0
Fallback = Callable[[str], bytes]
Permit = Callable[[], Awaitable[bool]]


async def always() -> bool:
    return True


@dataclass(frozen=True)
class Said:
    """One text in a language, as it is to be spoken."""

    text: str
    language: str


@dataclass
class _Speech:
    """What is being said. `heard` counts the present text's pieces played, `sent` all bytes."""

    texts: Sequence[Said]
    permit: Permit
    matters: bool
    at: int = 0
    heard: int = 0
    sent: int = 0


class Speaking:
    """Plays texts down a line.

    `on_first_sound` is told when the first piece of a reply leaves, `on_heard` of whole texts.
    """

    def __init__(
        self,
        transport: CallTransport,
        synthesiser: Synthesiser,
        fallback: Fallback,
        on_first_sound: Callable[[], None] = lambda: None,
        on_heard: Callable[[Said], None] = lambda _said: None,
    ) -> None:
        self._transport, self._synthesiser, self._fallback = transport, synthesiser, fallback
        self._on_first_sound, self._on_heard = on_first_sound, on_heard
        self._turn = asyncio.Lock()
        self._speech: _Speech | None = None
        self._interrupted: _Speech | None = None
        self._playing: asyncio.Task[None] | None = None
        self._reached: dict[str, tuple[_Speech, asyncio.Event]] = {}
        self._number = 0
        self.playback = Playback()

    @property
    def is_on(self) -> bool:
        """Whether the caller hears, or is about to hear, the desk."""
        return self._playing is not None and not self._playing.done()

    @property
    def words(self) -> str:
        """The words of the present speech, or of the one that was interrupted."""
        speech = self._speech or self._interrupted
        return " ".join(one.text for one in speech.texts) if speech else ""

    @property
    def can_resume(self) -> bool:
        return self._interrupted is not None

    async def say(
        self, texts: Sequence[Said], permit: Permit = always, matters: bool = True
    ) -> bool:
        """Say texts one after another, after what is being said; whether all was heard.

        `permit` is asked when it is their turn. Only what `matters` can be resumed.
        """
        if matters:
            self._interrupted = None
        said = tuple(one for one in texts if one.text)
        return await self._play(_Speech(said, permit, matters))

    async def resume(self) -> bool:
        """Go on from the sentence that was interrupted for nothing."""
        speech, self._interrupted = self._interrupted, None
        return await self._play(speech) if speech else True

    async def stop(self) -> None:
        """Fall silent now; what was not heard can be resumed."""
        if not self.is_on or self._playing is None:
            return
        if self._speech is not None and self._speech.matters:
            self._interrupted = self._speech
        self._playing.cancel()
        self.playback.flush()
        await self._transport.flush()

    def reached(self, mark: Mark) -> None:
        """The line says that a piece was heard, or dropped."""
        speech, event = self._reached.pop(mark.name, (None, None))
        if speech is not None and event is not None and mark.played:
            self.playback.reached(mark.name)
            speech.heard += 1
            event.set()

    async def _play(self, speech: _Speech) -> bool:
        async with self._turn:
            if not await speech.permit():
                return False
            self._speech = speech
            self._forget_all_but(speech)
            self._playing = asyncio.create_task(self._play_texts(speech))
            try:
                await asyncio.wait({self._playing})
                return not self._playing.cancelled() and self._playing.exception() is None
            finally:
                self._playing.cancel()
                self._speech = None

    def _forget_all_but(self, speech: _Speech) -> None:
        """Marks of earlier speeches that a line never came back to would hold their sound."""
        self._reached = {name: one for name, one in self._reached.items() if one[0] is speech}

    async def _play_texts(self, speech: _Speech) -> None:
        while speech.at < len(speech.texts):
            await self._play_text(speech, speech.texts[speech.at])
            self._on_heard(speech.texts[speech.at])
            speech.at, speech.heard = speech.at + 1, 0

    async def _play_text(self, speech: _Speech, said: Said) -> None:
        """Send the pieces that were not heard yet, then wait until they are."""
        skip, number = speech.heard, 0
        waits: list[tuple[float, asyncio.Event]] = []
        try:
            async for piece in self._synthesiser.speak(said.text, said.language):
                number += 1
                if number > skip:
                    waits.append(await self._send(speech, piece))
        except VoiceFailed:
            log.error("synthesis failed", language=said.language)
            waits.append(await self._send(speech, self._fallback(said.language)))
        for seconds, reached in waits:
            await _until_heard(reached, seconds)

    async def _send(self, speech: _Speech, piece: bytes) -> tuple[float, asyncio.Event]:
        self._number += 1
        name, reached = f"m{self._number}", asyncio.Event()
        self._reached[name] = (speech, reached)
        if not speech.sent:
            self._on_first_sound()
        speech.sent += len(piece)
        self.playback.send(piece, name)
        await self._transport.send_audio(piece)
        await self._transport.mark(name)
        return speech.sent / (2 * RATE), reached


async def _until_heard(reached: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(reached.wait(), seconds + _SLACK)
    except asyncio.TimeoutError:
        log.warning("mark never reached")
