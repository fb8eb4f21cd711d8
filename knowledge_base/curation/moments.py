"""The present moment as the database keeps it, which tests may move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import now, utc

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return utc(now())
