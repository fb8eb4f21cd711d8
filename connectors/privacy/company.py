"""The `guichet privacy erasures` command: what the company's CRM was asked to forget."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from connectors.privacy.receipt import as_plain, in_words, line

Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
Past = Annotated[bool, typer.Option("--past", help="the newest that are done, with their proof")]


def erasures(past: Past = False, as_json: Json = False) -> None:
    """List the erasures that the company's CRM has not done yet; 1 when it refused one."""
    from bot.database import engine, migrate
    from bot.settings import settings
    from connectors import rooms

    migrate()
    company = rooms.company(engine(), settings())
    rows = [line(one) for one in company.erasures(past)] if company else []
    if as_json:
        print(as_plain(rows))
    else:
        table = Table("crm", "contact", "asked for", "how it stands")
        for row in rows:
            table.add_row(row["crm"], row["contact"], row["asked_at"], escape(in_words(row)))
        Console().print(table)
    raise typer.Exit(1 if any(row["state"] == "refused" for row in rows) else 0)
