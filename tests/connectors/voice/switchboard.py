"""A telephone exchange for tests: real calls to a running desk, in readable sound."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from time import monotonic
from typing import Any, Literal, TypeVar

from typing_extensions import Self

from bot.settings import Settings
from connectors.voice.calls import Calls
from connectors.voice.counts import Counts
from connectors.voice.desk_by_rest import DeskByRest, Spoken
from connectors.voice.house import House
from connectors.voice.lines import Lines
from connectors.voice.phrases import LANGUAGES, phrase
from connectors.voice.sealing import sealing
from connectors.voice.transport import CallTransport
from tests.conftest import TOKEN, Desk, free_port
from tests.connectors.voice.conftest import served
from tests.connectors.voice.peers.asterisk import AudioSocketLeg, SimulatedAsterisk
from tests.connectors.voice.peers.websocket_pbx import WebSocketLeg, WebSocketPbx
from tests.connectors.voice.readable import (
    SAMPLES,
    SPOKEN_MS,
    ReadableActivity,
    ReadableEars,
    ReadableVoice,
    Writing,
)

T = TypeVar("T")
TICK, HASTE, PATIENCE = 0.002, 60.0, 40.0
TRIES = 3
UNHEARD = {
    phrase(name, language).text
    for name in ("silent", "silent_keys", "silent_callback", "silent_callback_open", "not_heard")
    for language in LANGUAGES
}
_BESIDE = "utter_disclosure"
Line = Literal["audiosocket", "audiosocket_8k", "chan_websocket"]


class RecordedDesk(DeskByRest):
    """The way to the desk, remembering what it answered in each conversation."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.answers: dict[str, list[Sequence[Spoken]]] = defaultdict(list)
        self.asked: Counter[str] = Counter()

    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]:
        self.asked[conversation] += 1
        answer = await super().say(conversation, text, metadata)
        self.answers[conversation].append(answer)
        return answer


class Switchboard:
    """Runs the telephone beside the tests, in a loop of its own, for one desk.

    At 8 kHz only what is written in tones can be read.
    """

    def __init__(self, desk: Desk, writing: Writing = SAMPLES) -> None:
        self.desk, self.writing, self._loop = desk, writing, asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self.recorded = RecordedDesk(desk.url, TOKEN)
        self.asterisk = SimulatedAsterisk(0, 0)
        self.pbx = WebSocketPbx("")

    def __enter__(self) -> Self:
        self._thread.start()
        self.asterisk = self.do(self._opened())
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the telephone's loop, from the test's thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE * (TRIES + 2))

    async def _opened(self) -> SimulatedAsterisk:
        chosen = Settings(
            secret=self.desk.environment["GUICHET_SECRET"],
            audiosocket_port=free_port(), fastagi_port=free_port(),
        )
        counts = Counts()
        calls = Calls(await self._house(chosen, counts), 64, counts)

        async def take(transport: CallTransport) -> None:
            await calls.take(self._line(transport))

        lines = Lines(take, chosen, counts.event, TICK)
        ports = await self._stack.enter_async_context(lines.listening())
        self._stack.push_async_callback(self.recorded.close)
        url = await self._stack.enter_async_context(served(lines))
        assert ports.audiosocket and ports.fastagi
        asterisk = SimulatedAsterisk(ports.audiosocket, ports.fastagi)
        self.pbx = WebSocketPbx(url.replace("http", "ws") + "/voice/asterisk", asterisk=asterisk)
        return asterisk

    async def _house(self, chosen: Settings, counts: Counts) -> House:
        voice = ReadableVoice(self.writing)
        return House(
            ReadableEars(self.writing), ReadableActivity, voice, voice.fallback, self.recorded,
            sealing(chosen), note=counts.note,
        )

    def _line(self, transport: CallTransport) -> CallTransport:
        return transport


