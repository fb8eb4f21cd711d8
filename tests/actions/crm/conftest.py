"""A CRM of its own for each test, on SQLite and, where there is one, on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from actions.crm.embedded import EmbeddedCrm
from bot import database
from bot.clock import PARIS
from bot.settings import settings
from tests.actions.crm.program import Api
from tests.actions.crm.samples import MONDAY

POSTGRES = "postgresql+psycopg2://postgres@127.0.0.1:5432"

Result = TypeVar("Result")


class OfficeHours:
    """Open from Monday to Friday, 8 to 20 h, in Paris."""

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(PARIS)
        return local.weekday() < 5 and 8 <= local.hour < 20

    def slots(self, after: datetime, minutes: int, horizon_days: int) -> Iterator[datetime]:
        start = after.astimezone(PARIS).replace(hour=8, minute=0, second=0, microsecond=0)
        while start < after + timedelta(days=horizon_days):
            if start >= after and self.is_open(start):
                yield start
            start += timedelta(minutes=minutes)


def run(work: Awaitable[Result]) -> Result:
    async def wait() -> Result:
        return await work

    return asyncio.run(wait())


@pytest.fixture(autouse=True)
def monday_morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is Monday at nine, and everything written lies in the test's own folder."""
    monkeypatch.setenv("GUICHET_NOW", MONDAY.isoformat())
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_CALLBACK_QUEUES", "support; sales; billing")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with its tables, to copy."""
    path = tmp_path_factory.mktemp("crm") / "migrated.db"
    database.migrate(f"sqlite:///{path}")
    database.engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL database of these tests' own, with its tables."""
    name = f"guichet_test_{uuid4().hex}"
    _postgres(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        database.migrate(f"{POSTGRES}/{name}")
        yield f"{POSTGRES}/{name}"
    finally:
        database.engine(f"{POSTGRES}/{name}").dispose()
        _postgres(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'crm.db')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """An empty database: both kinds, one after the other."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return _emptied(request.getfixturevalue("postgres_url"))


@pytest.fixture
def desk(sqlite_url: str) -> EmbeddedCrm:
    """For what is not about the database: SQLite is enough."""
    return EmbeddedCrm(sqlite_url, OfficeHours(), timeout=30)


@pytest.fixture
def api(desk: EmbeddedCrm) -> Api:
    return Api(desk)


@pytest.fixture
def crm(url: str) -> EmbeddedCrm:
    return EmbeddedCrm(url, hours=OfficeHours(), timeout=30)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Puts the clock at another moment."""

    def at(moment: datetime) -> None:
        monkeypatch.setenv("GUICHET_NOW", moment.isoformat())
        settings.cache_clear()

    return at


def _emptied(url: str) -> str:
    names = ", ".join(name for name in database.metadata.tables if name.startswith("crm_"))
    with database.engine(url).begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    return url


def _postgres(command: str) -> None:
    server = create_engine(f"{POSTGRES}/postgres", isolation_level="AUTOCOMMIT", future=True)
    try:
        with server.connect() as connection:
            connection.execute(text(command))
    except OperationalError:
        if os.environ.get("GUICHET_REQUIRE_SERVICES") == "1":
            raise
        pytest.skip("no PostgreSQL at 127.0.0.1:5432")
    finally:
        server.dispose()
