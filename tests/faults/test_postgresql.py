"""A whole conversation with PostgreSQL instead of SQLite."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import settings
from connectors.retention import Retention
from tests.conftest import Desk, missing_service, new_desk
from tests.faults.house import Person, names, refused, send, settled

pytestmark = pytest.mark.desk
SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432/"


@pytest.fixture(scope="module")
def server() -> Engine:
    made = create_engine(
        SERVER + "postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
    )
    try:
        made.connect().close()
    except SQLAlchemyError:
        missing_service("PostgreSQL")
    return made


@pytest.fixture(scope="module")
def database(server: Engine) -> Iterator[str]:
    name = f"guichet_{uuid.uuid4().hex[:8]}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield name
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="module")
def desk(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(
        tmp_path_factory.mktemp("postgresql"), extra={"GUICHET_DATABASE_URL": SERVER + database}
    )
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        yield made
    finally:
        made.stop()


def test_a_callback_is_booked_once_and_moved(desk: Desk, person: Person) -> None:
    person.asks(desk)
    said = settled(desk, person.sender, "oui", "yes-1")
    assert "utter_callback_booked" in names(said)
    assert settled(desk, person.sender, "oui", "yes-1") == said
    assert len(person.callbacks(desk)) == 1
    assert not (desk.data / "guichet.db").exists()


def test_what_is_old_is_forgotten_there_too(
    desk: Desk, database: str, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.asks(desk)
    monkeypatch.setenv("GUICHET_NOW", "2027-06-01T10:00:00")
    settings.cache_clear()
    forgetting = Retention(create_engine(SERVER + database, future=True), 90, timedelta(hours=48))
    assert forgetting.mask() and forgetting.forget_states() and forgetting.forget_words()
    assert not (forgetting.mask() or forgetting.forget_states() or forgetting.forget_words())
    monkeypatch.undo()
    settings.cache_clear()
    person.asks(desk)


def test_connections_that_the_server_cut_are_made_again(
    desk: Desk, server: Engine, database: str, person: Person
) -> None:
    person.asks(desk)
    with server.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": database},
        )
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui"))


def test_a_database_that_takes_nobody_is_said_and_the_conversation_goes_on(
    desk: Desk, server: Engine, database: str, person: Person
) -> None:
    person.asks(desk)
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false"))
        try:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": database},
            )
            answer = send(desk, person.sender, "oui", "yes-1")
            assert refused(answer) == "storage"
        finally:
            connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true"))
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui", "yes-1"))
    assert len(person.callbacks(desk)) == 1
