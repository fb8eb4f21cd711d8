"""The company's CRM beside a desk: it takes what it is told, says nothing, or refuses it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.actions.crm.vendors import webhook_server
from tests.actions.crm.vendors.line import Answer, Line, Request, line_to, says

OPEN_LETTERS = "SELECT count(*) FROM crm_outbox WHERE state IN ('waiting', 'sending')"
REFUSAL = says(422, b'{"reason": "invalid"}', content_type="application/json")
PATIENCE = 120.0
UNHURRIED = 100.0  # seconds that the desk leaves it for one answer: longer than any conversation


@dataclass
class Company:
    """An endpoint that keeps what signed events tell it, and the line that leads there."""

    server: webhook_server.Server
    line: Line
    secret: str
    how: str = ""
    kept_waiting: int = 0
    _speaks: threading.Event = field(default_factory=threading.Event)

    @property
    def settings(self) -> dict[str, str]:
        """What a desk is told, to tell it everything."""
        return {
            "GUICHET_CRM": "webhook",
            "GUICHET_CRM_URL": self.line.url,
            "GUICHET_CRM_SECRET": self.secret,
            "GUICHET_CRM_DELIVERY_TIMEOUT": str(UNHURRIED),
        }

    @contextmanager
    def being(self, how: str, data: Path) -> Iterator[None]:
        """As it is in one conversation; afterwards the desk of that folder has nothing to deliver."""
        self.how, self.kept_waiting, self._speaks = how, 0, threading.Event()
        if how == "silent":
            self.line.fails(self._silent)
        elif how == "refuses":
            self.line.fails(REFUSAL)
        try:
            yield
        finally:
            self.line.heals()
            self._speaks.set()
            if how:
                _until_delivered(data)

    def records(self, conversation: str) -> int:
        """How many it has of a conversation."""
        return sum(one["conversation"] == conversation for one in [*self.server._records.values()])

    def _silent(self, request: Request) -> Answer:
        """It heard, and says nothing for as long as the conversation goes on."""
        self.kept_waiting += 1
        self._speaks.wait(PATIENCE)
        self.kept_waiting -= 1
        return request.passed_on()


@contextmanager
def company_on_a_line() -> Iterator[Company]:
    server = webhook_server.Server()
    with webhook_server.served(server) as account, line_to(account.url) as line:
        yield Company(server, line, account.secret)


def _until_delivered(data: Path) -> None:
    end = time.monotonic() + PATIENCE
    with closing(sqlite3.connect(f"file:{data / 'guichet.db'}?mode=ro", uri=True)) as opened:
        while opened.execute(OPEN_LETTERS).fetchone()[0]:
            assert time.monotonic() < end, "letters are left"
            time.sleep(0.05)
