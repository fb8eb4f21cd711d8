"""The `guichet crm` commands: what is still on its way to the company's CRM."""

from __future__ import annotations

import json
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)
Replayed = Annotated[list[int] | None, typer.Option("--replay", help="send this one again")]
Everything = Annotated[bool, typer.Option("--replay-all", help="send all of them again")]


@app.callback()
def company() -> None:
    """The company's CRM: whether it can be reached, and what is on its way to it."""


@app.command()
def outbox(
    replay: Annotated[list[int] | None, typer.Option(help="send this dead letter again")] = None,
    replay_all: Annotated[
        bool, typer.Option("--replay-all", help="send all of them again")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Show what waits and what was refused for good; 1 when something was refused."""
    from actions.crm.outbox.report import report
    from bot.settings import settings

    if settings().crm == "embedded":
        typer.echo(json.dumps({"crm": "embedded"}) if as_json else "The records are kept here.")
        return
    found = report(replay or [], replay_all)
    typer.echo(json.dumps(found.as_json()) if as_json else found.as_text())
    raise typer.Exit(1 if found.dead else 0)
