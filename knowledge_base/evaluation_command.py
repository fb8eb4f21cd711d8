"""`guichet kb eval`: a knowledge base measured on questions whose right article is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from knowledge_base.importers.command import say

if TYPE_CHECKING:
    from knowledge_base.evaluation import Case


def eval_(
    file: Annotated[
        Path | None, typer.Argument(help="columns query, article[, language]")
    ] = None,
    regressions: Annotated[
        bool, typer.Option("--regressions", help="what was decided on in the inbox, instead")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON, for programs")] = False,
) -> None:
    """Measure recall, ranks and confidence; an empty article should make us abstain.

    With --regressions: 1 is returned when a question is not answered as it was decided.
    """
    from bot.settings import settings
    from knowledge_base.evaluation import figures, outcomes, save_curve, unknown_article

    if regressions:
        return _try_regressions(as_json)
    if file is None:
        raise typer.BadParameter("a file, or --regressions, is needed")
    cases = _cases(file)
    knowledge = opened()
    if missing := unknown_article(knowledge, cases):
        raise _refusal(file, f"there is no article {missing}")
    found = outcomes(knowledge, cases)
    picture = settings().data_dir / "reports" / f"knowledge-{file.stem}.png"
    save_curve(found, picture)
    say({**figures(found).as_dict(), "picture": str(picture)}, as_json)


def _cases(file: Path) -> list[Case]:
    from knowledge_base.evaluation import read_cases
    from knowledge_base.refusals import Refused

    try:
        return read_cases(file)
    except Refused as refused:
        raise _refusal(file, refused.reason, refused.line) from None
    except OSError as error:
        raise _refusal(file, error.strerror or type(error).__name__) from None


def _refusal(file: Path, reason: str, line: int = 0) -> typer.Exit:
    place = f"{file.name}, line {line}" if line else file.name
    Console(stderr=True).print(f"{place}: {reason}", markup=False, highlight=False, soft_wrap=True)
    return typer.Exit(2)


def _try_regressions(as_json: bool) -> None:
    from bot.database import engine
    from knowledge_base.curation.regressions import Regressions, report, tried

    knowledge = opened()
    said = report(tried(knowledge, Regressions(engine()).all()))
    say(said, as_json)
    if said["failed"]:
        raise typer.Exit(1)


def opened() -> Any:
    """The knowledge base as it is now, for one command."""
    from knowledge_base.live import open_knowledge
    from knowledge_base.progress import shown_progress

    with shown_progress() as progress:
        return open_knowledge(watch=False, progress=progress)
