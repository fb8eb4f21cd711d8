"""Whether a recogniser is stuck in its work, or only waits for its turn on a busy machine."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

BETWEEN_LOOKS = 0.2
PATIENCE = 2.0  # seconds of standing still, or of work beyond the length of its sound
LAST_PATIENCE = 10.0  # beyond three times that length, for work that goes on, but slowly
_LOOKS = int(PATIENCE / BETWEEN_LOOKS)
_MOVING = 0.05  # seconds of processor that tell work from waiting, in the time of all looks


@dataclass
class Work:
    """What a process is at: since when, by the clock and by its processor, and how long it may."""

    allowed: float = 0.0
    _began: float | None = None
    _processor: float = 0.0
    _looks: deque[float] = field(default_factory=lambda: deque(maxlen=_LOOKS))

    def begin(self) -> None:
        self.allowed, self._processor = 0.0, time.process_time()
        self._began = time.monotonic()

    def allow(self, seconds: float) -> None:
        """Sound of that length is worked on."""
        self.allowed = seconds

    def end(self) -> None:
        self._began = None

    def is_stuck(self) -> bool:
        """To be asked every `BETWEEN_LOOKS` seconds.

        Work that stands still is stuck after `PATIENCE`; work that goes on has the length of its
        sound besides, by its processor, and longer by the clock where the machine is busy.
        """
        self._looks.append(time.process_time())
        if self._began is None:
            return False
        lasted, allowed = time.monotonic() - self._began, self.allowed
        if lasted < PATIENCE:
            return False
        if self._looks[-1] - self._looks[0] < _MOVING or lasted > 3 * allowed + LAST_PATIENCE:
            return True
        return self._looks[-1] - self._processor > allowed + PATIENCE
