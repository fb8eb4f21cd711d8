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

if TYPE_CHECKING:
    from bot.person import Person
    from connectors.privacy.stores import House

Who = Annotated[str, typer.Argument(help="telephone number or e-mail address")]
Json = Annotated[bool, typer.Option("--json", help="print JSON, for programs")]
Output = Annotated[Path, typer.Option("-o", "--output", help="zip file to write")]
Days = Annotated[int, typer.Option(help="how near the legal date is")]


def export(who: Who, output: Output, as_json: Json = False) -> None:
    """Write everything that is held of one person into a zip file, a file for each store."""
    house, person = _found(who)
    held = {store.name: list(store.held(person)) for store in house.stores}
    receipt = _receipt({name: len(records) for name, records in held.items()})
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, records in {**held, "receipt": [receipt]}.items():
            archive.writestr(f"{name.replace(' ', '-')}.json", _json(records))
    output.chmod(0o600)
    _tell(receipt, as_json)


def erase(who: Who, as_json: Json = False) -> None:
    """Take one person out of every store; 1 when something still names them afterwards."""
    from bot.database import engine
    from bot.settings import settings
    from connectors.privacy.scan import compacted, places

    house, person = _found(who)
    receipt = _receipt({store.name: store.erase(person) for store in house.stores})
    compacted(engine())
    receipt["left"] = places(engine(), settings().data_dir, person)
    _tell(receipt, as_json)
    raise typer.Exit(1 if receipt["left"] else 0)


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


def _receipt(stores: dict[str, int]) -> dict[str, Any]:
    """How many records of each store, and when: it names nobody."""
    from bot.clock import now

    return {"at": now().isoformat(), "stores": stores}


def _tell(receipt: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(_json(receipt))
        return
    table = Table("store", "records")
    for name, records in receipt["stores"].items():
        table.add_row(name, str(records))
    screen = Console()
    screen.print(table)
    if "left" in receipt:
        screen.print("Nothing names them any more." if not receipt["left"] else "Still named in:")
        for place in receipt["left"]:
            screen.print(f"  {place}", markup=False)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
