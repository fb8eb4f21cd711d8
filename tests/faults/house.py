"""What the faults need: the worker's number, a database that says no, a person in a conversation."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.client import connect

from tests.conftest import Desk

PATH = "/webhooks/rest/webhook"
_numbers = itertools.count(1)


@dataclass
class Person:
    """Somebody who asks to be called back, at a number and a time of their own."""

    number: int = field(default_factory=lambda: next(_numbers))
    sender: str = field(default_factory=lambda: f"faults-{uuid.uuid4()}")

    @property
    def phone(self) -> str:
        return f"06 39 98 41 {self.number:02d}"

    @property
    def request(self) -> str:
        hour = 9 + self.number % 10
        return f"rappelez-moi demain à {hour} h au {self.phone}, c’est pour ma facture"

    def asks(self, desk: Desk) -> None:
        """As far as the confirmation: only «oui» is missing."""
        assert "utter_confirm_callback" in names(settled(desk, self.sender, self.request))

    def callbacks(self, desk: Desk) -> list[dict[str, Any]]:
        with desk.client() as client:
            answer = client.get("/api/crm/callbacks", params={"conversation": self.sender})
            return list(answer.raise_for_status().json()["items"])


def send(desk: Desk, sender: str, text: str, id: str = "") -> httpx.Response:
    """One message and its answer."""
    body = {"sender": sender, "message": text, "message_id": id or uuid.uuid4().hex}
    with desk.client() as client:
        return client.post(PATH, json=body)


def settled(desk: Desk, sender: str, text: str, id: str = "", patience: float = 90) -> list[Any]:
    """The replies to a message in the end: sent again, with its id, while it has none."""
    id, end = id or uuid.uuid4().hex, time.monotonic() + patience
    while time.monotonic() < end:
        answer = send(desk, sender, text, id)
        said: list[Any] = answer.json()
        if answer.status_code == 200 and "pending" not in (said[0].get("custom") or {}):
            return said
        time.sleep(0.3)
    raise AssertionError(f"no answer: {answer.text}")


def names(said: list[dict[str, Any]]) -> list[str]:
    return [str((one.get("custom") or {}).get("response")) for one in said]


def refused(answer: httpx.Response) -> str:
    """The reason of a refusal that says so in a sentence and may be sent again."""
    assert answer.status_code == 503, answer.text
    (said,) = answer.json()
    assert said["text"].endswith(".") and "pas été envoyé" in said["text"]
    assert said["custom"]["refused"]["retry"] is True
    return str(said["custom"]["refused"]["reason"])


def kept(answer: httpx.Response) -> bool:
    """Whether a message was promised an answer, in a sentence."""
    said = answer.json()
    return answer.status_code == 200 and "pending" in (said[0].get("custom") or {})


def worker(desk: Desk, patience: float = 30) -> int:
    """The process that holds the model, a child of the dialogue process."""
    parent, end = desk.processes["dialogue"].pid, time.monotonic() + patience
    while time.monotonic() < end:
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                return int(child)
        time.sleep(0.2)
    raise AssertionError("the dialogue process has no worker")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def lives(pid: int) -> bool:
    """Whether a process is there, and not merely waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_for_the_end_of(*pids: int, patience: float = 10) -> None:
    end = time.monotonic() + patience
    while alive := [pid for pid in pids if lives(pid)]:
        assert time.monotonic() < end, f"still there: {alive}"
        time.sleep(0.1)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """A process that hears and does nothing for a while."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def locked(desk: Desk) -> Iterator[None]:
    """Somebody else holds the database."""
    with closing(_opened(desk)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def without_table(desk: Desk, table: str) -> Iterator[None]:
    with closing(_opened(desk)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        try:
            yield
        finally:
            connection.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@contextmanager
def unwritable(desk: Desk, table: str, when: str = "1") -> Iterator[None]:
    """A table that refuses every change, or those of some rows."""
    with closing(_opened(desk)) as connection:
        for change in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER no_{change} BEFORE {change} ON {table} WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'read-only'); END"
            )
        try:
            yield
        finally:
            for change in ("INSERT", "UPDATE"):
                connection.execute(f"DROP TRIGGER IF EXISTS no_{change}")


@contextmanager
def slow(desk: Desk, table: str) -> Iterator[None]:
    """A table that takes many seconds to write a row."""
    numbers = ", ".join("(1)" for _ in range(100))
    with closing(_opened(desk)) as connection:
        connection.execute("CREATE TABLE slowness (one INTEGER)")
        connection.execute(f"INSERT INTO slowness VALUES {numbers}")
        for change in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER slow_{change} BEFORE {change} ON {table} BEGIN "
                "SELECT count(*) FROM slowness a, slowness b, slowness c, slowness d, slowness e; "
                "END"
            )
        try:
            yield
        finally:
            for change in ("INSERT", "UPDATE"):
                connection.execute(f"DROP TRIGGER slow_{change}")
            connection.execute("DROP TABLE slowness")


def rows(desk: Desk, query: str, *values: Any) -> list[Any]:
    with closing(_opened(desk)) as connection:
        return connection.execute(query, values).fetchall()


def socket(desk: Desk, **options: Any) -> Any:
    """The widget's WebSocket."""
    return connect(f"ws://127.0.0.1:{desk.gateway_port}/ws", **options)


def _opened(desk: Desk) -> sqlite3.Connection:
    return sqlite3.connect(desk.data / "guichet.db", timeout=20, isolation_level=None)
