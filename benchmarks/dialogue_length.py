"""What the 300th message of a conversation costs, against the 10th.

    python -m benchmarks.dialogue_length [--json] [--conversations N]

Every conversation repeats the same ten messages. The ten around turn 10 of a fresh conversation
are measured next to the ten around turn 300 of an old one, pair by pair.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import track

from benchmarks.measure import Spread, ratio
from benchmarks.pictures import drawn
from benchmarks.running import Running, client, running
from benchmarks.sides import our_desk
from benchmarks.visitors import Round, converse
from bot.settings import settings

GOAL = 1.3
EARLY, LATE = 10, 300
CYCLE = (
    "ma box clignote rouge",
    "merci",
    "je voudrais être rappelé",
    "06 39 98 12 34",
    "jeudi à 15 h 30",
    "laisse tomber",
    "c'est quoi le code RIO ?",
    "oui merci",
    "êtes-vous un robot ?",
    "mon wifi est lent dans la chambre",
)
MEASURES: dict[str, Callable[[Round], float]] = {
    "cpu": lambda one: one.cpu_per_message,
    "latency": lambda one: median(one.latencies),
}
Pair = tuple[Round, Round]


def main(
    conversations: Annotated[int, typer.Option(help="how many grow old")] = 6,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Compare turn 300 with turn 10."""
    found = figures(asyncio.run(measure(conversations)))
    path = settings().data_dir / "reports" / "dialogue_length.png"
    picture(found, path)
    print(json.dumps(found | {"picture": str(path)}, indent=2) if as_json else table(found))


async def measure(conversations: int) -> list[Pair]:
    """Pairs of the ten turns around turn 10 and the ten around turn 300."""
    with tempfile.TemporaryDirectory() as folder:
        desk = our_desk(Path(folder))
        with running(desk):
            async with client(desk.url) as door:
                await _speak(door, "warm-up", 0, 40)
                names = [f"old-{number}" for number in range(conversations)]
                for name in track(names, "growing old", console=Console(file=sys.stderr)):
                    await _speak(door, name, 0, LATE - 5)
                return [await _pair(desk, door, name) for name in names]


async def _pair(desk: Running, door: httpx.AsyncClient, old: str) -> Pair:
    fresh = f"fresh-{old}"
    await _speak(door, fresh, 0, EARLY - 5)
    early = await _timed(desk, door, fresh, EARLY)
    return early, await _timed(desk, door, old, LATE)


async def _timed(desk: Running, door: httpx.AsyncClient, sender: str, turn: int) -> Round:
    """The ten turns around one, with what they cost the desk's processes."""
    cpu, started = desk.cpu(), perf_counter()
    turns = await _speak(door, sender, turn - 5, turn + 5)
    return Round(tuple(turns), perf_counter() - started, desk.cpu() - cpu)


async def _speak(door: httpx.AsyncClient, sender: str, first: int, last: int) -> list[Any]:
    return await converse(door, sender, [CYCLE[turn % len(CYCLE)] for turn in range(first, last)])


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Medians over the conversations, and the late turns over the early ones."""
    found: dict[str, Any] = {"conversations": len(pairs), "turns": [EARLY, LATE], "goal": GOAL}
    for name, of in MEASURES.items():
        early, late = ([of(pair[place]) for pair in pairs] for place in (0, 1))
        found[f"{name}_ratio"] = ratio(late, early).median
        found[f"{name}_ms"] = {"early": vars(Spread.of(early)), "late": vars(Spread.of(late))}
    found["answered"] = min(one.answered for pair in pairs for one in pair)
    return found


def table(found: dict[str, Any]) -> str:
    rows = [f"{'':10}{'turn 10':>24}{'turn 300':>24}{'ratio':>8}   goal: at most {GOAL}"]
    for name in ("cpu", "latency"):
        early, late = (Spread(**found[f"{name}_ms"][when]).shown() for when in ("early", "late"))
        rows.append(f"{name + ' ms':10}{early:>24}{late:>24}{found[f'{name}_ratio']:>8.2f}")
    return "\n".join(rows)


def picture(found: dict[str, Any], path: Path) -> None:
    """Two pairs of bars: CPU and latency, early and late."""
    with drawn(path, size=(5, 3.6)) as (axis,):
        for place, when in enumerate(("early", "late")):
            heights = [found[f"{name}_ms"][when]["median"] for name in ("cpu", "latency")]
            turn = found["turns"][place]
            axis.bar([x + 0.4 * place for x in range(2)], heights, width=0.38, label=f"turn {turn}")
        axis.set_xticks([0.2, 1.2])
        axis.set_xticklabels(["CPU", "latency"])
        axis.set_ylabel("milliseconds a message")
        axis.set_title("an old conversation costs what a new one does")
        axis.legend()


if __name__ == "__main__":
    typer.run(main)
