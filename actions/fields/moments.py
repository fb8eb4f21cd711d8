"""What was understood of a wish to be called, and the moments that it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal

from actions.fields.when_days import Days

Precision = Literal["exact", "part_of_day", "day", "days", "time", "asap", "none"]


@dataclass(frozen=True)
class WhenReading:
    """What was understood; moments are on the clock of whoever speaks, `latest` is exclusive.

    `exact`: `earliest` is the moment. `part_of_day`: between `earliest` and `latest` on `day`
    (`latest` None: until closing). `day`: any time on `day`. `days`: any day in between.
    `time`: a time without its day, `earliest` being its next occurrence. `asap`: any time.
    """

    precision: Precision = "none"
    earliest: datetime | None = None
    latest: datetime | None = None
    day: date | None = None
    time: time | None = None
    past: bool = False

    @property
    def missing(self) -> Literal["day", "time", "both"] | None:
        """What is still to be asked."""
        if self.precision == "days" and self.time:
            return "day"
        lacks: dict[str, Literal["day", "time", "both"]] = {
            "none": "both", "time": "day", "day": "time", "days": "both",
        }  # fmt: skip
        if self.precision == "part_of_day" and self.day is None:
            return "day"
        return lacks.get(self.precision)


def exact(moment: datetime, now: datetime) -> WhenReading:
    return WhenReading("exact", moment, None, moment.date(), moment.time(), past=moment < now)


def window(day: date | None, start: time | None, end: time | None, now: datetime) -> WhenReading:
    """Part of a day; without a day, of the next one that it can still be."""
    of = day or following(end or time(23), now).date()
    zone = now.tzinfo
    earliest = at(of, start or time(0), zone)
    latest = at(of, end, zone) if end else None
    over = latest or at(of + timedelta(days=1), time(0), zone)
    if earliest < now < over:
        earliest = now
    return WhenReading("part_of_day", earliest, latest, day, None, past=over <= now)


def whole_days(named: Days, now: datetime) -> WhenReading:
    first = named.first or now.date()
    latest = at(named.last + timedelta(days=1), time(0), now.tzinfo) if named.last else None
    morning = at(first, time(0), now.tzinfo)
    earliest = max(morning, now) if first >= now.date() else morning
    past = bool(latest and latest <= now)
    return WhenReading("day" if named.one else "days", earliest, latest, named.one, None, past)


def at(day: date, moment: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, moment, zone)


def following(moment: time, now: datetime) -> datetime:
    today = at(now.date(), moment, now.tzinfo)
    return today if today > now else at(now.date() + timedelta(days=1), moment, now.tzinfo)


def later(moment: datetime, by: timedelta) -> datetime:
    """Hours are counted in UTC, days on the calendar."""
    if not by % timedelta(days=1):
        return at(moment.date() + by, moment.time(), moment.tzinfo)
    counted = moment.astimezone(timezone.utc) + by
    return counted.astimezone(moment.tzinfo).replace(second=0, microsecond=0)
