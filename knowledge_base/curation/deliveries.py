"""News on their way to subscribers: written with what they tell of, claimed, retried, settled."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, stored, utc
from bot.database import engine, read_only
from knowledge_base.curation.webhooks import deliveries, secret, webhooks

WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given_up"
PATIENCE = timedelta(hours=24)
LEASE = timedelta(seconds=60)  # after which a claim whose process died is anybody's
KEPT = timedelta(days=30)
BATCH = 20


@dataclass(frozen=True)
class Delivery:
    """One piece of news for one address. `due_at` of a claimed one is the end of its claim."""

    id: str
    webhook: int
    url: str
    kind: str
    body: str
    state: str
    attempts: int
    problem: str
    created_at: datetime
    due_at: datetime
    key: str


def announce(connection: Connection, kind: str, payload: Mapping[str, Any]) -> int:
    """Write the news for all who subscribed, in the caller's transaction; for how many."""
    found = connection.execute(sa.select(webhooks.c.id, webhooks.c.kinds)).all()
    wanted = [number for number, kinds in found if kind in kinds.split(",")]
    for number in wanted:
        add(connection, number, kind, payload)
    return len(wanted)


def add(connection: Connection, webhook: int, kind: str, payload: Mapping[str, Any]) -> None:
    """Write the news for one subscriber."""
    connection.execute(deliveries.insert().values(**_new(webhook, kind, payload)))


class Deliveries:
    """The queue of news; several processes may work on it."""

    def __init__(self, database: Engine | None = None) -> None:
        self._engine = database or engine()

    def claim(self) -> list[Delivery]:
        """Deliveries that are due and now ours for the time of a lease.

        Looking takes no write lock; a claim counts when `due_at` is still what was seen.
        """
        moment = utc(now())
        due = self._list(_is(WAITING), deliveries.c.due_at <= moment)
        if not due:
            return []
        until = moment + LEASE
        with self._engine.begin() as connection:
            ours = [one for one in due if _claimed(connection, one, until)]
        return [Delivery(**{**vars(one), "due_at": until}) for one in ours]

    def settle(self, one: Delivery, state: str, problem: str, due: datetime | None = None) -> None:
        """Write down what became of a claimed delivery; a lost claim changes nothing."""
        values = {"state": state, "problem": problem, "attempts": one.attempts + 1}
        values["due_at"] = utc(due or now())
        with self._engine.begin() as connection:
            connection.execute(deliveries.update().where(*_as_seen(one)).values(**values))

    def given_up(self) -> list[Delivery]:
        """What could not be delivered within a day, newest first."""
        return self._list(_is(GIVEN_UP))[::-1]

    def recent(self, webhook: int) -> list[Delivery]:
        """What was sent, or waits, for one address, newest first."""
        return self._list(deliveries.c.webhook == webhook, newest=True)

    def count(self, state: str = GIVEN_UP) -> int:
        with read_only(self._engine) as connection:
            counted = sa.select(sa.func.count()).select_from(deliveries).where(_is(state))
            return int(connection.execute(counted).scalar())

    def again(self, name: str, connection: Connection) -> bool:
        """Try one that was given up for another day."""
        moment = utc(now())
        fresh = {"state": WAITING, "attempts": 0, "created_at": moment, "due_at": moment}
        where = (deliveries.c.id == name, _is(GIVEN_UP))
        return bool(connection.execute(deliveries.update().where(*where).values(**fresh)).rowcount)

    def forget(self) -> int:
        """Drop what was delivered or given up more than thirty days ago; how many."""
        old = sa.and_(deliveries.c.state != WAITING, deliveries.c.due_at < utc(now()) - KEPT)
        with read_only(self._engine) as connection:
            if connection.execute(sa.select(deliveries.c.id).where(old).limit(1)).first() is None:
                return 0
        with self._engine.begin() as connection:
            return int(connection.execute(deliveries.delete().where(old)).rowcount)

    def _list(self, *where: Any, newest: bool = False) -> list[Delivery]:
        order = deliveries.c.created_at.desc() if newest else deliveries.c.due_at
        query = sa.select(deliveries, webhooks.c.url, webhooks.c.nonce).join(webhooks)
        query = query.where(*where).order_by(order).limit(100 if newest else BATCH)
        with read_only(self._engine) as connection:
            return [_delivery(row) for row in connection.execute(query).mappings()]


def _new(webhook: int, kind: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    name, moment = secrets.token_hex(16), utc(now())
    news = {"id": name, "kind": kind, "at": moment.isoformat(), "data": payload}
    body = json.dumps(news, ensure_ascii=False, default=str)
    row = {"id": name, "webhook": webhook, "kind": kind, "body": body, "problem": ""}
    return {**row, "state": WAITING, "attempts": 0, "created_at": moment, "due_at": moment}


def _delivery(row: Any) -> Delivery:
    values: dict[str, Any] = {name: row[name] for name in row if name != "nonce"}
    values |= {name: stored(row[name]) for name in ("created_at", "due_at")}
    return Delivery(**values, key=secret(row["nonce"]))


def _claimed(connection: Connection, one: Delivery, until: datetime) -> bool:
    changed = deliveries.update().where(*_as_seen(one)).values(due_at=until)
    return bool(connection.execute(changed).rowcount)


def _as_seen(one: Delivery) -> tuple[Any, ...]:
    return deliveries.c.id == one.id, _is(WAITING), deliveries.c.due_at == one.due_at


def _is(state: str) -> Any:
    return deliveries.c.state == state
