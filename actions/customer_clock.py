"""Whose clock a time is said by: overseas France has its own, which the number tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from actions.callers import calling_number
from actions.spoken_date import spoken_date, spoken_time
from actions.turn import Turn
from bot.clock import PARIS, now
from bot.nlg import words


@dataclass(frozen=True)
class Clock:
    """A time zone, and the response that names its place; Paris is not named."""

    zone: ZoneInfo = PARIS
    place: str = ""


AREAS = {
    "+262269": Clock(ZoneInfo("Indian/Mayotte"), "utter_place_mayotte"),
    "+262639": Clock(ZoneInfo("Indian/Mayotte"), "utter_place_mayotte"),
    "+262": Clock(ZoneInfo("Indian/Reunion"), "utter_place_reunion"),
    "+590": Clock(ZoneInfo("America/Guadeloupe"), "utter_place_guadeloupe"),
    "+594": Clock(ZoneInfo("America/Cayenne"), "utter_place_guiana"),
    "+596": Clock(ZoneInfo("America/Martinique"), "utter_place_martinique"),
    "+508": Clock(ZoneInfo("America/Miquelon"), "utter_place_miquelon"),
    "+687": Clock(ZoneInfo("Pacific/Noumea"), "utter_place_caledonia"),
    "+689": Clock(ZoneInfo("Pacific/Tahiti"), "utter_place_tahiti"),
    "+681": Clock(ZoneInfo("Pacific/Wallis"), "utter_place_wallis"),
}


def clock_of(number: str | None) -> Clock:
    """The clock of a number in E.164; Paris's for mainland France, abroad and no number."""
    found = (area for prefix, area in AREAS.items() if (number or "").startswith(prefix))
    return next(found, Clock())


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
