"""The desk's books as colleagues open them: to read one moment of them, or to change them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Engine

from actions.crm.embedded.transactions import Unit
from actions.crm.port import Kind
from actions.fields.references import new_reference
from bot.clock import now
from bot.database import read_only
from bot.settings import settings


@contextmanager
def looking(database: Engine) -> Iterator[Unit]:
    with read_only(database) as connection:
        yield Unit(connection, now(), new_reference)


@contextmanager
def changing(database: Engine) -> Iterator[Unit]:
    """One transaction: nothing of it stays when anything in it fails."""
    with database.begin() as connection:
        yield Unit(connection, now(), new_reference)


def tell(unit: Unit, kind: Kind, ref: str) -> None:
    """Put a record into the outbox, where the company has a CRM of its own."""
    if settings().crm == "embedded":
        return
    from actions.crm.outbox.writing import post

    post(unit, settings().crm, kind, ref)
