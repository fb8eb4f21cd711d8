"""A callback as an event of the visitor's calendar (RFC 5545), which a later one replaces."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from actions.crm.letters.links import company_domain, link, sender
from actions.crm.letters.wording import said, worded
from actions.crm.records import Callback, CallbackStatus
from bot.settings import settings


def method(callback: Callback) -> str:
    return "CANCEL" if callback.status is CallbackStatus.CANCELLED else "PUBLISH"


def calendar(callback: Callback, language: str, stamp: datetime) -> bytes:
    """The same UID for a callback's whole life; `sequence` tells which one is newer."""
    made = Calendar()
    made.add("prodid", f"-//Guichet//{settings().company_name}//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", method(callback))
    made.add_component(_event(callback, language, stamp))
    return bytes(made.to_ical())


def _event(callback: Callback, language: str, stamp: datetime) -> Event:
    values = {**said(callback, language), "link": link(callback.ref)}
    cancelled = callback.status is CallbackStatus.CANCELLED
    event = Event()
    event.add("uid", f"{callback.ref}@{company_domain()}")
    event.add("sequence", callback.sequence)
    event.add("dtstamp", stamp.astimezone(timezone.utc))
    event.add("dtstart", callback.start.astimezone(timezone.utc))
    event.add("dtend", callback.end.astimezone(timezone.utc))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", worded("ics_summary", language, values))
    event.add("description", _description(language, values))
    event.add("url", values["link"])
    event.add("organizer", _organizer())
    if not cancelled:
        event.add_component(_alarm(language, values))
    return event


def _description(language: str, values: dict[str, str]) -> str:
    """Without the line of a subject that nobody gave."""
    lines = worded("ics_description", language, values).split("\n")
    return "\n".join(line for line in lines if not line.endswith(": "))


def _organizer() -> vCalAddress:
    address: vCalAddress = vCalAddress(f"mailto:{sender()}")
    address.params["cn"] = vText(settings().company_name)
    return address


def _alarm(language: str, values: dict[str, str]) -> Alarm:
    """A quarter of an hour before, on the visitor's own device."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", worded("ics_summary", language, values))
    alarm.add("trigger", timedelta(minutes=-15))
    return alarm
