"""What time it is for the company, which a demo or a test may fix."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from bot.settings import settings

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """The present moment in Europe/Paris, or `GUICHET_NOW` when it is set."""
    fixed = settings().now
    if fixed is None:
        return datetime.now(PARIS)
    if fixed.tzinfo is None:
        return fixed.replace(tzinfo=PARIS)
    return fixed.astimezone(PARIS)


def machine_time() -> datetime:
    """The machine's own time in UTC, for waits that must end also where the clock is fixed."""
    return datetime.now(timezone.utc)


def utc(moment: datetime) -> datetime:
    """The same moment in UTC, for storage and for programs."""
    return moment.astimezone(timezone.utc)


def stored(moment: datetime) -> datetime:
    """A moment that a database gave back: SQLite forgets that it is UTC."""
    return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else utc(moment)
