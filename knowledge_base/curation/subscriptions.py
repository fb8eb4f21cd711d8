"""Changes to webhooks, each written down in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from knowledge_base.curation.audit import record
from knowledge_base.curation.deliveries import Deliveries, add
from knowledge_base.curation.webhooks import Webhook, Webhooks, webhooks

TEST = "webhook.test"


class Subscriptions:
    """Adding, trying and dropping; and what was given up, again."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def add(self, url: str, kinds: Iterable[str], by: str) -> tuple[Webhook, str]:
        """The webhook and its secret; Forbidden, or ValueError without a known kind."""
        with self._engine.begin() as writer:
            made, secret = Webhooks(self._engine).add(url, kinds, by, writer)
            said = {"url": made.url, "kinds": list(made.kinds)}
            record(writer, by, "webhook.add", f"webhook/{made.id}", None, said)
        return made, secret

    def drop(self, number: int, by: str) -> bool:
        with self._engine.begin() as writer:
            said = _said(writer, number)
            if not Webhooks(self._engine).drop(number, writer):
                return False
            record(writer, by, "webhook.drop", f"webhook/{number}", said)
        return True

    def test(self, number: int, by: str) -> bool:
        """Send a word that means nothing; False when there is no such webhook."""
        with self._engine.begin() as writer:
            if _said(writer, number) is None:
                return False
            add(writer, number, TEST, {"by": by})
            record(writer, by, TEST, f"webhook/{number}")
        return True

    def again(self, delivery: str, by: str) -> bool:
        """Try what was given up for another day."""
        with self._engine.begin() as writer:
            if not Deliveries(self._engine).again(delivery, writer):
                return False
            record(writer, by, "webhook.again", f"delivery/{delivery}")
        return True


def _said(reader: Connection, number: int) -> dict[str, object] | None:
    row = reader.execute(sa.select(webhooks).where(webhooks.c.id == number)).first()
    return {"url": row.url, "kinds": row.kinds.split(",")} if row else None
