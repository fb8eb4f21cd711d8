"""Whose clock a time is said by: overseas France has its own, which the number tells."""

from __future__ import annotations

from datetime import datetime

from actions.callers import calling_number
from actions.clocks import Clock, clock_of
from actions.spoken_date import spoken_date, spoken_time
from actions.turn import Turn
from bot.clock import PARIS, now
from bot.nlg import words


def their_clock(turn: Turn) -> Clock:
    """That of the number to call, else of the one that was called before or that calls now."""
    known = turn.slots.get("phone") or turn.slots.get("callback_phone")
    return clock_of(known or calling_number(turn))


def spoken_start(moment: datetime, turn: Turn) -> str:
    """« demain à 11 h »; where their clock is another, « … heure de La Réunion (8 h à Paris) »."""
    clock = their_clock(turn)
    here = spoken_date(moment, turn.language, now(), clock.zone)
    if not clock.place:
        return here
    return _worded("utter_both_clocks", turn, here=here, paris=_in_paris(moment, turn))


def near_them(said: str, turn: Turn) -> str:
    """Times of their clock, with the place whose time it is where that is not Paris."""
    return _worded("utter_time_there", turn, here=said) if their_clock(turn).place else said


def paris_hours(hours: str, turn: Turn) -> str:
    """Opening hours, which are Paris's, said to be so to somebody elsewhere."""
    return _worded("utter_time_in_paris", turn, hours=hours) if their_clock(turn).place else hours


def _in_paris(moment: datetime, turn: Turn) -> str:
    """The time alone; with its day, by its name, where it is another day in Paris."""
    local, there = moment.astimezone(PARIS), moment.astimezone(their_clock(turn).zone)
    if local.date() == there.date():
        return spoken_time(local.time(), turn.language)
    return spoken_date(moment, turn.language)


def _worded(response: str, turn: Turn, **values: str) -> str:
    clock = their_clock(turn)
    place = words(clock.place, turn.language)["text"]
    return str(words(response, turn.language, turn.channel, place=place, **values)["text"])