class PhoneCall:
    """One caller: speaks and presses keys, and hears what the desk answers."""

    def __init__(
        self, board: Switchboard, language: str, caller: str = "", line: Line = "audiosocket"
    ) -> None:
        self._board, self._writing = board, board.writing
        self._holding = self._held(caller, language, line)
        self.leg: AudioSocketLeg | WebSocketLeg = board.do(self._begin())
        self.conversation = f"call-{self.leg.call}"
        self._answered = self._heard_before = 0

    def say(self, text: str) -> list[dict[str, Any]]:
        """Speak, and hear the whole answer."""
        return self._board.do(self._said(self._writing.sound_of(text, SPOKEN_MS)))

    def press(self, keys: str) -> list[dict[str, Any]]:
        """Press keys, and hear the whole answer."""
        return self._board.do(self._pressed(keys))

    def hang_up(self) -> None:
        self._board.do(self._end())

    @property
    def heard(self) -> list[str]:
        """Every text that came through the receiver, in order."""
        return [text.split("|", 1)[-1] for text in self._writing.texts_in(bytes(self.leg.heard))]

    @asynccontextmanager
    async def _held(
        self, caller: str, language: str, line: Line
    ) -> AsyncIterator[AudioSocketLeg | WebSocketLeg]:
        board, calling = self._board, {"language": language, "haste": HASTE}
        rate = 8_000 if line == "audiosocket_8k" else 16_000
        held: AbstractAsyncContextManager[AudioSocketLeg | WebSocketLeg] = (
            board.pbx.call(caller, **calling)
            if line == "chan_websocket"
            else board.asterisk.call(caller or "unknown", rate=rate, **calling)
        )
        async with held as leg:
            leg.hurries = True
            yield leg

    async def _begin(self) -> AudioSocketLeg | WebSocketLeg:
        leg = await self._holding.__aenter__()
        self.leg = leg
        await self._until(lambda: len(self.heard) >= 2)
        leg.haste = 1.0
        return leg

    async def _end(self) -> None:
        await self._holding.__aexit__(None, None, None)

    async def _said(self, pcm: bytes) -> list[dict[str, Any]]:
        """In haste, but for the silence before the next words: that one has a meaning.

        As people do, once more when the desk says that it heard nothing.
        """
        try:
            for _ in range(TRIES):
                if await self._is_taken(pcm):
                    break
            return await self._answer()
        finally:
            self.leg.haste = 1.0

    async def _is_taken(self, pcm: bytes) -> bool:
        self.leg.haste = HASTE
        await self.leg.play(pcm)
        before = len(self.heard)
        await self._until(lambda: self._is_answered or self._is_unheard(before))
        if not self._is_asked:
            self.leg.haste = 1.0
            await asyncio.sleep(0.3)
        return self._is_asked

    @property
    def _is_asked(self) -> bool:
        """The words have reached the desk, whose answer may take its time."""
        return self._board.recorded.asked[self.conversation] > self._answered

    @property
    def _is_answered(self) -> bool:
        return len(self._board.recorded.answers[self.conversation]) > self._answered

    def _is_unheard(self, before: int) -> bool:
        return any(text in UNHEARD for text in self.heard[before:])

    async def _pressed(self, keys: str) -> list[dict[str, Any]]:
        await self.leg.press(keys)
        return await self._answer()

    async def _answer(self) -> list[dict[str, Any]]:
        answers = self._board.recorded.answers[self.conversation]
        await self._until(lambda: len(answers) > self._answered)
        answer = answers[self._answered]
        self._answered += 1
        spoken = [one.text for one in answer if one.text and one.response != _BESIDE]
        await self._until(lambda: self._heard_since(spoken))
        self._heard_before = len(self.heard)
        await asyncio.sleep(4 * TICK)
        return [bubble(one) for one in answer]

    def _heard_since(self, spoken: list[str]) -> bool:
        """Whether these were heard in order, whatever the call itself said between them."""
        rest = iter(self.heard[self._heard_before :])
        return all(any(text == one for one in rest) for text in spoken)

    async def _until(self, is_true: Any) -> None:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            if is_true():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"not heard in time; heard: {self.heard[-4:]}")


def bubble(one: Spoken) -> dict[str, Any]:
    buttons = [{"title": choice.title, "payload": choice.payload} for choice in one.choices]
    return {"text": one.text, "buttons": buttons, "custom": dict(one.custom)}
