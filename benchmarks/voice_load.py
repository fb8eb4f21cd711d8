"""Many calls at once, all talking: are all answered, and does memory stay flat?

The lines, the turns and the clocks are real; sound is readable instead of spoken, and a desk
that answers at once stands behind, so that what is measured is the telephone itself.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, perf_counter
from typing import Annotated, Any

import typer

from benchmarks.measure import percentile
from benchmarks.running import free_port, logs_aside
from bot.settings import Settings
from connectors.voice.calls import Calls
from connectors.voice.counts import Counts
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.house import House
from connectors.voice.lines import Lines
from connectors.voice.pacer import TICK
from tests.connectors.voice.peers.asterisk import AudioSocketLeg, SimulatedAsterisk
from tests.connectors.voice.readable import (
    ReadableActivity,
    ReadableEars,
    ReadableVoice,
    sound_of,
    texts_in,
)

PATIENCE = 20.0
SETTLED = 0.2  # of the time: what a process takes once is taken by then


@dataclass(frozen=True)
class Load:
    """What became of some calls; memory in MB, once settled and at the end; waits in seconds."""

    calls: int
    seconds: float
    turns: int
    errors: int
    settled_mb: float
    end_mb: float
    p50: float
    p95: float


class EchoingDesk:
    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]:
        return [Spoken(f"Vous avez dit {text}.", "utter_ok", "fr")]


class Caller:
    """Asks, hears the answer, asks again; notes how long each answer took to be heard whole."""

    def __init__(self, number: int) -> None:
        self._number, self.turns, self.errors = number, 0, 0
        self.waits: list[float] = []

    async def talk(self, asterisk: SimulatedAsterisk, until: float, haste: float) -> None:
        async with asterisk.call(language="fr", rate=16_000, haste=haste) as leg:
            leg.hurries = haste > 1
            while monotonic() < until:
                await self._turn(leg)

    async def _turn(self, leg: AudioSocketLeg) -> None:
        self.turns += 1
        text = f"question {self.turns} de {self._number}"
        await leg.play(sound_of(text, 200))
        started = perf_counter()
        while not _heard(leg, f"Vous avez dit {text}."):
            if leg.ended.is_set() or perf_counter() - started > PATIENCE:
                self.errors += 1
                break
            await asyncio.sleep(0.05)
        self.waits.append(perf_counter() - started)
        leg.heard.clear()


def _heard(leg: AudioSocketLeg, text: str) -> bool:
    return any(text in one for one in texts_in(bytes(leg.heard)))


async def load(calls: int, seconds: float, haste: float = 1.0) -> Load:
    """So many callers for so long; `haste` shortens their silences, and every frame."""
    async with AsyncExitStack() as stack:
        asterisk = await telephone(stack, calls, TICK / haste)
        callers = [Caller(number) for number in range(calls)]
        until = monotonic() + seconds
        talking = [asyncio.create_task(one.talk(asterisk, until, haste)) for one in callers]
        await asyncio.sleep(seconds * SETTLED)
        settled = _memory()
        await asyncio.gather(*talking)
        end = _memory()
    waits = [wait for one in callers for wait in one.waits]
    return Load(
        calls, seconds, sum(one.turns for one in callers), sum(one.errors for one in callers),
        settled, end, percentile(waits, 50), percentile(waits, 95),
    )  # fmt: skip


async def telephone(stack: AsyncExitStack, calls: int, tick: float) -> SimulatedAsterisk:
    voice, counts = ReadableVoice(), Counts()
    house = House(
        ReadableEars(), ReadableActivity, voice, voice.fallback, EchoingDesk(),
        lambda _conversation, payload: payload, note=counts.note,
    )  # fmt: skip
    chosen = Settings(audiosocket_port=free_port(), fastagi_port=free_port())
    taken = Calls(house, calls, counts)
    ports = await stack.enter_async_context(
        Lines(taken.take, chosen, counts.event, tick).listening()
    )
    assert ports.audiosocket and ports.fastagi
    return SimulatedAsterisk(ports.audiosocket, ports.fastagi)


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main(
    calls: Annotated[int, typer.Option(help="callers at one time")] = 20,
    seconds: Annotated[float, typer.Option(help="how long they talk")] = 120.0,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Call and talk; fails when an answer was not heard."""
    found = asyncio.run(load(calls, seconds))
    print(json.dumps(asdict(found), indent=2) if as_json else table(found))
    if found.errors or not found.turns:
        raise typer.Exit(1)


def table(found: Load) -> str:
    """What a person reads."""
    return "\n".join([
        f"{found.calls} calls for {found.seconds:.0f} s: {found.turns} turns, "
        f"{found.errors} errors",
        f"question said → answer heard, p50 / p95: {found.p50:.2f} / {found.p95:.2f} s",
        f"memory (desk and callers): {found.settled_mb:.0f} MB → {found.end_mb:.0f} MB",
    ])  # fmt: skip


if __name__ == "__main__":
    logs_aside()
    typer.run(main)
