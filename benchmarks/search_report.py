"""What the search benchmark found, as a table and as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.pictures import drawn


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True)
class Row:
    """One size: the index against numpy, and a whole search (encoding, ranking, confidence)."""

    phrasings: int
    index: Times
    numpy: Times
    search: Times
    recall_at_10: float
    index_seconds: float


def show(report: dict[str, Any], picture: Path) -> None:
    console = Console()
    encoding = Table("encoding a question", "p50 ms", "p95 ms")
    for name in ("ours", "sentence_transformers"):
        times = report["encoding"][name]
        encoding.add_row(name, f"{times['p50']:.1f}", f"{times['p95']:.1f}")
    console.print(encoding)
    console.print(f"{report['encoding']['texts_built_per_second']:.0f} texts built a second")
    sizes = Table("phrasings", "index p50/p95", "numpy p50/p95", "whole search", "recall@10", "s")
    for row in report["sizes"]:
        times = [f"{row[k]['p50']:.2f}/{row[k]['p95']:.2f}" for k in ("index", "numpy", "search")]
        recall, seconds = f"{row['recall_at_10']:.3f}", f"{row['index_seconds']:.1f}"
        sizes.add_row(str(row["phrasings"]), *times, recall, seconds)
    console.print(sizes)
    console.print(f"picture: {picture}")


def draw(report: dict[str, Any], picture: Path) -> None:
    with drawn(picture, size=(6, 4)) as (axes,):
        sizes = [row["phrasings"] for row in report["sizes"]]
        for name in ("index", "numpy", "search"):
            axes.plot(sizes, [row[name]["p95"] for row in report["sizes"]], marker="o", label=name)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("phrasings")
        axes.set_ylabel("p95, ms")
        axes.legend()
