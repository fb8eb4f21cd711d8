"""Six digits from chat to telephone and back: once, for ten minutes, and not by guessing."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot import clock, database
from connectors.handover import HandoverRefused, Handovers, Rules, digits
from tests.conftest import missing_service
from tests.connectors.desk_life import Gateway, Scripted, Widget, widget

KEY = "a-key-for-the-tests-of-thirty-two-chars"
SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/"
Clock = Callable[[str], None]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, house: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A fresh database, migrated, of each kind."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'handover.db'}"
        database.migrate(address)
        yield address
        return
    server = create_engine(
        SERVER + "postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
    )
    name = f"guichet_{uuid.uuid4().hex[:8]}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except SQLAlchemyError:
        missing_service("PostgreSQL")
    database.migrate(SERVER + name)
    yield SERVER + name
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture()
def handovers(url: str) -> Iterator[Handovers]:
    made = Handovers(database.engine(url), KEY)
    yield made
    made.close()


@pytest.fixture()
def at(house: pytest.MonkeyPatch) -> Clock:
    """Sets the clock, and leaves the database where it is."""

    def at(moment: str) -> None:
        house.setenv("GUICHET_NOW", f"2026-11-24T{moment}+01:00")
        clock.settings.cache_clear()

    return at


async def reason(work: object) -> str:
    with pytest.raises(HandoverRefused) as refused:
        await work  # type: ignore[misc]
    return refused.value.reason


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


async def test_a_code_brings_its_conversation_once(handovers: Handovers) -> None:
    given = await handovers.issue("web-1")
    assert digits(given.code) == given.code
    assert given.code not in repr(given)
    assert await handovers.redeem(given.code, "+33612345678") == "web-1"
    assert await handovers.redeem(given.code, "+33612345678") is None


async def test_of_eight_takers_at_once_one_succeeds(url: str) -> None:
    """As if each ran in a process of its own."""
    takers = [Handovers(database.engine(url), KEY) for _ in range(8)]
    for _ in range(3):
        given = await takers[0].issue(f"web-{uuid.uuid4().hex}")
        tries = [taker.redeem(given.code, f"caller {n}") for n, taker in enumerate(takers)]
        found = await asyncio.gather(*tries)
        assert len([one for one in found if one is not None]) == 1
    for taker in takers:
        taker.close()


async def test_a_code_ends_after_ten_minutes(handovers: Handovers, at: Clock) -> None:
    at("10:00:00")
    given, other = await handovers.issue("web-1"), await handovers.issue("web-2")
    assert given.expires == clock.utc(clock.now()).replace(minute=10)
    at("10:09:59")
    assert await handovers.redeem(given.code, "a") == "web-1"
    at("10:10:00")
    assert await handovers.redeem(other.code, "a") is None


async def test_a_new_code_replaces_the_one_before(handovers: Handovers) -> None:
    first = await handovers.issue("web-1")
    second = await handovers.issue("web-1")
    if first.code != second.code:
        assert await handovers.redeem(first.code, "a") is None
    assert await handovers.redeem(second.code, "a") == "web-1"


async def test_a_visitor_gets_five_codes_in_ten_minutes(handovers: Handovers, at: Clock) -> None:
    at("10:00:00")
    for _ in range(5):
        await handovers.issue("web-1")
    assert await reason(handovers.issue("web-1")) == "too_many"
    assert (await handovers.issue("web-2")).code
    at("10:10:01")
    assert (await handovers.issue("web-1")).code


async def test_after_five_wrong_codes_even_the_right_one_must_wait(
    handovers: Handovers, at: Clock
) -> None:
    at("10:00:00")
    for _ in range(5):
        assert await handovers.redeem("not a code", "guesser") is None
    at("10:05:00")
    given = await handovers.issue("web-1")
    assert await reason(handovers.redeem(given.code, "guesser")) == "too_many"
    assert await handovers.redeem(wrong(given.code), "somebody else") is None
    at("10:10:01")
    assert await handovers.redeem(given.code, "guesser") == "web-1"


async def test_guesses_made_all_at_once_are_counted_too(handovers: Handovers) -> None:
    given = await handovers.issue("web-1")
    tries = [handovers.redeem(wrong(given.code), "guesser") for _ in range(20)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert len([one for one in found if one is None]) <= 5
    assert all(one is None or isinstance(one, HandoverRefused) for one in found)


async def test_many_guessers_lock_everyone_out_and_right_codes_cost_nothing(url: str) -> None:
    handovers = Handovers(database.engine(url), KEY, Rules(wrong_of_all=10))
    for number in range(12):
        given = await handovers.issue(f"web-{number}")
        assert await handovers.redeem(given.code, "a shop's one address") == f"web-{number}"
    for number in range(10):
        assert await handovers.redeem("1", f"guesser {number}") is None
    given = await handovers.issue("web-1")
    assert await reason(handovers.redeem(given.code, "somebody")) == "too_many"
    handovers.close()


async def test_guessers_at_one_door_lock_nobody_out_at_the_other(url: str) -> None:
    web = Handovers(database.engine(url), KEY, Rules(wrong_of_all=3), "web")
    phone = Handovers(database.engine(url), KEY, Rules(wrong_of_all=3))
    for number in range(3):
        assert await web.redeem("1", f"guesser {number}") is None
    given = await phone.issue("web-1")
    assert await reason(web.redeem(given.code, "a")) == "too_many"
    assert await phone.redeem(given.code, "a") == "web-1"
    web.close()
    phone.close()


async def test_an_address_cannot_take_every_code_there_is(url: str) -> None:
    handovers = Handovers(database.engine(url), KEY, Rules(issues_at=3))
    for number in range(3):
        assert (await handovers.issue(f"web-{number}", "192.0.2.1")).code
    assert await reason(handovers.issue("web-3", "192.0.2.1")) == "too_many"
    assert (await handovers.issue("web-3", "192.0.2.2")).code
    assert (await handovers.issue("web-4")).code
    handovers.close()


async def test_there_are_never_many_codes_to_guess_among(url: str) -> None:
    handovers = Handovers(database.engine(url), KEY, Rules(live=3))
    for number in range(3):
        await handovers.issue(f"web-{number}")
    assert await reason(handovers.issue("web-3")) == "too_many"
    handovers.close()


async def test_neither_codes_nor_callers_are_written_down(handovers: Handovers, url: str) -> None:
    given = await handovers.issue("web-1")
    await handovers.redeem(wrong(given.code), "+33612345678")
    with database.engine(url).connect() as connection:
        rows = [
            str(connection.execute(text(f"SELECT * FROM {table}")).all())
            for table in ("handover_codes", "handover_tries")
        ]
    digests = "".join(rows)
    assert "web-1" in digests
    assert f"'{given.code}'" not in digests and "612345678" not in digests


async def test_another_key_reads_no_code(handovers: Handovers, url: str) -> None:
    given = await handovers.issue("web-1")
    other = Handovers(database.engine(url), "another key")
    assert await other.redeem(given.code, "a") is None
    other.close()


async def test_a_database_that_is_away_is_said(house: pytest.MonkeyPatch, tmp_path: Path) -> None:
    handovers = Handovers(database.engine(f"sqlite:///{tmp_path / 'empty.db'}"), KEY)
    assert await reason(handovers.issue("web-1")) == "storage"
    assert await reason(handovers.redeem("123456", "a")) == "storage"
    handovers.close()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("123456", "123456"),
        ("12 34 56", "123456"),
        ("123-456", "123456"),
        ("123.456 ", "123456"),
        ("12345", ""),
        ("1234567", ""),
        ("abcdef", ""),
        ("١٢٣٤٥٦", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_is_written(written: str, read: str) -> None:
    assert digits(written) == read


async def ask(desk: Gateway, path: str, **options: object) -> httpx.Response:
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        return await http.post(f"/api/chat/handover{path}", **options)  # type: ignore[arg-type]


async def test_the_widget_opens_a_conversation_with_a_code(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with widget(desk) as socket:
        visitor = Widget(socket)
        token = (await visitor.hello())["token"]
        await visitor.say("m1", "bonjour")
        await visitor.until("replies")
    given = await ask(desk, "/code", headers={"Authorization": f"Bearer {token}"})
    assert given.json()["phone"] == "01 99 00 32 32"
    assert given.headers["cache-control"] == "no-store"
    opened = await ask(desk, "", json={"code": given.json()["code"]})
    async with widget(desk) as socket:
        welcome = await Widget(socket).hello(token=opened.json()["token"])
    assert [frame["type"] for frame in welcome["history"]] == ["said", "replies"]


async def test_refusals_are_said_in_both_languages_and_counted(desk: Gateway) -> None:
    assert (await ask(desk, "/code")).status_code == 401
    french = await ask(desk, "", json={"code": "000000"})
    english = await ask(desk, "?language=en", json={"code": "000000"})
    assert (french.status_code, french.json()["reason"]) == (404, "unknown_code")
    assert "six chiffres" in french.json()["detail"]
    assert "six digits" in english.json()["detail"]
    assert (await ask(desk, "", json={"code": "1" * 41})).status_code == 422
    for _ in range(4):
        last = await ask(desk, "", json={"code": "000000"})
    assert (last.status_code, last.headers["retry-after"]) == (429, "600")
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        figures = (await http.get("/metrics")).text
    assert 'guichet_handovers_total{outcome="unknown_code",step="redeem"} 5.0' in figures
    assert 'guichet_handovers_total{outcome="too_many",step="redeem"} 1.0' in figures
