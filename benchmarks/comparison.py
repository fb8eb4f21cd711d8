"""Two sides' rounds under the same load: the ratios, the table and the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import Spread, percentile, ratio
from benchmarks.pictures import drawn
from benchmarks.visitors import Round

SIDES = ("guichet", "stock Rasa")
MEASURES: dict[str, Callable[[Round], float]] = {
    "latency_p50_ms": lambda one: percentile(one.latencies, 50),
    "latency_p95_ms": lambda one: percentile(one.latencies, 95),
    "cpu_ms_per_message": lambda one: one.cpu_per_message,
    "messages_per_second": lambda one: one.per_second,
    "messages_per_cpu_second": lambda one: one.per_cpu_second,
    "answered": lambda one: one.answered,
}


@dataclass(frozen=True)
class Comparison:
    """What `visitors` at once cost both sides, round by round."""

    visitors: int
    ours: Sequence[Round]
    stock: Sequence[Round]

    def ratio(self, measure: str) -> Spread:
        """Ours over stock's, from each pair of rounds."""
        of = MEASURES[measure]
        return ratio([of(one) for one in self.ours], [of(one) for one in self.stock])

    def spreads(self, measure: str) -> tuple[Spread, Spread]:
        of = MEASURES[measure]
        return Spread.of([of(one) for one in self.ours]), Spread.of([of(one) for one in self.stock])

    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = {"visitors": self.visitors}
        for measure in MEASURES:
            ours, stock = self.spreads(measure)
            found[measure] = {
                "guichet": vars(ours), "stock": vars(stock), "ratio": vars(self.ratio(measure))
            }  # fmt: skip
        return found


def table(compared: Sequence[Comparison]) -> str:
    """Median (lowest–highest of the rounds) of every measure."""
    head = f"{'visitors':>8}  {'measure':24}{SIDES[0]:>24}{SIDES[1]:>24}{'ours / stock':>22}"
    rows = [_row(one, measure) for one in compared for measure in MEASURES]
    return "\n".join([head, "-" * len(head), *rows])


def _row(one: Comparison, measure: str) -> str:
    ours, stock = (spread.shown() for spread in one.spreads(measure))
    return f"{one.visitors:>8}  {measure:24}{ours:>24}{stock:>24}{one.ratio(measure).shown(2):>22}"


def picture(compared: Sequence[Comparison], path: Path) -> None:
    """How long visitors wait, as cumulative shares, and what a message costs."""
    columns = len(compared) + 1
    with drawn(path, columns, (4.2 * columns, 3.6)) as axes:
        for one, axis in zip(compared, axes, strict=False):
            _waits(one, axis)
        _costs(compared, axes[-1])


def _waits(one: Comparison, axis: Any) -> None:
    for name, rounds in zip(SIDES, (one.ours, one.stock), strict=True):
        waits = sorted(wait for each in rounds for wait in each.latencies)
        axis.plot(waits, [(place + 1) / len(waits) for place in range(len(waits))], label=name)
    axis.set(xlabel="milliseconds until the answer", ylabel="share of messages", xscale="log")
    axis.set_title(f"{one.visitors} at once" if one.visitors > 1 else "one visitor at a time")
    axis.legend(loc="lower right")
    axis.grid(alpha=0.3)


def _costs(compared: Sequence[Comparison], axis: Any) -> None:
    for side, name in enumerate(SIDES):
        costs = [one.spreads("cpu_ms_per_message")[side] for one in compared]
        places = [place + 0.4 * side for place in range(len(compared))]
        axis.bar(places, [cost.median for cost in costs], width=0.38, label=name)
    axis.set_xticks([place + 0.2 for place in range(len(compared))])
    axis.set_xticklabels([f"{one.visitors} at once" for one in compared])
    axis.set(ylabel="CPU milliseconds a message", title="cost")
    axis.margins(y=0.3)
    axis.legend(loc="upper left")
