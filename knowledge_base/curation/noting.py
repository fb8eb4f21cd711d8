"""Notes what happens behind the answer's back: nobody waits for it, and nothing fails by it."""

from __future__ import annotations

import atexit
import queue
import threading
import time
from collections.abc import Callable
from functools import cache

import structlog
from sqlalchemy.engine import Connection, Engine

from bot.database import engine

Work = Callable[[Connection], None]
MOST = 2000  # notes waiting, before the newest are dropped
ATTEMPTS, PAUSE = 3, 0.5
log = structlog.get_logger()


class Noting:
    """One thread that writes, in order, what is put to it; `lost` counts what could not be."""

    def __init__(self, database: Callable[[], Engine] = engine, pause: float = PAUSE) -> None:
        self._database, self._pause = database, pause
        self._waiting: queue.Queue[Work | None] = queue.Queue(MOST)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self.lost = 0

    def put(self, work: Work) -> None:
        """Note it soon. Never waits, never raises."""
        try:
            self._waiting.put_nowait(work)
        except queue.Full:
            self._lose("too many are waiting")
            return
        self._started()

    def flush(self) -> None:
        """Wait until all that was put is written or lost."""
        self._waiting.join()

    def close(self, patience: float = 5.0) -> None:
        """Write what is waiting, for as long as there is patience, and end the thread."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread:
            self._waiting.put(None)
            thread.join(patience)

    def _started(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._write, name="noting", daemon=True)
                self._thread.start()

    def _write(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                if work is None:
                    return
                self._written(work)
            finally:
                self._waiting.task_done()

    def _written(self, work: Work) -> None:
        """A database that is busy or away is tried again; whatever else fails is lost."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._database().begin() as connection:
                    return work(connection)
            except Exception as error:
                failed = type(error).__name__
            if attempt < ATTEMPTS:
                time.sleep(self._pause)
        self._lose(failed)

    def _lose(self, why: str) -> None:
        self.lost += 1
        log.error("a question was not noted", error=why, lost=self.lost)


@cache
def noting() -> Noting:
    """This process's notes, written to the end when it ends."""
    made = Noting()
    atexit.register(made.close)
    return made
