"""Work beside serving, in a thread of its own, until it is told to stop."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread


class WorkThread:
    """Begun once the gateway is open, ended with it; `work` looks at the event that it is given."""

    def __init__(self, name: str, work: Callable[[Event], object]) -> None:
        self._stopped = Event()
        self._thread = Thread(target=work, args=(self._stopped,), name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def close(self, patience: float = 3.0) -> None:
        """What is under way gets some seconds; otherwise it is found again later."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(patience)
