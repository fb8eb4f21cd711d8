"""The search for free slots finds what counting every call one by one would find."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.crm.embedded import slots
from actions.crm.embedded.slots import SlotRules
from actions.crm.embedded.tables import callbacks, contacts
from actions.crm.embedded.transactions import Unit
from bot import database
from bot.clock import utc
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.samples import MONDAY

MINUTE = timedelta(minutes=1)
Call = tuple[datetime, int, str, str]
calls = st.lists(
    st.tuples(
        st.integers(-60, 3 * 24 * 60).map(lambda late: MONDAY + late * MINUTE),
        st.sampled_from([10, 30, 45, 240]),
        st.sampled_from(["support", "support", "support", "sales"]),
        st.sampled_from(["booked", "booked", "moved", "cancelled", "done"]),
    ),
    max_size=60,
)
rules = st.builds(
    SlotRules,
    calendar=st.just(OfficeHours()),
    length=st.sampled_from([10, 30, 60]).map(lambda minutes: minutes * MINUTE),
    capacity=st.integers(1, 4),
    delay=st.just(30 * MINUTE),
    horizon=st.just(timedelta(days=3)),
    buffer=st.sampled_from([0, 0, 5, 20]).map(lambda minutes: minutes * MINUTE),
)


@given(calls, rules, st.integers(0, 3000), st.sampled_from([1, 3, 1000]))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_free_slots_are_those_of_the_naive_count(
    url: str, booked: list[Call], asked: SlotRules, minute: int, limit: int
) -> None:
    after = MONDAY + minute * MINUTE
    with database.engine(url).connect() as connection:
        transaction = connection.begin()
        _note(connection, booked)
        unit = Unit(connection, utc(MONDAY), lambda prefix: prefix)
        found = slots.free(unit, asked, after, limit, "support")
        transaction.rollback()
    assert list(found) == _naive(booked, asked, after)[:limit]


def _naive(booked: list[Call], asked: SlotRules, after: datetime) -> list[datetime]:
    earliest, latest = max(after, MONDAY + asked.delay), MONDAY + asked.horizon
    minutes = asked.length // MINUTE
    starts = [one for one in OfficeHours().slots(earliest, minutes, 3) if one <= latest]
    return [one for one in starts if _calls_at(booked, asked, one) < asked.capacity]


def _calls_at(booked: list[Call], asked: SlotRules, start: datetime) -> int:
    """Calls that share a minute with this one, what is noted after each being part of it."""
    return sum(
        queue == "support"
        and status in ("booked", "moved")
        and begun < start + asked.length + asked.buffer
        and start < begun + length * MINUTE + asked.buffer
        for begun, length, queue, status in booked
    )


def _note(connection: Any, booked: list[Call]) -> None:
    now = utc(MONDAY)
    person = {"ref": "C-TEST", "name": "", "language": "fr", "created_at": now}
    connection.execute(contacts.insert().values(person))
    for n, (start, length, queue, status) in enumerate(booked):
        row = {
            "ref": f"R-{n}", "external_ref": f"b{n}", "phone": f"+336{n:08d}", "start": utc(start),
            "end": utc(start) + length * MINUTE, "reason": "", "queue": queue, "language": "fr",
            "status": status, "contact": "C-TEST", "conversation": "", "created_at": now,
        }  # fmt: skip
        connection.execute(callbacks.insert().values(row))
