"""The `guichet crm` commands: whether the company's CRM is there, and what is on its way to it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True)
Replayed = Annotated[list[int] | None, typer.Option("--replay", help="send this one again")]
Everything = Annotated[bool, typer.Option("--replay-all", help="send all of them again")]


@app.callback()
def company() -> None:
    """The company's CRM: whether it can be reached, and what is on its way to it."""


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Ask the company's CRM something harmless; 1, and what to do, when it cannot be used."""
    from actions.crm.checking import checked
    from actions.crm.vendors.account import Account
    from bot.settings import settings

    if settings().crm == "embedded":
        typer.echo(json.dumps({"crm": "embedded"}) if as_json else "The records are kept here.")
        return
    verdict = asyncio.run(checked(settings().crm, Account.of(settings())))
    typer.echo(json.dumps(asdict(verdict)) if as_json else verdict.as_text())
    raise typer.Exit(0 if verdict.answered else 1)


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
