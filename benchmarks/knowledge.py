"""What curating a large knowledge base costs: the gate, going live, grouping, memory.

Run `python -m benchmarks.knowledge [--articles 2000 --phrasings 8 --questions 5000 --trials 3]`
`[--grouped 10000] [--json]`. Times are CPU seconds of this process unless they say otherwise:
neighbours on the machine do not count. Peers are measured in the same run, in turns with ours.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.knowledge_base import large
from benchmarks.knowledge_console import console_figures
from benchmarks.knowledge_gate import gate_figures
from benchmarks.knowledge_gathering import gathering_figures
from benchmarks.knowledge_grouping import grouping_figures
from benchmarks.knowledge_house import settle
from benchmarks.knowledge_live import live_figures
from benchmarks.knowledge_report import Figure, draw, show
from benchmarks.measure import peak_megabytes
from bot.encoder import load_encoder
from bot.settings import settings


def main() -> None:
    options = _options()
    figures = list(_figures(options))
    picture = settings().data_dir / "reports" / "knowledge.png"
    draw(figures, picture)
    if options.json:
        report: dict[str, Any] = {**vars(options), "picture": str(picture)}
        print(json.dumps({**report, "figures": [one.as_dict() for one in figures]}, indent=1))
    else:
        show(figures, picture)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--phrasings", type=int, default=8)
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--grouped", type=int, default=10_000)
    parser.add_argument("--trials", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _figures(options: argparse.Namespace) -> Iterator[Figure]:
    encoder = load_encoder()
    made = large(encoder, options.articles, options.phrasings, options.questions)
    with TemporaryDirectory() as folder:
        yield from gate_figures(encoder, made, Path(folder), options.trials)
        house = Path(folder) / "house"
        settle(made, encoder, house)
        yield from console_figures(house, options.trials)
        yield from live_figures(encoder, house, options.trials)
    yield from grouping_figures(made.live, options.grouped, options.trials)
    yield from gathering_figures(encoder, made.live, options.grouped, options.trials)
    yield Figure("peak memory, MB", [peak_megabytes()], 1500)


if __name__ == "__main__":
    main()
