"""A telephone for benchmarks: the voice process's parts in this one, and a simulated Asterisk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from benchmarks.hearing import trimmed, until_quiet
from benchmarks.measure import PROC, cpu_of
from benchmarks.running import TOKEN, free_port
from benchmarks.voice_turns import Note
from bot.settings import Settings, settings
from connectors.voice.activity import SpeechActivity
from connectors.voice.calls import Calls
from connectors.voice.counts import Counts
from connectors.voice.desk_by_rest import DeskByRest, Spoken
from connectors.voice.ears import PooledEars
from connectors.voice.hearing import open_ears
from connectors.voice.house import House
from connectors.voice.lines import Lines
from connectors.voice.mouth import Mouth, open_mouth
from connectors.voice.sealing import sealing
from connectors.voice.transport import CallTransport
from tests.connectors.voice.peers.asterisk import AudioSocketLeg, SimulatedAsterisk


class CountingDesk(DeskByRest):
    """The way to the desk, counting what was said to it in each conversation."""

    def __init__(self, url: str) -> None:
        super().__init__(url, TOKEN)
        self.said: dict[str, int] = defaultdict(int)
        self.where: dict[str, set[str]] = {}

    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]:
        self.said[conversation] += 1
        spoken = await super().say(conversation, text, metadata)
        self.where[conversation] = {word for one in spoken for word in (one.response, one.asked)}
        return spoken


@dataclass
class Telephone:
    """Lines that are open, what was noted of each stage, and how often a line was emptied."""

    asterisk: SimulatedAsterisk
    desk: CountingDesk
    mouth: Mouth
    ears: PooledEars
    notes: list[Note] = field(default_factory=list)
    flushes: int = 0

    async def speech(self, text: str, language: str) -> bytes:
        """A caller's sentence, without the silence around it."""
        return trimmed(b"".join([piece async for piece in self.mouth.speak(text, language)]))

    def asked(self, leg: AudioSocketLeg) -> int:
        """How often the desk was asked something in a call."""
        return self.desk.said[f"call-{leg.call}"]

    def where(self, leg: AudioSocketLeg) -> set[str]:
        """What the desk said last in a call, and asked for: responses and slots."""
        return self.desk.where.get(f"call-{leg.call}", set())

    def note(self, name: str, value: float) -> None:
        self.notes.append(Note(name, value, perf_counter()))


class WatchedLine:
    """A call's line, which tells when what it has to say is dropped."""

    def __init__(self, line: CallTransport, phone: Telephone) -> None:
        self._line, self._phone = line, phone

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    async def flush(self) -> None:
        self._phone.flushes += 1
        await self._line.flush()


@asynccontextmanager
async def telephone(url: str, secret: str) -> AsyncIterator[Telephone]:
    """Real ears and mouth, AudioSocket and FastAGI on free ports, before a running desk."""
    async with AsyncExitStack() as stack:
        ears = await open_ears()
        stack.push_async_callback(ears.close)
        mouth = await open_mouth(settings())
        stack.push_async_callback(mouth.close)
        desk = CountingDesk(url)
        stack.push_async_callback(desk.close)
        chosen = Settings(secret=secret, audiosocket_port=free_port(), fastagi_port=free_port())
        phone = Telephone(SimulatedAsterisk(0, 0), desk, mouth, ears)
        house = House(
            ears, SpeechActivity, mouth, mouth.fallback, desk, sealing(chosen),
            filler_after=float("inf"), note=phone.note,
        )  # fmt: skip
        calls = Calls(house, 64, Counts())

        async def take(line: CallTransport) -> None:
            await calls.take(cast(CallTransport, WatchedLine(line, phone)))

        ports = await stack.enter_async_context(Lines(take, chosen).listening())
        assert ports.audiosocket and ports.fastagi
        phone.asterisk = SimulatedAsterisk(ports.audiosocket, ports.fastagi)
        yield phone


@asynccontextmanager
async def caller(
    phone: Telephone, language: str, rate: int = 8_000
) -> AsyncIterator[AudioSocketLeg]:
    """A call whose opening has been listened to."""
    async with phone.asterisk.call(language=language, rate=rate) as leg:
        await until_quiet(leg)
        yield leg


def ears_cpu() -> float:
    """The CPU seconds that the recognisers' processes have used so far."""
    numbered = [one for one in PROC.iterdir() if one.name.isdigit()]
    return sum(cpu_of(int(one.name)) for one in numbered if _hears(one))


def _hears(process: Path) -> bool:
    try:
        return b"connectors.voice.worker" in (process / "cmdline").read_bytes()
    except OSError:
        return False
