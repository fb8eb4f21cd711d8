"""When somebody wants to be called: a moment, a part of a day, a day, or as soon as possible."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from actions.fields.day_clashes import days_clash
from actions.fields.heard import heard
from actions.fields.moments import WhenReading
from actions.fields.refusals import without_refused
from actions.fields.when_days import NO_SUCH_DAY
from actions.fields.wished import Request, requests, without_appointments, without_events
from actions.fields.wordings import written
from actions.fields.words import fold
from bot.clock import PARIS

_MOST_REQUESTS = 3


class _Reader(Protocol):
    def __call__(self, plain: str, *, previous: datetime | None) -> WhenReading: ...


def when(
    text: str,
    language: str,
    now: datetime,
    previous: datetime | None = None,
    asked: bool = False,
    zone: ZoneInfo = PARIS,
) -> WhenReading:
    """Read a day and a time; `previous` lends what is not said again: « plutôt vendredi ».

    « À 11 h » is said by the clock of `zone`, and so is what comes back.
    What follows « rappelez-moi » is read first, then all but what is told of something else.
    With `asked`, a bare « 15 » or "half three" counts as the answer to "what time?".
    """
    language = "en" if language == "en" else "fr"
    local = now.astimezone(zone)
    kept = previous.astimezone(zone) if previous else None
    plain = written(text, language, local)
    if NO_SUCH_DAY.search(fold(plain)):
        return WhenReading()
    plain = without_appointments(without_refused(plain, language))
    if days_clash(plain, local.date()):
        return WhenReading()
    read = partial(heard, language=language, now=local, asked=asked)
    wished = without_events(plain)
    for request in islice(requests(wished), _MOST_REQUESTS):
        if reading := _requested(request, wished, read, kept):
            return reading
    return _first_of((wished, plain), read, kept)


def _first_of(texts: tuple[str, ...], read: _Reader, previous: datetime | None) -> WhenReading:
    for text in dict.fromkeys(texts):
        reading = read(text, previous=previous)
        if reading.precision != "none":
            return reading
    return WhenReading()


def _requested(
    request: Request, whole: str, read: _Reader, previous: datetime | None
) -> WhenReading | None:
    """What is said after the request, with what stands before it where that only adds to it."""
    alone = read(request.text, previous=None)
    if alone.past:
        return None
    if alone.precision == "none" or alone.missing is None or request.alone:
        with_previous = read(request.text, previous=previous)
        return None if with_previous.precision == "none" else with_previous
    full = read(whole, previous=previous)
    return full if _adds(full, alone) else read(request.text, previous=previous)


def _adds(full: WhenReading, alone: WhenReading) -> bool:
    """Whether a reading says all that another one does."""
    if alone.time and full.time != alone.time:
        return False
    if alone.day and full.day != alone.day:
        return False
    return full.missing is None or full.precision == alone.precision
