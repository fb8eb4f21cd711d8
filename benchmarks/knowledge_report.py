"""What the benchmark of curation found, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Spread
from benchmarks.pictures import drawn


@dataclass(frozen=True)
class Figure:
    """One thing measured in several trials; `goal` is the most that its median may be."""

    name: str
    values: Sequence[float]
    goal: float | None = None
    note: str = ""

    @property
    def spread(self) -> Spread:
        return Spread.of(self.values)

    @property
    def met(self) -> bool | None:
        return None if self.goal is None else self.spread.median <= self.goal

    def as_dict(self) -> dict[str, Any]:
        return {"name": self.name, **vars(self.spread), "values": list(self.values),
                "goal": self.goal, "met": self.met, "note": self.note}  # fmt: skip


def show(figures: Sequence[Figure], picture: Path) -> None:
    console = Console()
    table = Table("measured", "median (low–high)", "goal", "met", "note")
    for one in figures:
        goal = "" if one.goal is None else f"≤ {one.goal:g}"
        met = "" if one.met is None else "yes" if one.met else "no"
        table.add_row(one.name, one.spread.shown(3), goal, met, one.note)
    console.print(table)
    console.print(f"picture: {picture}")


def draw(figures: Sequence[Figure], picture: Path) -> None:
    """Each figure that has a goal, as a share of it."""
    aimed = [one for one in figures if one.goal]
    with drawn(picture, size=(7, 0.5 * len(aimed) + 1.2)) as (axis,):
        shares = [one.spread.median / (one.goal or 1) for one in aimed]
        axis.barh([one.name for one in aimed], shares)
        axis.axvline(1, linestyle="--", color="grey")
        axis.set_xlabel("share of the goal")
        axis.invert_yaxis()
