"""Shows an evaluation: tables for the terminal, JSON for programs, a picture of the confusions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.nlu.evaluation import Verdict, by_intent, by_language, scores

FIGURES = (
    "accuracy",
    "macro_f1",
    "in_scope_accuracy",
    "oos_recall",
    "in_scope_refused",
    "false_accept_rate",
)


def as_json(verdicts: Sequence[Verdict], fresh: Sequence[Verdict]) -> dict[str, Any]:
    """The whole report; `unseen` leaves out what the training examples say in the same words."""
    return {
        **asdict(scores(verdicts)),
        "unseen": {**asdict(scores(fresh)), "languages": _languages(fresh)},
        "languages": _languages(verdicts),
        "intents": {name: asdict(score) for name, score in by_intent(verdicts).items()},
        "confusions": _confusions(verdicts),
    }


def show(verdicts: Sequence[Verdict], fresh: Sequence[Verdict], console: Console) -> None:
    parts = {"all rows": scores(verdicts), "not in the training data": scores(fresh)}
    parts.update(by_language(verdicts))
    summary = Table("figure", *(f"{name} ({part.rows})" for name, part in parts.items()))
    for figure in FIGURES:
        values = [getattr(part, figure) for part in parts.values()]
        summary.add_row(figure.replace("_", " "), *map(_percent, values))
    console.print(summary, _intents(verdicts))


def save(report: dict[str, Any], verdicts: Sequence[Verdict], folder: Path, name: str) -> Path:
    """Write `<name>.json` and the picture `<name>.png`; where the report lies."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    draw(verdicts, folder / f"{name}.png")
    return path


def draw(verdicts: Sequence[Verdict], path: Path) -> None:
    """The confusion matrix: a row for each intent wanted, darker where more of it went."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = list(by_intent(verdicts))
    counts = np.zeros((len(names), len(names)))
    for one in verdicts:
        counts[names.index(one.example.intent), names.index(one.predicted)] += 1
    size = 3 + 0.35 * len(names)
    figure = Figure(figsize=(size, size), constrained_layout=True)
    axes = figure.add_subplot()
    axes.imshow(counts / counts.sum(axis=1, keepdims=True).clip(1), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("predicted")
    axes.set_ylabel("wanted")
    for row, column in np.argwhere(counts):
        shade = "white" if row == column else "black"
        text = f"{counts[row, column]:.0f}"
        axes.text(column, row, text, ha="center", va="center", fontsize=7, color=shade)
    FigureCanvasAgg(figure).print_png(str(path))


def _languages(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    return {language: asdict(found) for language, found in by_language(verdicts).items()}


def _confusions(verdicts: Sequence[Verdict]) -> list[dict[str, Any]]:
    wrong = [one for one in verdicts if not one.right]
    return [
        {
            "text": one.example.text,
            "intent": one.example.intent,
            "predicted": one.predicted,
            "confidence": round(one.confidence, 3),
        }
        for one in wrong
    ]


def _intents(verdicts: Sequence[Verdict]) -> Table:
    table = Table("intent", "precision", "recall", "F1", "examples")
    for name, score in by_intent(verdicts).items():
        figures = map(_percent, (score.precision, score.recall, score.f1))
        table.add_row(name, *figures, str(score.support))
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
