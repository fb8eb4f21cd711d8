"""Long work of which a page says how far it is, instead of keeping somebody waiting."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread

from knowledge_base.build import Progress

PATIENCE = 1.0  # seconds that a page waits before it shows how far the work is
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reached:
    """So much of so much; 0 of 0 as long as nobody knows."""

    done: int = 0
    total: int = 0


class Underway:
    """One piece of work at a time: who asks for it while it goes on shares it."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience, self._one = patience, Lock()
        self._thread: Thread | None = None
        self._reached = Reached()

    def reached(self, work: Callable[[Progress], object]) -> Reached | None:
        """How far it is, begun if need be; None once it has ended, well or not."""
        with self._one:
            if self._thread is None or not self._thread.is_alive():
                self._reached = Reached()
                self._thread = Thread(target=self._run, args=(work,), name="underway", daemon=True)
                self._thread.start()
            running = self._thread
        running.join(self._patience)
        return self._reached if running.is_alive() else None

    def _run(self, work: Callable[[Progress], object]) -> None:
        try:
            work(self._note)
        except Exception:
            log.exception("what a page waits for failed")

    def _note(self, done: int, total: int) -> None:
        self._reached = Reached(done, total)
