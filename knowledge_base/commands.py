"""The `guichet kb` commands: bring articles in, publish them, search, and measure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from knowledge_base.evaluation_command import eval_, opened
from knowledge_base.importers.command import import_
from knowledge_base.importers.command import say as _say

app = typer.Typer(no_args_is_help=True, help="The knowledge base: import, build, search, eval.")
console = Console()
Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
Language = Annotated[str, typer.Option("--language", help="fr or en; guessed when absent")]


app.command("import")(import_)


@app.command("export")
def export_(
    path: Annotated[Path, typer.Argument(help="a .zip, or a folder to make")],
    as_json: Json = False,
) -> None:
    """Write everything: articles, drafts, releases, versions and marks; `import` reads it back."""
    from knowledge_base.curation.archive_command import exported

    _say(exported(path), as_json)


@app.command()
def build(as_json: Json = False) -> None:
    """Publish the articles as they are now; what did not change is not encoded again."""
    from knowledge_base.build import build_current
    from knowledge_base.sources import Sources

    version = build_current()
    content = Sources().read()
    report = {
        "version": version,
        "articles": len(content.articles),
        "refused": [str(refusal) for refusal in content.refusals],
    }
    _say(report, as_json)


@app.command()
def check(as_json: Json = False) -> None:
    """Examine what the folder and the drafts would make live; 1 when something blocks it.

    `import` and `build` publish without this: run it before them where that matters.
    """
    from knowledge_base.curation.check_command import checked
    from knowledge_base.progress import shown_progress

    with shown_progress() as progress:
        report = checked(progress)
    _say(report if as_json else _in_short(report), as_json)
    if not report["passes"]:
        raise typer.Exit(1)


@app.command()
def search(
    question: str,
    language: Language = "",
    limit: Annotated[int, typer.Option(min=1, max=20)] = 3,
    as_json: Json = False,
) -> None:
    """Ask a question, as a visitor would."""
    from knowledge_base.api import as_json as plain
    from knowledge_base.language import guessed_language

    found = opened().search(question, language or guessed_language(question), limit)
    if as_json:
        _say(plain(found), True)
        return
    console.print(f"[bold]{found.decision}[/bold]  (version {found.version})")
    table = Table("article", "title", "language", "confidence", "score")
    for answer in found.answers:
        numbers = f"{answer.confidence:.2f}", f"{answer.score:.2f}"
        table.add_row(answer.article, escape(answer.title), answer.language, *numbers)
    console.print(table)


app.command("eval")(eval_)


@app.command()
def insight(
    file: Annotated[Path, typer.Argument(help="questions or opinions that the console exported")],
    step: Annotated[str, typer.Option(help="day or week")] = "week",
    as_json: Json = False,
) -> None:
    """Compute the console's figures again from its export."""
    from knowledge_base.curation.insight_command import insight as figures
    from knowledge_base.refusals import Refused

    if step not in ("day", "week"):
        raise typer.BadParameter(f"{step}: day or week")
    try:
        _say(figures(file, "day" if step == "day" else "week"), as_json)
    except (Refused, OSError, UnicodeDecodeError) as refused:
        raise typer.BadParameter(f"{file.name}: {refused}") from None


def _in_short(report: dict[str, Any]) -> dict[str, Any]:
    """What blocks, and how much else there is."""
    blocking = [one for one in report["findings"] if one["severity"] == "blocking"]
    return {
        "passes": report["passes"],
        "blocking": [f"{one['kind']} {one['articles']} {one['detail']}" for one in blocking],
        "lost": [
            f"{one['question']}: {one['before']} -> {one['after']}" for one in report["open_harm"]
        ],
        "warnings": len(report["findings"]) - len(blocking),
        "seconds": report["elapsed"],
    }
