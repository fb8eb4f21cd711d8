"""A table's rows that are about one person: by their conversation, or because they name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from bot.person import Person

MANY = 500


class PersonalRows:
    """A `Store` over a table. `said` are the columns that hold words."""

    def __init__(
        self,
        database: Engine,
        name: str,
        key: Any,
        said: Sequence[Any],
        conversation: Any = None,
        keeps: bool = False,
    ) -> None:
        """`keeps`: what is found is told, and left to somebody's judgement."""
        self.name, self.keeps = name, keeps
        self._engine, self._key, self._said = database, key, tuple(said)
        self._conversation = conversation

    def held(self, person: Person) -> list[dict[str, Any]]:
        return [dict(row) for row in self._rows(person)]

    def erase(self, person: Person) -> int:
        keys = [row[self._key.name] for row in self._rows(person)] if not self.keeps else []
        with self._engine.begin() as connection:
            for at in range(0, len(keys), MANY):
                some = self._key.in_(keys[at : at + MANY])
                connection.execute(self._key.table.delete().where(some))
        return len(keys)

    def _rows(self, person: Person) -> Iterator[Any]:
        wanted = [self._key, *self._said]
        if self._conversation is not None and self._conversation is not self._key:
            wanted.append(self._conversation)
        with read_only(self._engine) as connection:
            for row in connection.execute(sa.select(*wanted).order_by(self._key)).mappings():
                if self._is_theirs(row, person):
                    yield row

    def _is_theirs(self, row: Any, person: Person) -> bool:
        mine = self._conversation is not None and row[self._conversation.name]
        if mine and mine in person.conversations:
            return True
        return any(person.is_named_in(str(row[one.name] or "")) for one in self._said)
