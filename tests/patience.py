"""What never ends fails, instead of holding every other test up."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def patience(seconds: int = 60) -> Iterator[None]:
    """Raises TimeoutError in the main thread when the block is still at work then."""

    def broken_off(*_: Any) -> None:
        raise TimeoutError(f"still at work after {seconds} s")

    before = signal.signal(signal.SIGALRM, broken_off)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
