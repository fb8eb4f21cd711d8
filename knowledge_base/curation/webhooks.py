"""Who wants to hear of releases, unanswered questions and opinions, and at which address."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, stored, utc
from bot.database import engine, metadata, read_only, writing
from bot.settings import settings
from knowledge_base.curation.destinations import examined
from knowledge_base.curation.question_tables import groups

DUE = "article.due"
FEEDBACK, DETRACTOR = "feedback.given", "feedback.detractor"
KINDS = ("release.published", "group.opened", DUE, FEEDBACK, DETRACTOR)
webhooks = sa.Table(
    "webhooks",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kinds", sa.String(200), nullable=False),
    sa.Column("nonce", sa.String(32), nullable=False),
    sa.Column("groups_told", sa.Integer, nullable=False),  # the last group it heard of
    sa.Column("made_by", sa.String(120), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)
deliveries = sa.Table(
    "webhook_deliveries",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("webhook", sa.Integer, sa.ForeignKey("webhooks.id"), nullable=False, index=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("problem", sa.String(40), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("webhook_deliveries_due", "state", "due_at"),
)


@dataclass(frozen=True)
class Webhook:
    """One address and the kinds of news that it is sent."""

    id: int
    url: str
    kinds: tuple[str, ...]
    by: str
    created_at: datetime


class Webhooks:
    """The addresses that subscribed."""

    def __init__(self, database: Engine | None = None) -> None:
        self._engine = database or engine()

    def all(self) -> list[Webhook]:
        with read_only(self._engine) as connection:
            rows = connection.execute(sa.select(webhooks).order_by(webhooks.c.id)).mappings()
            return [_webhook(row) for row in rows]

    def add(
        self, url: str, kinds: Iterable[str], by: str, connection: Connection | None = None
    ) -> tuple[Webhook, str]:
        """The new subscription, and its secret, which is shown this once; may be Forbidden."""
        examined(url)
        wanted = tuple(kind for kind in KINDS if kind in set(kinds))
        if not wanted:
            raise ValueError("no known kind")
        nonce, moment = secrets.token_hex(16), utc(now())
        row = {"url": url, "kinds": ",".join(wanted), "nonce": nonce, "made_by": by}
        with writing(self._engine, connection) as open_one:
            last = open_one.execute(sa.select(sa.func.max(groups.c.id))).scalar() or 0
            values = {**row, "created_at": moment, "groups_told": last}
            made = open_one.execute(webhooks.insert().values(values))
        number = int(made.inserted_primary_key[0])
        return Webhook(number, url, wanted, by, moment), secret(nonce)

    def drop(self, number: int, connection: Connection | None = None) -> bool:
        """Forget a subscription and all that was to be sent to it; whether there was one."""
        with writing(self._engine, connection) as open_one:
            open_one.execute(deliveries.delete().where(deliveries.c.webhook == number))
            gone = open_one.execute(webhooks.delete().where(webhooks.c.id == number))
        return bool(gone.rowcount)


def secret(nonce: str) -> str:
    """A subscription's secret; it follows from the house's, so that no table holds it."""
    key = settings().signing_key().encode()
    return "guichet_" + hmac.new(key, f"webhook:{nonce}".encode(), hashlib.sha256).hexdigest()


def signature(key: str, moment: int, body: bytes) -> str:
    """What `X-Guichet-Signature` says of a body: when (Unix seconds), and a proof of who."""
    proof = hmac.new(key.encode(), b"%d." % moment + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={proof}"


def _webhook(row: Any) -> Webhook:
    kinds = tuple(row["kinds"].split(","))
    return Webhook(row["id"], row["url"], kinds, row["made_by"], stored(row["created_at"]))
