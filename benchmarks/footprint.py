"""How long the desk takes to open, and how much memory and disk it holds.

python -m benchmarks.footprint [--json] [--starts N]
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from benchmarks.measure import Spread, disk_megabytes, memory
from benchmarks.pictures import drawn
from benchmarks.running import Running, running
from benchmarks.sides import our_desk
from benchmarks.visitors import visit
from bot.settings import settings

Memory = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Start:
    """One cold start: seconds until ready, MB of each process then, and after some visitors."""

    seconds: float
    ready: Memory
    served: Memory


def main(
    starts: Annotated[int, typer.Option(help="how often the desk is opened")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure how long the desk takes to open, and how much it holds."""
    numbers = track(range(starts), "opening", console=Console(file=sys.stderr))
    found = figures([start() for _ in numbers], disk())
    path = settings().data_dir / "reports" / "footprint.png"
    picture(found, path)
    if as_json:
        print(json.dumps(found | {"picture": str(path)}, indent=2))
    else:
        print(table(found), f"The picture: {path}", sep="\n\n")


def start() -> Start:
    """Open a desk in a folder of its own, let sixteen visitors talk, and close it."""
    with tempfile.TemporaryDirectory() as folder:
        desk = our_desk(Path(folder), voice=True)
        started = perf_counter()
        with running(desk):
            seconds, ready = perf_counter() - started, _memory(desk)
            asyncio.run(visit(desk, visitors=16, visits=1))
            return Start(seconds, ready, _memory(desk))


def disk() -> dict[str, float]:
    """MB of the environment, and of each part of the data folder."""
    parts = {f"data/{path.name}": path for path in sorted(settings().data_dir.iterdir())}
    folders = {"environment": Path(sys.prefix)} | {n: p for n, p in parts.items() if p.is_dir()}
    return {name: disk_megabytes(path.resolve()) for name, path in folders.items()}


def figures(starts: Sequence[Start], disk: dict[str, float]) -> dict[str, Any]:
    last = starts[-1]
    return {
        "cold_start_seconds": vars(Spread.of([one.seconds for one in starts])),
        "memory_megabytes": {"ready": last.ready, "after_96_messages": last.served},
        "disk_megabytes": disk,
    }


def table(found: dict[str, Any]) -> str:
    rows = [f"cold start until ready: {Spread(**found['cold_start_seconds']).shown()} s", ""]
    rows.append(f"{'memory, MB':22}{'resident':>12}{'own':>12}")
    for when, processes in found["memory_megabytes"].items():
        for name, held in processes.items():
            rows.append(
                f"{name:10}{when.split('_')[0]:12}{held['resident']:>12.0f}{held['own']:>12.0f}"
            )
    rows += ["", f"{'disk, MB':22}"]
    rows += [f"{name:22}{size:>12.0f}" for name, size in found["disk_megabytes"].items()]
    return "\n".join(rows)


def picture(found: dict[str, Any], path: Path) -> None:
    """What each process holds once it is ready, and after some visitors."""
    with drawn(path, size=(6, 3)) as (axis,):
        for place, (when, processes) in enumerate(found["memory_megabytes"].items()):
            rows = [row + 0.4 * place for row in range(len(processes))]
            axis.barh(rows, [held["resident"] for held in processes.values()], 0.38, label=when)
            axis.set_yticks([row - 0.2 * place for row in rows], list(processes))
        axis.set(xlabel="resident memory, MB")
        axis.legend()


def _memory(desk: Running) -> Memory:
    return {name: memory(process.pid) for name, process in desk.processes.items()}


if __name__ == "__main__":
    typer.run(main)
