"""The right to go round with the mail: one process of a desk has it at a time, however it dies."""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

# PostgreSQL’s advisory locks.
NUMBERS = {"courier": 7_236_482_115, "postman": 7_236_482_116, "expiry": 7_236_482_117}


class Round(Protocol):
    def held(self) -> bool:
        """Whether we have it; takes it where it is free."""

    def leave(self) -> None: ...


def round_of(database: Engine, who: str = "courier") -> Round:
    """A lock beside SQLite's file, which the system takes back from a process that dies, or one
    of PostgreSQL's, which ends with its connection."""
    if database.dialect.name == "sqlite":
        return FileRound(Path(f"{database.url.database}.{who}"))
    return ServerRound(database, NUMBERS[who])


class FileRound:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def held(self) -> bool:
        if self._file is not None:
            return True
        file = self._path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class ServerRound:
    def __init__(self, database: Engine, number: int = NUMBERS["courier"]) -> None:
        self._database, self._number = database, number
        self._connection: Any = None

    def held(self) -> bool:
        """A connection that was lost has lost the round, too."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            return self._take()
        except SQLAlchemyError:
            self.leave()
            return False

    def _take(self) -> bool:
        free = self._database.execution_options(isolation_level="AUTOCOMMIT").connect()
        lock = text("SELECT pg_try_advisory_lock(:number)")
        if free.execute(lock, {"number": self._number}).scalar():
            self._connection = free
            return True
        free.close()
        return False

    def leave(self) -> None:
        """Given back at once where the connection still lives; else the server takes it back."""
        if self._connection is None:
            return
        with suppress(SQLAlchemyError):
            unlock = text("SELECT pg_advisory_unlock(:number)")
            self._connection.execute(unlock, {"number": self._number})
        self._connection.invalidate()
        self._connection.close()
        self._connection = None
