"""What the company's CRM calls our records, and what it was last told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Connection, Engine

from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.tables import known
from actions.crm.outbox.writing import RECORDS
from actions.crm.port import Kind
from bot.database import read_only

CONTACT = "contact"


@dataclass(frozen=True)
class Known:
    """`remote` is empty while nobody knows whether the first attempt arrived."""

    external_ref: str
    remote: str
    told: str


class KnownRecords:
    """One CRM's names for our records."""

    def __init__(self, database: Engine, crm: str) -> None:
        self._database = database
        self._crm = crm

    def of(self, kind: Kind, ref: str) -> Known | None:
        """The latest one: a callback that was cancelled and booked again has two."""
        found = select(known).where(*self._same(kind.value, ref))
        newest = found.order_by(known.c.position.desc()).limit(1)
        with read_only(self._database) as connection:
            row = connection.execute(newest).mappings().first()
        return Known(row["external_ref"], row["remote"], row["told"]) if row else None

    def times(self, kind: Kind, ref: str) -> int:
        """How often a record was told of as new."""
        found = select(func.count()).select_from(known).where(*self._same(kind.value, ref))
        with read_only(self._database) as connection:
            return int(connection.execute(found).scalar_one())

    def announce(self, kind: Kind, ref: str, external_ref: str) -> None:
        """Written before the first attempt, so that every later one uses the same key."""
        self._add(kind.value, ref, external_ref, "", "")

    def arrived(self, kind: Kind, ref: str, external_ref: str, remote: str, told: str) -> None:
        mine = (*self._same(kind.value, ref), known.c.external_ref == external_ref)
        with self._database.begin() as connection:
            connection.execute(known.update().where(*mine).values(remote=remote, told=told))

    def people(self, contact: str) -> Sequence[str]:
        """All that the CRM calls one of our contacts."""
        found = select(known.c.remote).where(*self._same(CONTACT, contact))
        with read_only(self._database) as connection:
            return list(connection.execute(found).scalars())

    def met(self, contact: str, remote: str) -> None:
        """Our contact is this one there."""
        if remote and remote not in self.people(contact):
            self._add(CONTACT, contact, "", remote, "")

    def _same(self, kind: str, ref: str) -> tuple[object, ...]:
        return known.c.crm == self._crm, known.c.kind == kind, known.c.ref == ref

    def _add(self, kind: str, ref: str, external_ref: str, remote: str, told: str) -> None:
        values = {
            "crm": self._crm,
            "kind": kind,
            "ref": ref,
            "external_ref": external_ref,
            "remote": remote,
            "told": told,
        }
        with self._database.begin() as connection:
            connection.execute(known.insert().values(values))


def remote_case(unit: Unit, crm: str, ref: str) -> str:
    """What the company's CRM calls a case; empty while it knows none."""
    mine = (known.c.crm == crm, known.c.kind == Kind.CASE.value, known.c.ref == ref)
    found = select(known.c.remote).where(*mine).order_by(known.c.position.desc()).limit(1)
    return str(unit.connection.execute(found).scalar() or "")


def theirs(owners: Any) -> Any:
    """What is known of these contacts (references, or a query of them) and of their records."""
    records = [
        and_(
            known.c.kind == kind.value,
            known.c.ref.in_(select(table.c.ref).where(table.c.contact.in_(owners))),
        )
        for kind, table in RECORDS.items()
    ]
    return or_(and_(known.c.kind == CONTACT, known.c.ref.in_(owners)), *records)


def forget(connection: Connection, crm: str, contact: str) -> None:
    """What a CRM called somebody who was erased there."""
    connection.execute(known.delete().where(known.c.crm == crm, theirs([contact])))
