"""What a promise costs: a durable action, emptying the outbox, a free slot among 10,000 bookings.

    python -m benchmarks.crm [--json] [--actions N] [--letters N] [--bookings N]

The same case is opened in the desk's books alone and in books that fill an outbox, one after the
other; the outbox is emptied into a second CRM of the embedded kind, on a file of its own, against
telling that CRM the same things one after another without an outbox.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks.crm_outbox import action_figures, drain_figures
from benchmarks.crm_slots import slot_figures
from benchmarks.pictures import drawn
from bot.settings import settings

GOAL_MS = 8.0


def main(
    actions: Annotated[int, typer.Option(help="cases opened on each side")] = 400,
    letters: Annotated[int, typer.Option(help="letters to deliver")] = 1000,
    bookings: Annotated[int, typer.Option(help="callbacks that are booked")] = 10_000,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Measure the outbox and the calendar."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, Any] = {"goal_added_ms_p95": GOAL_MS}
        found |= action_figures(Path(folder), actions)
        found |= drain_figures(Path(folder), letters)
        found |= slot_figures(Path(folder), bookings)
    path = settings().data_dir / "reports" / "crm.png"
    picture(found, path)
    print(json.dumps(found | {"picture": str(path)}, indent=2) if as_json else table(found))


def table(found: dict[str, Any]) -> str:
    alone, kept = found["action_ms"]["books"], found["action_ms"]["outbox"]
    few, many = found["slots_ms"]["few"], found["slots_ms"]["many"]
    return "\n".join(
        [
            f"a case in the books alone        p50 {alone['p50']:.2f} ms   p95 {alone['p95']:.2f}",
            f"the same, into the outbox too    p50 {kept['p50']:.2f} ms   p95 {kept['p95']:.2f}",
            f"added                            p95 {found['added_ms_p95']:.2f} ms   goal {GOAL_MS}",
            f"outbox emptied                   {found['letters_per_second']:.0f} letters a second, "
            f"{found['drain_ratio']:.2f} of the time without one",
            f"next free slots, {found['bookings'][0]} bookings     p50 {few['p50']:.2f} ms   "
            f"p95 {few['p95']:.2f}",
            f"next free slots, {found['bookings'][1]} bookings  p50 {many['p50']:.2f} ms   "
            f"p95 {many['p95']:.2f}",
        ]
    )


def picture(found: dict[str, Any], path: Path) -> None:
    """What an action takes, and what a search for a slot takes, p50 and p95."""
    with drawn(path, 2, (8, 3.6)) as axes:
        for axis, name, title in zip(
            axes, ("action_ms", "slots_ms"), ("opening a case", "three free slots"), strict=True
        ):
            for place, (side, times) in enumerate(found[name].items()):
                heights = [times["p50"], times["p95"]]
                axis.bar([x + 0.4 * place for x in range(2)], heights, width=0.38, label=side)
            axis.set_xticks([0.2, 1.2])
            axis.set_xticklabels(["p50", "p95"])
            axis.set_ylabel("milliseconds")
            axis.set_title(title)
            axis.legend()


if __name__ == "__main__":
    typer.run(main)
