"""The `guichet privacy export`, `erase` and `due` commands: what a person may ask of us by law."""

from __future__ import annotations

import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from connectors.privacy.receipt import DONE, as_plain, each, line, shown

if TYPE_CHECKING:
    from bot.person import Person
    from connectors.privacy.stores import House

Who = Annotated[str, typer.Argument(help="telephone number or e-mail address")]
Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
Output = Annotated[Path, typer.Option("-o", "--output", help="zip file to write")]
Wait = Annotated[float, typer.Option(help="seconds that the company's CRM is waited for")]
Days = Annotated[int, typer.Option(help="how near the legal date is")]


def export(who: Who, output: Output, as_json: Json = False) -> None:
    """Write all that is held of one person into a zip file; 1 when a store cannot be asked."""
    house, person = _found(who)
    stores = [*house.stores, *([house.company] if house.company else [])]
    held, failed = each(stores, lambda store: list(store.held(person)))
    receipt = _receipt({name: len(records) for name, records in held.items()}, failed)
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in {**held, "receipt": [receipt]}.items():
            archive.writestr(f"{name.replace(' ', '-')}.json", as_plain(records))
    output.chmod(0o600)
    shown(receipt, as_json)
    raise typer.Exit(1 if failed else 0)


def erase(who: Who, wait: Wait = 5.0, as_json: Json = False) -> None:
    """Take one person out of every store; 1 while something still names them."""
    from bot.database import engine
    from bot.settings import settings
    from connectors.privacy.scan import compacted, places

    house, person = _found(who)
    records, failed = each(house.stores, lambda store: store.erase(person))
    receipt = _receipt(records, failed)
    if house.company:
        receipt["company"] = [line(one) for one in house.company.outcome(wait)]
    compacted(engine())
    receipt["left"] = places(engine(), settings().data_dir, person)
    shown(receipt, as_json)
    undone = [one for one in receipt.get("company", ()) if one["state"] != DONE]
    raise typer.Exit(1 if failed or undone or receipt["left"] else 0)


def due(days: Days = 10, as_json: Json = False) -> None:
    """List the requests for a copy or an erasure whose legal date is near or past."""
    from bot.database import engine, migrate
    from connectors import rooms

    migrate()
    found = rooms.requests_due(engine(), timedelta(days=days))
    rows = [
        {"case": one.ref, "right": one.right, "due": one.due.isoformat(), "days": one.days_left}
        for one in found
    ]
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    table = Table("case", "right", "due", "days left")
    for row in rows:
        table.add_row(row["case"], row["right"], row["due"], str(row["days"]))
    Console().print(table)


def _found(who: str) -> tuple[House, Person]:
    from bot.database import engine, migrate
    from bot.person import NobodyNamed, person_of
    from bot.settings import settings
    from connectors.privacy.stores import House

    migrate()
    try:
        asked = person_of(who)
    except NobodyNamed:
        raise typer.BadParameter("neither a telephone number nor an e-mail address") from None
    house = House(engine(), settings())
    return house, house.known(asked)


def _receipt(stores: dict[str, int], failed: dict[str, str]) -> dict[str, Any]:
    """How many records of each store, which failed and why, and when: it names nobody."""
    from bot.clock import now

    return {"at": now().isoformat(), "stores": stores, "failed": failed}
