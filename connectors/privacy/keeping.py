"""The `guichet privacy retention` command: what was forgotten, what is due, and doing it now."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from connectors.retention import Retention

Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="only count what is due; forget nothing")]
Past = Annotated[bool, typer.Option("--past", help="the newest runs, written down as proof")]


def retention(dry_run: DryRun = False, past: Past = False, as_json: Json = False) -> None:
    """Forget now what is too old, as the gateway does every hour, and say how much that was."""
    from bot.database import migrate

    migrate()
    rows = _past() if past else _due() if dry_run else asyncio.run(_now())
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table("kind", "older than", "records", "at")
    for row in rows:
        table.add_row(row["kind"], row["before"], str(row["records"]), row.get("at", ""))
    Console().print(table)


def _due() -> list[dict[str, Any]]:
    rules = _work().rules
    return [_row(rule.kind, rule.before(), rule.due(rule.before())) for rule in rules]


async def _now() -> list[dict[str, Any]]:
    work = _work()
    return [_row(rule.kind, rule.before(), await work.run(rule)) for rule in work.rules]


def _past() -> list[dict[str, Any]]:
    from bot.database import engine
    from bot.forgetting import Proof

    runs = Proof(engine()).newest()
    return [_row(run.kind, run.before, run.records, at=run.at.isoformat()) for run in runs]


def _work() -> Retention:
    from bot.settings import settings
    from connectors.parts import retention as made

    return made(settings())


def _row(kind: str, before: Any, records: int, **more: str) -> dict[str, Any]:
    return {"kind": kind, "before": before.isoformat(), "records": records, **more}
