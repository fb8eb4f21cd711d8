"""Letters that wait, as the postman takes them and writes down what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Engine

from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded.notices import UNTRUE, Notice
from actions.crm.embedded.slots import OPEN
from actions.crm.embedded.tables import callbacks, notices
from actions.crm.records import Callback, CallbackStatus
from bot.clock import machine_time, now
from bot.database import read_only

PROMISES = frozenset({Notice.CONFIRMED, Notice.MOVED, Notice.AGAIN, Notice.REMINDER})


@dataclass(frozen=True)
class Due:
    """A letter to send, and its callback as it stands now."""

    position: int
    kind: Notice
    sequence: int
    to: str
    tries: int
    due_at: datetime
    callback: Callback

    @property
    def is_true(self) -> bool:
        """Whether what it would say still holds."""
        if self.callback.sequence != self.sequence or not self.callback.phone:
            return False
        if self.kind in PROMISES:
            return self.callback.status.value in OPEN and self.callback.end > now()
        cancelled = self.callback.status is CallbackStatus.CANCELLED
        return cancelled is (self.kind is Notice.CANCELLED)


class Post:
    """One database's letters."""

    def __init__(self, database: Engine) -> None:
        self.database = database

    def due(self, limit: int = 20) -> list[Due]:
        waiting = (notices.c.next_at <= machine_time(), notices.c.due_at <= now())
        found = select(notices).where(*waiting).order_by(notices.c.next_at).limit(limit)
        with read_only(self.database) as connection:
            rows = connection.execute(found).mappings().all()
            refs = {row["callback"] for row in rows}
            held = select(callbacks).where(callbacks.c.ref.in_(refs))
            known = {row["ref"]: row for row in connection.execute(held).mappings()}
        return [
            Due(
                row["position"],
                Notice(row["kind"]),
                row["sequence"],
                row["to"],
                row["tries"],
                row["due_at"],
                replace(callback_records.read(known[row["callback"]]), language=row["language"]),
            )
            for row in rows
        ]

    def as_it_stands(self, one: Due) -> Due:
        """The same letter, with its callback read again."""
        found = select(callbacks).where(callbacks.c.ref == one.callback.ref)
        with read_only(self.database) as connection:
            row = connection.execute(found).mappings().one()
        read = callback_records.read(row)
        return replace(one, callback=replace(read, language=one.callback.language))

    def sent(self, one: Due) -> None:
        self._settle(one, tries=one.tries + 1, sent_at=machine_time(), next_at=None, problem="")

    def later(self, one: Due, why: str, pause: float) -> None:
        again = machine_time() + timedelta(seconds=pause)
        self._settle(one, tries=one.tries + 1, next_at=again, problem=why[:200])

    def given_up(self, one: Due, why: str) -> None:
        self._settle(one, tries=one.tries + 1, next_at=None, problem=why[:200])

    def withdrawn(self, one: Due) -> None:
        self._settle(one, next_at=None, problem=UNTRUE)

    def counts(self) -> Mapping[str, int]:
        """Letters that wait, were sent, were given up, and were withdrawn as untrue."""
        gone = and_(notices.c.next_at.is_(None), notices.c.sent_at.is_(None))
        states = {
            "waiting": notices.c.next_at.is_not(None),
            "sent": notices.c.sent_at.is_not(None),
            "given_up": and_(gone, notices.c.problem != UNTRUE),
            "withdrawn": and_(gone, notices.c.problem == UNTRUE),
        }
        with read_only(self.database) as connection:
            return {
                name: int(
                    connection.execute(
                        select(func.count()).select_from(notices).where(where)
                    ).scalar_one()
                )
                for name, where in states.items()
            }

    def _settle(self, one: Due, **values: object) -> None:
        """Not where it was written anew meanwhile, for another address."""
        same = (notices.c.position == one.position, notices.c.to == one.to)
        with self.database.begin() as connection:
            connection.execute(notices.update().where(*same).values(values))
