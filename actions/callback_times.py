"""From what a visitor says of a moment to a slot that is free, or to the nearest ones that are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from actions.calendar import Closed, calendar
from actions.crm.port import Crm
from actions.fields import WhenReading, when
from actions.form_fields import NOTHING, Read
from actions.free_times import free_times
from actions.spoken_date import spoken_date, spoken_day
from actions.spoken_hours import spoken_hours
from actions.turn import Say, Turn
from bot.clock import PARIS, now
from bot.settings import settings

OFFERED = 3
CLOSED = {
    Closed.PAST: "utter_callback_past",
    Closed.TOO_SOON: "utter_callback_too_soon",
    Closed.TOO_FAR: "utter_callback_too_far",
    Closed.HOLIDAY: "utter_callback_holiday",
}


def read_start(turn: Turn, asked: bool) -> Read:
    """A moment, as far as the sentence says it; `chosen_start` turns it into a slot."""
    if pressed := turn.entities.get("callback_start"):
        moment = datetime.fromisoformat(str(pressed))
        return Read({"when": WhenReading("exact", moment, None, moment.date(), moment.time())})
    if turn.pressed:
        return NOTHING
    reading = when(turn.text, turn.language, now(), _known(turn), asked)
    return NOTHING if reading.precision == "none" else Read({"when": reading})


def _known(turn: Turn) -> datetime | None:
    """What was said before of the day or the time: «plutôt vendredi» keeps the time."""
    start = turn.slots.get("callback_start")
    return datetime.fromisoformat(start) if start else None


async def chosen_start(crm: Crm, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
    """Replace a reading by a slot that can be booked; what cannot be is explained."""
    reading: WhenReading | None = values.pop("when", None)
    if reading is None:
        return values
    if reading.precision == "time" and (day := turn.slots.get("callback_day")):
        moment = datetime.combine(date.fromisoformat(day), reading.time, PARIS)  # type: ignore[arg-type]
        reading = WhenReading("exact", moment, None, moment.date(), moment.time())
    if reading.past:
        say.utter_message(response="utter_callback_past")
        return values
    if reading.precision in ("day", "days"):
        return await _day(crm, turn, say, values, reading)
    if reading.precision in ("exact", "time") and reading.earliest:
        return await _moment(crm, turn, say, values, reading.earliest)
    return await _window(crm, turn, say, values, reading)


async def _moment(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], start: datetime
) -> dict[str, Any]:
    start = start.astimezone(PARIS)
    if closed := calendar().why_closed(start):
        _explain(turn, say, closed)
        return await _nearest(crm, turn, say, values, max(start, now()))
    free = await free_times(crm, calendar().slot_of(start), 1)
    if free and free[0].astimezone(PARIS) <= start:
        return {**values, "callback_start": start.isoformat(), "callback_day": None}
    say.utter_message(response="utter_callback_full")
    return await _nearest(crm, turn, say, values, start)


async def _day(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], reading: WhenReading
) -> dict[str, Any]:
    """A day without a time: the time is asked, unless nobody is there that day."""
    day = reading.day
    if day is None or reading.earliest is None:
        return await _window(crm, turn, say, values, reading)
    free = await free_times(crm, reading.earliest, 1)
    if free and free[0].astimezone(PARIS).date() == day:
        return {**values, "callback_day": day.isoformat()}
    noon = datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=12)
    _explain(turn, say, calendar().why_closed(noon))
    return await _nearest(crm, turn, say, values, reading.earliest)


async def _window(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], reading: WhenReading
) -> dict[str, Any]:
    """The first free slot of «demain matin», of "after 6", or of all."""
    free = await free_times(crm, reading.earliest or now(), 1)
    if free and (reading.latest is None or free[0] < reading.latest) and _same_day(free, reading):
        return {**values, "callback_start": free[0].astimezone(PARIS).isoformat(),
                "callback_day": None}
    _explain(turn, say, calendar().why_closed(reading.earliest or now()))
    return await _nearest(crm, turn, say, values, reading.earliest or now())


def _same_day(free: Sequence[datetime], reading: WhenReading) -> bool:
    return reading.day is None or free[0].astimezone(PARIS).date() == reading.day


def _explain(turn: Turn, say: Say, closed: Closed | None) -> None:
    chosen = settings()
    response = CLOSED.get(closed, "utter_callback_closed") if closed else "utter_callback_full"
    say.utter_message(
        response=response, hours=spoken_hours(chosen.company_hours, turn.language),
        days=chosen.callback_horizon_days, minutes=chosen.callback_delay_minutes,
    )


async def _nearest(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], after: datetime
) -> dict[str, Any]:
    free = await free_times(crm, after, OFFERED)
    if free:
        times = ", ".join(spoken_date(one, turn.language, now()) for one in free)
        say.utter_message(response="utter_callback_nearest", times=times)
    day = free[0].astimezone(PARIS).date().isoformat() if free else None
    return {**values, "callback_day": day, "callback_start": None}


async def nearest_free(crm: Crm, turn: Turn) -> list[dict[str, str]]:
    """Buttons for the next free slots: of the day that was named, or of all."""
    day = turn.slots.get("callback_day")
    after = datetime.combine(date.fromisoformat(day), datetime.min.time(), PARIS) if day else now()
    free = await free_times(crm, max(after, now()), OFFERED)
    return [
        {
            "title": spoken_date(one, turn.language, now()),
            "payload": f'/inform{{"callback_start": "{one.astimezone(PARIS).isoformat()}"}}',
        }
        for one in free
    ]


def named_day(turn: Turn) -> str | None:
    """The day that was said without a time, as people say it."""
    day = turn.slots.get("callback_day")
    return spoken_day(date.fromisoformat(day), turn.language, now().date()) if day else None
