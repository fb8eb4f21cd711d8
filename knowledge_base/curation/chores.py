"""What a process does beside serving, again and again, in one thread of its own."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Event, Thread

PATIENCE = 10.0  # seconds that an ending process waits for a chore in hand
log = logging.getLogger(__name__)

Chore = tuple[str, float, Callable[[], object]]  # its name, seconds between two, what it does


class Chores:
    """Runs chores when their time comes; one that fails is counted and stops no other.

    Several processes may run the same chores, so each must be safe beside itself, and cheap
    when there is nothing to do.
    """

    def __init__(
        self,
        chores: Iterable[Chore],
        clock: Callable[[], float] = time.monotonic,
        at_end: bool = True,
    ) -> None:
        """`at_end`: they hold something in memory, so each runs once more before the end."""
        self._at_end = at_end
        self._chores = tuple(chores)
        self._clock = clock
        self._due = {name: clock() + seconds for name, seconds, _ in self._chores}
        self._trouble: dict[str, str] = {}
        self._stopped = Event()
        self._thread: Thread | None = None
        self.failures: Counter[str] = Counter()

    def start(self) -> None:
        """Begin in the background, until `close`."""
        self._thread = Thread(target=self._work, name="chores", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; do everything a last time where something would be left in memory."""
        self._stopped.set()
        if self._thread:
            self._thread.join(PATIENCE)
        if self._at_end and not (self._thread and self._thread.is_alive()):
            for name, _, act in self._chores:
                self._run(name, act)

    def tick(self) -> float:
        """Do what is due; seconds until the next."""
        for name, seconds, act in self._chores:
            if self._due[name] <= self._clock() and not self._stopped.is_set():
                self._run(name, act)
                self._due[name] = self._clock() + seconds
        return max(0.0, min(self._due.values(), default=1.0) - self._clock())

    def _work(self) -> None:
        pause = self.tick()
        while not self._stopped.wait(pause):
            pause = self.tick()

    def _run(self, name: str, act: Callable[[], object]) -> None:
        """The first of a row of like failures is logged in full."""
        try:
            act()
            self._trouble.pop(name, None)
        except Exception as error:
            self.failures[name] += 1
            if self._trouble.get(name) != type(error).__name__:
                log.exception("a chore failed: %s", name)
            self._trouble[name] = type(error).__name__
