"""A chat turn through this desk against the same turn through stock Rasa, side by side.

    python -m benchmarks.chat [--json] [--rounds N]

Both run the same actions on the same articles, from the same rules and examples, on one machine;
they take turns, round by round, so that the machine's moods fall on both.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from benchmarks import refusals
from benchmarks.comparison import Comparison, picture, table
from benchmarks.running import Running, running
from benchmarks.sides import our_desk, stock_desk
from benchmarks.stock import stock_model
from benchmarks.visitors import Round, visit
from bot.settings import settings

# Visitors at once, and how often each comes back in a round.
LOADS = {1: 8, 16: 1}
WARM_UP = (4, 4)


def main(
    rounds: Annotated[int, typer.Option(help="how often both sides are asked")] = 5,
    stock_examples: Annotated[
        int, typer.Option(help="examples that stock Rasa learns, an intent and language; 0: all")
    ] = 24,
    stock: Annotated[
        Path | None, typer.Option(help="a stock model trained before, instead of training")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Compare this desk with stock Rasa, turn by turn."""
    model = stock or stock_model(settings().data_dir / "benchmarks", stock_examples)
    compared, no = asyncio.run(compare(model, rounds))
    path = settings().data_dir / "reports" / "chat.png"
    picture(compared, path)
    if as_json:
        more = {"refusals_ms": no} | _conditions(rounds, stock_examples, path)
        print(json.dumps(figures(compared) | more, indent=2))
    else:
        print(table(compared), refusals.table(no), sep="\n\n")
        print(_taught(stock_examples), f"The picture: {path}", sep="\n")


async def compare(
    model: Path, rounds: int
) -> tuple[list[Comparison], dict[str, dict[str, float]]]:
    """Both sides under every load, once each has warmed up; then what this desk refuses."""
    with tempfile.TemporaryDirectory() as folder:
        sides = our_desk(Path(folder)), stock_desk(Path(folder), model)
        with running(*sides):
            for side in sides:
                await visit(side, *WARM_UP)
            heard = [await _round(sides, number) for number in _shown(rounds)]
            no = await refusals.refused(sides[0])
    return [Comparison(load, *_of_load(heard, load)) for load in LOADS], no


async def _round(sides: Sequence[Running], number: int) -> dict[int, list[Round]]:
    """Each side once under every load; who goes first changes from round to round."""
    heard: dict[int, list[Round]] = {}
    first = WARM_UP[0] * WARM_UP[1] + number * sum(load * visits for load, visits in LOADS.items())
    for load, visits in LOADS.items():
        pair = [await visit(side, load, visits, first) for side in sides[:: (-1) ** number]]
        heard[load] = pair[:: (-1) ** number]
        first += load * visits
    return heard


def _of_load(heard: Sequence[dict[int, list[Round]]], load: int) -> list[list[Round]]:
    """Our rounds and stock's."""
    return [[each[load][side] for each in heard] for side in (0, 1)]


def _shown(rounds: int) -> Iterable[int]:
    return track(range(rounds), "rounds", console=Console(file=sys.stderr))


def figures(compared: Sequence[Comparison]) -> dict[str, Any]:
    """The ratios of one visitor at a time on top, and everything behind them."""
    alone = compared[0]
    return {
        "latency_ratio_p50": alone.ratio("latency_p50_ms").median,
        "latency_ratio_p95": alone.ratio("latency_p95_ms").median,
        "messages_per_cpu_second_ratio": alone.ratio("messages_per_cpu_second").median,
        "loads": [one.figures() for one in compared],
    }


def _conditions(rounds: int, examples: int, path: Path) -> dict[str, Any]:
    return {"rounds": rounds, "stock_examples": examples, "picture": str(path)}


def _taught(examples: int) -> str:
    if examples == 0:
        return "Stock Rasa learned every example."
    return f"Stock Rasa learned {examples} examples an intent and language: faster to train."


if __name__ == "__main__":
    typer.run(main)
