"""A disk that is full: what is not kept is refused in words, what is kept arrives once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, text

from actions.crm.lists import Query
from actions.crm.outbox.tables import State
from actions.crm.port import CrmUnavailable
from bot import database
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import House
from tests.actions.crm.samples import CAMILLE, a_case

MANY = 1_000_000


@pytest.fixture(params=["sqlite"])
def url(sqlite_url: str) -> str:
    """SQLite can be told how large its file may become."""
    return sqlite_url


@pytest.fixture
def room(house: House) -> Iterator[Callable[[int], None]]:
    """Sets how many pages more the desk's file may take."""
    engine = house.mail.database
    most = {"pages": MANY}

    def limit(connection: Any, *_: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {most['pages']}")

    def allow(more: int) -> None:
        with engine.begin() as connection:
            most["pages"] = connection.execute(text("PRAGMA page_count")).scalar_one() + more

    event.listen(engine, "checkout", limit)
    yield allow
    event.remove(engine, "checkout", limit)


def test_what_found_no_room_left_nothing_and_the_rest_arrives_once(
    house: House, room: Callable[[int], None], no_pauses: None
) -> None:
    room(12)
    kept = _open_until_full(house)
    assert kept
    assert len(run(house.desk.cases(Query(limit=200))).items) == len(kept)
    assert house.mail.counts()[State.WAITING] == len(kept)
    house.deliver()
    room(MANY)
    late = run(house.desk.open_case(_case(len(kept)))).external_ref
    house.deliver()
    there = sorted(one.external_ref for one in house.there("cases"))
    assert there == sorted([*kept, late])
    database.engine(str(house.mail.database.url)).dispose()


def _open_until_full(house: House) -> list[str]:
    kept: list[str] = []
    while len(kept) < 150:
        try:
            kept.append(run(house.desk.open_case(_case(len(kept)))).external_ref)
        except CrmUnavailable:
            return kept
    raise AssertionError("the disk never was full")


def _case(number: int) -> Any:
    person = replace(CAMILLE, phone=f"+3363998{number:04d}", email="")
    return a_case(contact=person, external_ref=f"case-{number}", description="x" * 2000)
