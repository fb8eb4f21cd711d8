"""Runs the CRM's work in threads, in one transaction each, within a time limit."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, SQLAlchemyError

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from bot.clock import now
from bot.database import BUSY, engine
from bot.settings import settings

ATTEMPTS = 3
THREADS = 8
STEPS = 20_000  # of SQLite's machine between two looks at the clock: about a millisecond

Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Unit:
    """One transaction: its connection, its moment, and how new references are drawn."""

    connection: Any
    now: datetime
    draw: Callable[[str], str]

    def lock(self, *keys: str) -> None:
        """Make everyone who names one of these keys wait until this transaction ends.

        SQLite has one writer at a time already. The order is the same for everyone, so
        that two who wait never wait for each other.
        """
        if self.connection.dialect.name != "postgresql":
            return
        for number in sorted(_lock_number(key) for key in set(keys)):
            self.connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (number,))

    def one(self, table: Table, *where: Any) -> Any:
        """The first row that meets the conditions, or None."""
        found = self.connection.execute(select(table).where(*where).limit(1))
        return found.mappings().first()

    def insert(self, table: Table, **values: Any) -> Any:
        """A new row, as it now stands."""
        row = {"created_at": self.now, **values}
        position = self.connection.execute(table.insert().values(row)).inserted_primary_key[0]
        return self.one(table, table.c.position == position)

    def update(self, table: Table, ref: str, **values: Any) -> Any:
        """The row of that reference, changed."""
        self.connection.execute(table.update().where(table.c.ref == ref).values(values))
        return self.one(table, table.c.ref == ref)

    def new_ref(self, table: Table, prefix: str) -> str:
        """A reference that nothing in the table has."""
        while self.one(table, table.c.ref == (ref := self.draw(prefix))) is not None:
            pass
        return ref


class Transactions:
    """The embedded CRM's way to its database."""

    def __init__(self, url: str, timeout: float, draw: Callable[[str], str]) -> None:
        self._url = url
        self._timeout = timeout
        self._draw = draw
        # SQLite does one thing at a time: waiting in line is fairer than knocking at its lock.
        threads = 1 if (url or settings().sql_url).startswith("sqlite") else THREADS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="crm")

    async def run(self, work: Callable[[Unit], Result]) -> Result:
        """What `work` returns, once it is committed; otherwise nothing has changed.

        Work that ends after the time limit is rolled back.
        """
        deadline = time.monotonic() + self._timeout
        loop = asyncio.get_running_loop()
        job = loop.run_in_executor(self._threads, self._attempts, work, deadline)
        try:
            return await asyncio.wait_for(job, self._timeout)
        except asyncio.TimeoutError:
            raise CrmUnavailable("too slow") from None

    def _attempts(self, work: Callable[[Unit], Result], deadline: float) -> Result:
        """Database errors name their parameters: they end here, and are not chained."""
        failure: CrmError = CrmRefused(Refusal.CONFLICT)
        for _ in range(ATTEMPTS):
            try:
                return self._in_line(work, deadline)
            except IntegrityError:
                continue
            except DataError:
                failure = CrmRefused(Refusal.INVALID)
            except (SQLAlchemyError, OSError) as error:
                log.warning("CRM database unavailable: %s", type(error).__name__)
                failure = CrmUnavailable("database unavailable")
            break
        raise failure

    def _in_line(self, work: Callable[[Unit], Result], deadline: float) -> Result:
        """Other writers are waited for again while there is time: SQLite's line is not fair."""
        while True:
            try:
                return self._transaction(work, deadline)
            except OperationalError as error:
                if "locked" not in str(error.orig) or time.monotonic() + BUSY > deadline:
                    raise

    def _transaction(self, work: Callable[[Unit], Result], deadline: float) -> Result:
        chosen = engine(self._url) if self._url else engine()
        with chosen.begin() as connection, self._limited(connection, deadline):
            result = work(Unit(connection, now(), self._draw))
            if time.monotonic() > deadline:
                raise CrmUnavailable("too slow")
            return result

    @contextmanager
    def _limited(self, connection: Any, deadline: float) -> Iterator[None]:
        """A statement that is still at work at the deadline is broken off, and holds nobody up."""
        if connection.dialect.name == "postgresql":
            milliseconds = max(1, int(self._timeout * 1000))
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {milliseconds}")
            yield
            return
        sqlite = connection.connection.driver_connection
        sqlite.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
        try:
            yield
        finally:
            sqlite.set_progress_handler(None, 0)


def _lock_number(key: str) -> int:
    """A signed 64-bit number for a key, as PostgreSQL's advisory locks are numbered."""
    return int.from_bytes(sha256(key.encode()).digest()[:8], "big", signed=True)
