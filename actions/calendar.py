"""When people are there to call back: opening hours, public holidays, bookable slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from functools import cache

import holidays

from actions.spoken_date import spoken_date
from bot.callback_queues import SUPPORT
from bot.clock import PARIS, now
from bot.opening_hours import Span, Week, opening_hours, spans_on
from bot.settings import settings

__all__ = ["Calendar", "Closed", "calendar", "spoken_date"]
_FAR = 60


class Closed(str, Enum):
    """Why nobody can call at a given moment."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    HOLIDAY = "holiday"
    CLOSED_DAY = "closed_day"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"
    BREAK = "break"


@dataclass(frozen=True)
class Calendar:
    """The company's week. Moments are aware; what comes back is in Europe/Paris."""

    week: Week
    region: str = "metropole"
    delay: timedelta = timedelta(minutes=30)
    horizon: timedelta = timedelta(days=21)
    slot_minutes: int = 30

    def is_open(self, moment: datetime) -> bool:
        local = moment.astimezone(PARIS)
        return any(span.start <= local.time() < span.end for span in self._spans(local.date()))

    def holiday(self, day: date) -> str | None:
        """The name of a public holiday, in French, or None."""
        return _holidays(self.region, day.year).get(day)

    def next_opening(self, moment: datetime) -> datetime | None:
        """The moment itself when open, else the next opening; None within two months."""
        local = moment.astimezone(PARIS)
        if self.is_open(local):
            return local
        for start, _ in self._openings(local, _FAR):
            if _utc(start) >= _utc(local):
                return start
        return None

    def closing(self, day: date) -> datetime | None:
        """When the last span of a day ends; None on a closed day."""
        spans = self._spans(day)
        return datetime.combine(day, spans[-1].end, PARIS) if spans else None

    def slots(
        self, after: datetime, minutes: int | None = None, horizon_days: int | None = None
    ) -> Iterator[datetime]:
        """Starts of slots that fit whole in the opening hours, at or after `after`."""
        minutes = minutes or self.slot_minutes
        length = timedelta(minutes=minutes)
        days = self.horizon.days if horizon_days is None else horizon_days
        for opening, closing in self._openings(after.astimezone(PARIS), days):
            start, changing = _utc(opening), _clocks_change(opening.date())
            while start + length <= _utc(closing):
                kept = not changing or self.first_shut(start, minutes) is None
                if start >= _utc(after) and kept:
                    yield start.astimezone(PARIS)
                start += length

    def slot_of(self, moment: datetime) -> datetime:
        """The start of the slot that holds an open moment."""
        local = moment.astimezone(PARIS)
        for span in self._spans(local.date()):
            if span.start <= local.time() < span.end:
                opening = _utc(datetime.combine(local.date(), span.start, PARIS))
                length = timedelta(minutes=self.slot_minutes)
                return (opening + (_utc(local) - opening) // length * length).astimezone(PARIS)
        return local

    def why_closed(self, moment: datetime, at: datetime | None = None) -> Closed | None:
        """Why a callback cannot start then, seen from `at` (the present); None when it can."""
        wait = _utc(moment) - _utc(at or now())
        if wait < timedelta(0):
            return Closed.PAST
        if wait < self.delay:
            return Closed.TOO_SOON
        if wait > self.horizon:
            return Closed.TOO_FAR
        shut = self.first_shut(moment, self.slot_minutes)
        return self.why_shut(shut) if shut else None

    def first_shut(self, moment: datetime, minutes: int) -> datetime | None:
        """The first of that many minutes in which nobody is there, else None."""
        each = (_utc(moment) + timedelta(minutes=one) for one in range(minutes))
        return next((one for one in each if not self.is_open(one)), None)

    def why_shut(self, moment: datetime) -> Closed | None:
        """Why nobody is there at that moment, whatever the present one is."""
        local = moment.astimezone(PARIS)
        if self.holiday(local.date()):
            return Closed.HOLIDAY
        spans = self._spans(local.date())
        if not spans:
            return Closed.CLOSED_DAY
        if self.is_open(local):
            return None
        if local.time() < spans[0].start:
            return Closed.BEFORE_OPENING
        return Closed.AFTER_CLOSING if local.time() >= spans[-1].end else Closed.BREAK

    def _spans(self, day: date) -> tuple[Span, ...]:
        return () if self.holiday(day) else spans_on(self.week, day)

    def _openings(self, local: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        for ahead in range(days + 1):
            day = local.date() + timedelta(days=ahead)
            for span in self._spans(day):
                yield (
                    datetime.combine(day, span.start, PARIS),
                    datetime.combine(day, span.end, PARIS),
                )


def _utc(moment: datetime) -> datetime:
    """Lengths are added in UTC: the clocks change twice a year."""
    return moment.astimezone(timezone.utc)


def _clocks_change(day: date) -> bool:
    """Whether an hour of that day is missing, or comes twice."""
    midnight = datetime.combine(day, time(0), PARIS)
    return midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()


@cache
def _holidays(region: str, year: int) -> dict[date, str]:
    part = "57" if region == "alsace-moselle" else None  # Moselle keeps the same two more
    return dict(holidays.country_holidays("FR", subdiv=part, years=year, language="fr"))


@cache
def calendar(queue: str = SUPPORT, language: str = "fr") -> Calendar:
    """When a queue of this company calls back in a language; an unknown one has support's hours."""
    chosen = settings()
    named = chosen.queues.get(queue) or chosen.queues[SUPPORT]
    return Calendar(
        week=opening_hours(named.written(language)),
        region=chosen.company_region,
        delay=timedelta(minutes=chosen.callback_delay_minutes),
        horizon=timedelta(days=chosen.callback_horizon_days),
        slot_minutes=chosen.callback_slot_minutes,
    )
