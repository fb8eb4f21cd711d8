"""One database for the whole house: one engine, one metadata, one migration history."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from bot.settings import settings

metadata = MetaData()
BUSY = 2  # seconds that SQLite waits for another writer
READ_ONLY = "guichet_read_only"
MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def engine(url: str = "") -> Engine:
    """The engine for a URL (the settings' one by default), made once for each process."""
    url = url or settings().sql_url
    if not url.startswith("sqlite"):
        connect = {"connect_timeout": 3} if url.startswith("postgresql") else {}
        return create_engine(
            url, future=True, hide_parameters=True, pool_pre_ping=True, connect_args=connect
        )
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    made = create_engine(
        url,
        future=True,
        hide_parameters=True,
        poolclass=QueuePool,
        connect_args={"timeout": BUSY, "check_same_thread": False},
    )
    event.listen(made, "connect", _tune_sqlite)
    event.listen(made, "connect", partial(_remember_file, made.url.database))
    event.listen(made, "checkout", partial(_check_file, made.url.database))
    event.listen(made, "begin", _begin)
    return made


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside one writer, durable commits; we begin transactions ourselves."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is forgotten leaves its page as well
    cursor.close()


def _remember_file(path: str, _connection: Any, record: Any) -> None:
    record.info["file"] = _identity(path)


def _check_file(path: str, _connection: Any, record: Any, _proxy: Any) -> None:
    """A file that was moved or replaced would go on taking what nobody reads any more."""
    if record.info["file"] != _identity(path):
        raise DisconnectionError


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, TypeError):
        return None
    return found.st_dev, found.st_ino


def _begin(connection: Any) -> None:
    """Take the write lock at once, so that two writers queue instead of deadlocking.

    One that only reads takes none, and need not wait for a writer.
    """
    only_reads = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN DEFERRED" if only_reads else "BEGIN IMMEDIATE")


@contextmanager
def read_only(database: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, changes nothing and hinders nobody."""
    is_sqlite = database.dialect.name == "sqlite"
    with database.connect() as connection:
        reader = connection.execution_options(**{READ_ONLY: True})
        opening = "PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY"
        reader.exec_driver_sql(opening)
        try:
            yield reader
        finally:
            reader.rollback()
            if is_sqlite:
                reader.exec_driver_sql("PRAGMA query_only = OFF")


@contextmanager
def reading(database: Engine, within: Connection | None = None) -> Iterator[Connection]:
    """To read through the transaction that is open, or without one."""
    if within is not None:
        yield within
        return
    with read_only(database) as connection:
        yield connection


def one_at_a_time(writer: Connection, number: int) -> None:
    """Until this transaction ends, any other that asks for the number waits.

    On SQLite all writers queue as it is.
    """
    if writer.dialect.name == "postgresql":
        writer.exec_driver_sql(f"SELECT pg_advisory_xact_lock({number:d})")


@contextmanager
def writing(database: Engine, within: Connection | None = None) -> Iterator[Connection]:
    """To write as part of the transaction that is open, or in one of its own."""
    if within is not None:
        yield within
        return
    with database.begin() as connection:
        yield connection


def migrate(url: str = "") -> None:
    """Bring the database to the newest schema; safe to run again, and from several processes."""
    from alembic import command

    config = _history()
    config.attributes["engine"] = engine(url)
    command.upgrade(config, "head")


def is_newest(connection: Connection) -> bool:
    """Whether a database has the schema that this code was written for."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    newest = ScriptDirectory.from_config(_history()).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(newest)


def _history() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
