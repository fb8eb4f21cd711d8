"""Calendars on any day of any year: clock changes, public holidays, breaks, overseas clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.calendar import Calendar
from actions.clocks import AREAS
from actions.crm.embedded.slots import HESITATION, SlotRules, _impossible
from actions.fields import when
from actions.spoken_date import spoken_date
from bot.clock import PARIS
from bot.opening_hours import DAYS, opening_hours

YEARS = range(2024, 2034)
MINUTE = timedelta(minutes=1)


def easter(year: int) -> date:
    """Easter Sunday, by the Meeus–Jones–Butcher rule."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def public_holidays(year: int, region: str) -> set[date]:
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    after_easter = [1, 39, 50]
    if region == "alsace-moselle":
        fixed, after_easter = [*fixed, (12, 26)], [*after_easter, -2]
    moving = {easter(year) + timedelta(days=days) for days in after_easter}
    return {date(year, month, day) for month, day in fixed} | moving


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


CHANGES = [last_sunday(year, month) for year in YEARS for month in (3, 10)]
HOLIDAYS = sorted(
    day for year in YEARS for day in public_holidays(year, "alsace-moselle")
)  # fmt: skip
interesting = st.one_of(
    st.sampled_from(CHANGES), st.sampled_from(HOLIDAYS),
    st.dates(date(2024, 1, 2), date(2033, 12, 1)),
)  # fmt: skip
quarters = st.integers(0, 96)


@st.composite
def spans(draw: st.DrawFn) -> str:
    first, last = sorted(draw(st.lists(quarters, min_size=2, max_size=2, unique=True)))
    begin, end = (f"{at // 4:02d}:{at % 4 * 15:02d}" for at in (first, last))
    days = draw(st.sampled_from(["mon-sun", "sat-sun", *DAYS]))
    return f"{days} {begin}-{end}"


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    written = ", ".join(draw(st.lists(spans(), min_size=1, max_size=4)))
    region = draw(st.sampled_from(["metropole", "alsace-moselle"]))
    return Calendar(
        opening_hours(written), region, timedelta(minutes=30), timedelta(days=4),
        draw(st.sampled_from([10, 15, 30, 45, 60])),
    )  # fmt: skip


def staffed(calendar: Calendar, moment: datetime) -> bool:
    """Whether somebody is there in that minute: by a list of holidays of our own."""
    local = moment.astimezone(PARIS)
    if local.date() in public_holidays(local.year, calendar.region):
        return False
    spans = calendar.week.get(local.weekday(), ())
    return any(one.start <= local.time() < one.end for one in spans)


def minutes_of(calendar: Calendar, start: datetime) -> list[datetime]:
    begun = start.astimezone(timezone.utc)
    return [begun + n * MINUTE for n in range(calendar.slot_minutes)]


@given(calendars(), interesting, st.integers(0, 24 * 60))
@settings(max_examples=150, deadline=None)
def test_slots_are_open_from_their_first_minute_to_their_last(
    calendar: Calendar, day: date, minute: int
) -> None:
    after = datetime.combine(day, time(0), timezone.utc) + (minute - 720) * MINUTE
    slots = list(calendar.slots(after, None, 2))
    for slot in slots:
        assert slot >= after and slot.tzinfo is PARIS
        assert all(staffed(calendar, one) for one in minutes_of(calendar, slot))
    utc = [slot.astimezone(timezone.utc) for slot in slots]
    assert all(sooner < later for sooner, later in pairwise(utc))


@given(calendars(), interesting, st.integers(0, 24 * 60), st.integers(-60, 5 * 24 * 60))
@settings(max_examples=300, deadline=None)
def test_why_closed_is_none_exactly_for_what_can_be_booked(
    calendar: Calendar, day: date, minute: int, later: int
) -> None:
    now = datetime.combine(day, time(0), timezone.utc) + (minute - 720) * MINUTE
    moment = now + later * MINUTE
    rules = SlotRules(
        calendar, calendar.slot_minutes * MINUTE, 1, calendar.delay, calendar.horizon
    )
    refusal = _impossible(rules, moment, now)
    hesitating = calendar.delay - HESITATION <= moment - now < calendar.delay
    in_time = calendar.delay <= moment - now <= calendar.horizon
    open_whole = all(staffed(calendar, one) for one in minutes_of(calendar, moment))
    why = calendar.why_closed(moment, now)
    assert (why is None) == (in_time and open_whole)
    if not hesitating:
        assert (why is None) == (refusal is None)


@given(interesting)
def test_the_holidays_are_frances_and_those_of_alsace_and_moselle(day: date) -> None:
    for region in ("metropole", "alsace-moselle"):
        calendar = Calendar(opening_hours("mon-sun 08:00-20:00"), region)
        assert bool(calendar.holiday(day)) == (day in public_holidays(day.year, region))


@given(
    st.sampled_from(sorted(AREAS)), st.sampled_from(["fr", "en"]), interesting,
    st.integers(0, 23), st.integers(0, 40),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_a_time_that_is_said_by_an_overseas_clock_is_the_same_instant_again(
    area: str, language: str, day: date, hour: int, place: int
) -> None:
    zone = AREAS[area].zone
    now = datetime.combine(day, time(hour), timezone.utc)
    week = Calendar(opening_hours("mon-sat 08:00-20:00"))
    slots = [slot for slot in week.slots(now + week.delay, None, 4)]
    slot = slots[place % len(slots)]
    said = spoken_date(slot, language, now, zone)
    assert when(said, language, now, zone=zone).earliest == slot, said
