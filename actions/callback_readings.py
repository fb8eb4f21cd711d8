"""What a visitor says of the moment of a call, given what was said of it before."""

from __future__ import annotations

from datetime import date, datetime, time

from actions.customer_clock import their_clock
from actions.fields import WhenReading, exact, place_in_list, when
from actions.form_fields import NOTHING, Read
from actions.spoken_date import spoken_day
from actions.turn import Turn
from bot.clock import now


def read_start(turn: Turn, asked: bool) -> Read:
    """A moment, as far as the sentence says it; `chosen_start` turns it into a slot."""
    if pressed := turn.entities.get("callback_start"):
        moment = datetime.fromisoformat(str(pressed))
        return Read({"when": WhenReading("exact", moment, None, moment.date(), moment.time())})
    if turn.pressed:
        return NOTHING
    if asked and (place := place_in_list(turn.text)):
        return Read({"when": place})
    reading = moment_in(turn, turn.text, _known(turn), asked)
    return NOTHING if reading.precision == "none" else Read({"when": reading})


def moment_in(
    turn: Turn, text: str, known: datetime | None = None, asked: bool = False
) -> WhenReading:
    """The moment that words say, by the clock of whoever says them."""
    return when(text, turn.language, now(), known, asked, their_clock(turn).zone)


def _known(turn: Turn) -> datetime | None:
    """What was said before of the day or the time: «plutôt vendredi» keeps the time.

    A callback that is to be moved lends its own.
    """
    start = turn.slots.get("callback_start") or turn.slots.get("callback_was")
    return datetime.fromisoformat(start) if start else None


def on_the_day(day: date, reading: WhenReading, turn: Turn) -> WhenReading:
    """«Le matin», «à 10 h» answer "what time, on Friday?": the day was said before."""
    zone = their_clock(turn).zone
    if reading.precision == "time" and reading.time:
        return exact(datetime.combine(day, reading.time, zone), now())
    if reading.precision == "part_of_day" and reading.day is None:
        return moment_in(turn, turn.text, datetime.combine(day, time(0), zone))
    return reading


def named_day(turn: Turn) -> str | None:
    """The day that was said without a time, as people say it."""
    day = turn.slots.get("callback_day")
    today = now().astimezone(their_clock(turn).zone).date()
    return spoken_day(date.fromisoformat(day), turn.language, today) if day else None
