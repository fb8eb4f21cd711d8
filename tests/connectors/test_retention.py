"""What time takes away from the log, and what it leaves."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot import clock, database
from bot.conversation import Button, Message, Reply
from bot.tracker_table import conversations
from connectors.conversations import MessageLog
from connectors.retention import SOME, Retention
from connectors.tables import messages
from connectors.tokens import Passes
from tests.connectors.conftest import forget_house

NUMBER, OURS = "06 39 98 12 34", "01 99 00 32 32"
MONDAY = "2026-11-23T10:00:00"


@pytest.fixture()
def log(house: pytest.MonkeyPatch) -> MessageLog:
    at(house, MONDAY)
    database.migrate()
    return MessageLog(database.engine())


def at(house: pytest.MonkeyPatch, moment: str) -> None:
    house.setenv("GUICHET_NOW", moment)
    forget_house()


def retention() -> Retention:
    return Retention(database.engine(), 90, timedelta(hours=48), OURS)


def said(log: MessageLog, id: str, *replies: Reply) -> None:
    message = Message("web-1", "bonjour", "web", "fr", id)
    log.open(message)
    log.answer(message, replies)


def stands(sender: str) -> None:
    row = {"sender": sender, "state": "[]", "updated_at": clock.utc(clock.now())}
    with database.engine().begin() as connection:
        connection.execute(conversations.insert().values(row))


def everything(table: Any) -> int:
    with database.engine().connect() as connection:
        return len(connection.execute(select(table)).all())


def test_a_number_that_was_read_back_is_there_for_two_days_and_then_masked(
    log: MessageLog, house: pytest.MonkeyPatch
) -> None:
    asked = Reply(f"Au {NUMBER}, ou appelez le {OURS} ?", (Button(NUMBER, f"/inform {NUMBER}"),))
    article = Reply(f"Composez le {NUMBER}.", custom={"answer": {"article": "sim"}})
    said(log, "m1", asked, article)
    at(house, "2026-11-25T09:59:00")
    assert retention().mask() == 0
    assert log.history("web-1")[1].replies == (asked, article)
    at(house, "2026-11-25T10:01:00")
    assert (retention().mask(), retention().mask()) == (1, 0)
    masked, same = log.history("web-1")[1].replies
    assert masked.text == f"Au [phone], ou appelez le {OURS} ?"
    assert masked.buttons == (Button("[phone]", "/inform [phone]"),)
    assert same == article


def test_a_masked_answer_is_still_the_answer_to_its_message(
    log: MessageLog, house: pytest.MonkeyPatch
) -> None:
    said(log, "m1", Reply(f"Au {NUMBER} ?"))
    at(house, "2026-11-26T10:00:00")
    retention().mask()
    entry = log.open(Message("web-1", "bonjour", "web", "fr", "m1"))
    assert (entry.is_new, entry.replies) == (False, (Reply("Au [phone] ?"),))


def test_a_silent_conversation_begins_anew(log: MessageLog, house: pytest.MonkeyPatch) -> None:
    stands("silent")
    at(house, "2026-11-25T10:01:00")
    stands("lively")
    assert retention().forget_states() == 1
    assert everything(conversations) == 1


def test_after_its_time_nothing_that_was_said_is_left(
    log: MessageLog, house: pytest.MonkeyPatch
) -> None:
    for number in range(SOME + 1):
        said(log, f"m{number}")
    at(house, "2027-02-21T09:00:00")
    said(log, "later")
    assert retention().forget_words() == 0
    at(house, "2027-02-22T09:00:00")
    counts = [retention().forget_words() for _ in range(3)]
    assert counts == [SOME, 1, 0]
    assert [event.id for event in log.history("web-1")] == ["later", "later"]


@pytest.mark.parametrize(
    ("days", "hours", "is_good"), [(7, 167, True), (7, 169, False), (90, 721, False)]
)
def test_a_pass_never_opens_what_is_already_forgotten(
    monkeypatch: pytest.MonkeyPatch, days: int, hours: int, is_good: bool
) -> None:
    given = Passes("key", "web", days).new()
    now = time.time
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now() + 3600 * hours)
    assert (Passes("key", "web", days).read(given.token) is not None) is is_good


async def test_a_gateway_that_opens_forgets_at_once(
    log: MessageLog, house: pytest.MonkeyPatch, open_gateway: Any
) -> None:
    said(log, "m1", Reply(f"Au {NUMBER} ?"))
    open_gateway(now="2027-11-23T10:00:00")
    end = time.monotonic() + 10
    while log.history("web-1"):
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


def test_what_is_old_is_found_by_an_index(log: MessageLog) -> None:
    plans: list[str] = []

    def explained(connection: Any, _cursor: Any, asked: str, values: Any, *_: Any) -> None:
        if asked.startswith(("SELECT", "DELETE")):
            raw = connection.connection.driver_connection
            plans.append(" ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {asked}", values)))

    made = retention()
    event.listen(database.engine(), "before_cursor_execute", explained)
    try:
        assert (made.mask(), made.forget_states(), made.forget_words()) == (0, 0, 0)
    finally:
        event.remove(database.engine(), "before_cursor_execute", explained)
    for index in ("messages_unmasked", "conversations_updated", "messages_received"):
        assert any(index in plan for plan in plans), plans


def test_nothing_is_kept_longer_than_everything(
    log: MessageLog, house: pytest.MonkeyPatch
) -> None:
    stands("web-1")
    at(house, "2026-11-25T10:00:01")
    assert Retention(database.engine(), 1, timedelta(hours=72)).forget_states() == 1


async def test_one_work_that_fails_does_not_keep_the_others_from_theirs(
    log: MessageLog, house: pytest.MonkeyPatch
) -> None:
    said(log, "m1", Reply("Bonjour."))
    at(house, "2027-03-01T10:00:00")
    made = retention()
    house.setattr(made, "rules", (replace(made.rules[0], act=broken), *made.rules[1:]))
    keeping = asyncio.create_task(made.keep())
    for _ in range(100):
        if not everything(messages):
            break
        await asyncio.sleep(0.02)
    keeping.cancel()
    assert not everything(messages)


def broken(_before: datetime) -> int:
    raise RuntimeError("told to")
