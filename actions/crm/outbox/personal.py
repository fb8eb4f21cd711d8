"""What the outbox holds of one person: what was told of them, and whether it arrived."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from actions.crm.embedded import contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.tables import State, erasures, letters
from actions.fields.references import new_reference
from bot.clock import now
from bot.person import Person, Store
from bot.personal_rows import PersonalRows

SETTLED = (State.DELIVERED.value, State.DEAD.value)
TOLD = ("crm", "kind", "ref", "state", "problem", "created_at", "settled_at")


class TheirLetters:
    """A `Store`. A letter that is still to go stays: its record is empty by then, and what the
    company's CRM may have of it already is found by it and forgotten there."""

    name = "outbox"

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def held(self, person: Person) -> list[dict[str, Any]]:
        with self._engine.begin() as connection:
            found = sa.select(letters).where(self._theirs(connection, person))
            rows = connection.execute(found.order_by(letters.c.position)).mappings().all()
        return [{name: row[name] for name in TOLD} for row in rows]

    def erase(self, person: Person) -> int:
        with self._engine.begin() as connection:
            mine = (self._theirs(connection, person), letters.c.state.in_(SETTLED))
            return int(connection.execute(letters.delete().where(*mine)).rowcount)

    def _theirs(self, connection: Any, person: Person) -> Any:
        unit = Unit(connection, now(), new_reference)
        found = contacts.find(unit, person.phone, person.email)
        refs = [ref for one in found for ref in contacts.members(unit, one.ref)]
        return letters.c.contact.in_(refs)


def erasures_of(database: Engine) -> Store:
    """An erasure that has not arrived says whom it is about: told, and left until it has."""
    said = (erasures.c.phone, erasures.c.email)
    return PersonalRows(database, "erasures", erasures.c.letter, said, keeps=True)
