"""What a conversation left in the CRM: through its API, or in its tables where it has none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.conftest import Desk

LISTS = ("callbacks", "cases", "leads")
TABLES = {
    "feedback": "SELECT * FROM crm_feedback WHERE conversation = ? ORDER BY rowid",
    "notes": "SELECT n.* FROM crm_notes n JOIN crm_cases c ON c.ref = n.\"case\" "
    "WHERE c.conversation = ? ORDER BY n.position",
    "letters": "SELECT n.* FROM crm_notices n JOIN crm_callbacks c ON c.ref = n.callback "
    "WHERE c.conversation = ? ORDER BY n.position",
    "colleagues": "SELECT * FROM crm_cases WHERE category = 'undelivered' AND subject IN ("
    "SELECT ref FROM crm_cases WHERE conversation = ?1 "
    "UNION SELECT ref FROM crm_callbacks WHERE conversation = ?1)",
    "deadlines": "SELECT category, date(due) AS due FROM crm_cases WHERE conversation = ? "
    "AND due IS NOT NULL ORDER BY position",
}


def records(desk: Desk, kind: str, sender: str) -> list[dict[str, Any]]:
    """Newest first from the API; oldest first from a table."""
    if kind in TABLES:
        return _rows(desk, TABLES[kind], sender)
    assert kind in LISTS, kind
    with desk.client() as client:
        answer = client.get(f"/api/crm/{kind}", params={"conversation": sender})
        answer.raise_for_status()
        return list(answer.json()["items"])


def _rows(desk: Desk, query: str, sender: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{desk.data / 'guichet.db'}?mode=ro", uri=True)) as opened:
        opened.row_factory = sqlite3.Row
        return [dict(row) for row in opened.execute(query, (sender,))]


def free_hours(desk: Desk) -> None:
    """Ends what is booked, so that no conversation finds an hour that others filled."""
    with closing(sqlite3.connect(desk.data / "guichet.db", timeout=30)) as opened, opened:
        opened.execute("UPDATE crm_callbacks SET status = 'cancelled' WHERE status != 'cancelled'")
