"""The receipt of a copy or an erasure: every store has its line, also when one of them fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.person import Store, Unreachable

DONE = "done"
STATES = {"delivered": DONE, "dead": "refused"}  # else it still waits
T = TypeVar("T")


def each(stores: Iterable[Store], work: Callable[[Any], T]) -> tuple[dict[str, T], dict[str, str]]:
    """What came of each store, and why some failed: those after it have their turn all the same."""
    done: dict[str, T] = {}
    failed: dict[str, str] = {}
    for store in stores:
        try:
            done[store.name] = work(store)
        except Unreachable as error:
            failed[store.name] = str(error)
        except Exception as error:
            failed[store.name] = type(error).__name__
    return done, failed


def line(one: Any) -> dict[str, Any]:
    """An erasure in the company's CRM, as it stands: it names nobody."""
    return {
        "crm": one.crm,
        "state": STATES.get(one.state.value, "waiting"),
        "problem": one.problem,
        "records": one.records,
        "letter": one.letter,
        "contact": one.contact,
        "asked_at": one.asked_at.isoformat(),
        "checked_at": one.checked_at.isoformat() if one.checked_at else None,
    }


def shown(receipt: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(as_plain(receipt))
        return
    table = Table("store", "records")
    for name, records in receipt["stores"].items():
        table.add_row(name, str(records))
    for name, why in receipt["failed"].items():
        table.add_row(name, escape(f"failed: {why}"))
    for one in receipt.get("company", ()):
        table.add_row(f"company crm: {one['crm']}", escape(in_words(one)))
    screen = Console()
    screen.print(table)
    if "left" in receipt:
        _tell_left(screen, receipt["left"])


def in_words(one: dict[str, Any]) -> str:
    if one["state"] == DONE:
        return f"done: {one['records']}, nobody found at {one['checked_at']}"
    why = f": {one['problem']}" if one["problem"] else ""
    return f"{one['state']}{why} (letter {one['letter']})"


def as_plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)


def _tell_left(screen: Console, left: list[str]) -> None:
    screen.print("Nothing names them any more." if not left else "Still named in:")
    for place in left:
        screen.print(f"  {place}", markup=False)
