"""Letters as a store of one person's data, and how they are forgotten with time."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from actions.crm.embedded.tables import callbacks, contacts, notices
from actions.crm.letters.carriers import folder
from bot.database import read_only
from bot.forgetting import Rule, rows_rule
from bot.person import Person


class Letters:
    """A `Store`: letters that were written, sent or not, and those that lie in the folder."""

    name = "letters"

    def __init__(self, database: Engine, data: Path) -> None:
        self._engine, self._folder = database, folder(data)

    def held(self, person: Person) -> list[dict[str, Any]]:
        refs = self._refs(person)
        kept = [notices.c[name] for name in ("callback", "kind", "to", "due_at", "sent_at")]
        with read_only(self._engine) as connection:
            found = sa.select(*kept).where(_theirs(refs, person)).order_by(notices.c.position)
            rows = [_plain(dict(row)) for row in connection.execute(found).mappings()]
        return [*rows, *({"file": path.name} for path in self._files(refs, person))]

    def erase(self, person: Person) -> int:
        """Files first: they are found by what the rows say."""
        refs = self._refs(person)
        files = self._files(refs, person)
        for path in files:
            path.unlink(missing_ok=True)
        with self._engine.begin() as connection:
            gone = connection.execute(notices.delete().where(_theirs(refs, person))).rowcount
            if person.email:
                mine = callbacks.c.email == person.email
                connection.execute(callbacks.update().where(mine).values(email=""))
        return len(files) + int(gone)

    def _refs(self, person: Person) -> list[str]:
        """Callbacks of their number, of the contacts that are them, and with their address."""
        mine = [callbacks.c.email == person.email] if person.email else []
        if person.phone:
            mine.append(callbacks.c.phone == person.phone)
        known = [contacts.c.phone == person.phone] if person.phone else []
        known += [contacts.c.email == person.email] if person.email else []
        if known:
            owners = sa.select(contacts.c.ref).where(sa.or_(*known))
            mine.append(callbacks.c.contact.in_(owners))
        if not mine:
            return []
        with read_only(self._engine) as connection:
            found = sa.select(callbacks.c.ref).where(sa.or_(*mine))
            return list(connection.execute(found).scalars())

    def _files(self, refs: list[str], person: Person) -> list[Path]:
        return [
            path
            for path in sorted(self._folder.glob("*.eml"))
            if any(f"-{ref}-" in path.name for ref in refs)
            or (person.email and _to(path) == person.email)
        ]


def rules(database: Engine, data: Path, age: timedelta) -> list[Rule]:
    """Letters and their files; files carry the machine's own time."""

    def old(before: datetime) -> Any:
        return notices.c.created_at < before

    def due(_before: datetime) -> int:
        return len(_old_files(data, age))

    def act(_before: datetime) -> int:
        found = _old_files(data, age)
        for path in found:
            path.unlink(missing_ok=True)
        return len(found)

    return [
        rows_rule(database, "letters", age, notices.c.position, old),
        Rule("letter files", age, due, act),
    ]


def _old_files(data: Path, age: timedelta) -> list[Path]:
    limit = time.time() - age.total_seconds()
    return [path for path in folder(data).glob("*") if path.stat().st_mtime < limit]


def _theirs(refs: list[str], person: Person) -> Any:
    same = notices.c.callback.in_(refs)
    return sa.or_(same, notices.c.to == person.email) if person.email else same


def _to(path: Path) -> str:
    try:
        letter = message_from_bytes(path.read_bytes(), policy=default)
    except OSError:
        return ""
    return parseaddr(str(letter["To"]))[1].lower()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
