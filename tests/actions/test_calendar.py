"""Opening hours, holidays, slots and dates as they are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.calendar import Calendar, Closed
from actions.spoken_date import spoken_date
from bot.clock import PARIS
from bot.opening_hours import opening_hours

WEEK = opening_hours("mon-fri 08:00-20:00, sat 09:00-18:00")
ORMEA = Calendar(WEEK)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-24 08:00", True),
        ("2026-11-24 07:59", False),
        ("2026-11-24 19:59", True),
        ("2026-11-24 20:00", False),
        ("2026-11-28 09:00", True),
        ("2026-11-28 18:00", False),
        ("2026-11-29 10:00", False),
        ("2026-12-25 10:00", False),
        ("2026-05-14 10:00", False),
    ],
)
def test_people_are_there_when_the_settings_say_so(moment: str, is_open: bool) -> None:
    assert ORMEA.is_open(at(moment)) is is_open


def test_alsace_and_moselle_keep_two_more_holidays() -> None:
    moselle = Calendar(WEEK, region="alsace-moselle")
    assert ORMEA.is_open(at("2026-12-26 10:00"))
    assert not moselle.is_open(at("2026-12-26 10:00"))
    assert not moselle.is_open(at("2026-04-03 10:00"))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-24 10:00", "2026-11-24 10:00"),
        ("2026-11-24 21:00", "2026-11-25 08:00"),
        ("2026-11-28 19:00", "2026-11-30 08:00"),
        ("2026-12-24 20:00", "2026-12-26 09:00"),
    ],
)
def test_the_next_opening_skips_nights_sundays_and_holidays(moment: str, opening: str) -> None:
    assert ORMEA.next_opening(at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("2026-11-24 09:00", Closed.PAST),
        ("2026-11-24 10:15", Closed.TOO_SOON),
        ("2026-11-24 10:30", None),
        ("2026-11-25 07:00", Closed.BEFORE_OPENING),
        ("2026-11-25 21:00", Closed.AFTER_CLOSING),
        ("2026-11-29 10:00", Closed.CLOSED_DAY),
        ("2026-12-25 10:00", Closed.TOO_FAR),
    ],
)
def test_a_refused_time_has_its_reason(moment: str, why: Closed | None) -> None:
    assert ORMEA.why_closed(at(moment), NOW) is why


def test_a_holiday_and_a_lunch_break_have_their_own_reasons() -> None:
    breaks = Calendar(opening_hours("mon-fri 08:00-12:00, mon-fri 14:00-18:00"))
    assert ORMEA.why_shut(at("2026-12-25 10:00")) is Closed.HOLIDAY
    assert breaks.why_shut(at("2026-11-24 13:00")) is Closed.BREAK
    assert breaks.next_opening(at("2026-11-24 12:30")) == at("2026-11-24 14:00")


def test_slots_begin_on_the_grid_and_end_before_closing() -> None:
    slots = list(ORMEA.slots(at("2026-11-28 17:10"), 30, 2))
    assert slots[:3] == [at("2026-11-28 17:30"), at("2026-11-30 08:00"), at("2026-11-30 08:30")]
    assert slots[-1] == at("2026-11-30 19:30")
    assert ORMEA.slot_of(at("2026-11-24 15:50")) == at("2026-11-24 15:30")


def test_slots_keep_their_length_on_the_night_the_clocks_change() -> None:
    night = Calendar(opening_hours("sat-sun 00:00-24:00"))
    slots = list(night.slots(at("2026-10-25 01:00"), 60, 0))
    utc = [slot.astimezone(timezone.utc) for slot in slots]
    assert {later - sooner for sooner, later in pairwise(utc)} == {timedelta(hours=1)}
    assert len(slots) == 23


@pytest.mark.parametrize("written", ["lundi 8h-20h", "mon 8:00", "abc 8:00-9:00", "mon 9:00-8:00"])
def test_hours_that_nobody_can_read_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="opening hours"):
        opening_hours(written)


def test_hours_may_go_round_the_week() -> None:
    assert set(opening_hours("sat-mon 09:00-12:00")) == {5, 6, 0}


@pytest.mark.parametrize(
    ("moment", "language", "near", "said"),
    [
        ("2026-11-24 15:30", "fr", False, "mardi 24 novembre à 15 h 30"),
        ("2026-12-01 09:05", "fr", False, "mardi 1er décembre à 9 h 05"),
        ("2026-11-25 11:00", "fr", True, "demain à 11 h"),
        ("2026-11-26 12:00", "fr", True, "après-demain à midi"),
        ("2026-11-24 18:00", "fr", True, "aujourd’hui à 18 h"),
        ("2027-01-04 18:00", "fr", True, "lundi 4 janvier 2027 à 18 h"),
        ("2026-11-24 15:30", "en", False, "Tuesday 24 November at 3.30 pm"),
        ("2026-11-25 11:00", "en", True, "tomorrow at 11 am"),
        ("2026-11-26 12:00", "en", True, "Thursday 26 November at noon"),
    ],
)
def test_a_date_is_said_as_people_say_it(moment: str, language: str, near: bool, said: str) -> None:
    assert spoken_date(at(moment), language, NOW if near else None) == said


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_every_slot_can_be_kept(start: datetime) -> None:
    after = start.replace(tzinfo=timezone.utc)
    for slot in ORMEA.slots(after, 30, 3):
        assert slot >= after
        assert ORMEA.is_open(slot)
        assert ORMEA.is_open(slot + timedelta(minutes=29))
        assert not ORMEA.holiday(date(slot.year, slot.month, slot.day))
