"""The `guichet privacy eval` command: how much of what is personal is found and masked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

SENTENCES = Path(__file__).parent.parent / "tests" / "data" / "privacy_test.csv"
File = Annotated[Path, typer.Argument(help="CSV: text,language; what is personal marked ⟦phone:…⟧")]
Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
app = typer.Typer(no_args_is_help=True, help="Personal data: found, kept, exported, erased.")


@app.command("eval")
def evaluation(file: File = SENTENCES, json_: Json = False) -> None:
    """Measure what is found in marked sentences, by kind and language."""
    from bot.privacy_evaluation import BadSentences, as_json, evaluate, read_sentences

    try:
        sentences = read_sentences(file)
    except BadSentences as error:
        Console(stderr=True).print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    found = as_json(evaluate(sentences))
    if json_:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    table = Table("language", "kind", "planted", "recall", "precision")
    for language, kinds in found.items():
        for kind, row in kinds.items():
            figures = (_percent(row["recall"]), _percent(row["precision"]))
            table.add_row(language, kind, str(row["planted"]), *figures)
    Console().print(table)


def _percent(share: float | int | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
