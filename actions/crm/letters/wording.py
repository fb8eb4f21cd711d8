"""The words of letters and of the page, in French and English, and what they say of a callback."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from actions.clocks import clock_of
from actions.crm.records import Callback
from actions.spoken_date import spoken_date, spoken_day, spoken_time
from bot.clock import now
from bot.privacy import mask
from bot.settings import ROOT, settings

LANGUAGES = ("fr", "en")
LONGEST_SUBJECT = 200
_TEXTS = Path(__file__).parent / "texts"
_SAID = ROOT / "bot" / "texts"


@cache
def texts(language: str) -> dict[str, str]:
    """Everything that may be said in a language; French when it is not one of ours."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    found: dict[str, str] = yaml.safe_load((_TEXTS / f"{name}.yml").read_text("utf-8"))
    return found


def zone_of(callback: Callback) -> ZoneInfo:
    """The time zone of whoever is called."""
    return clock_of(callback.phone).zone


def when(callback: Callback, language: str) -> str:
    """The moment by the clock of whoever is called, and by that of Paris where it is another."""
    clock = clock_of(callback.phone)
    here = spoken_date(callback.start, language, zone=clock.zone)
    if not clock.place:
        return here
    known = _clocks(language)
    paris = spoken_date(callback.start, language)
    both: str = known["utter_both_clocks"]["text"]
    return both.format(here=here, place=known[clock.place], paris=paris)


@cache
def _clocks(language: str) -> dict[str, Any]:
    """How places and two clocks are said in conversations."""
    found: dict[str, Any] = yaml.safe_load((_SAID / language / "clocks.yml").read_text("utf-8"))
    return found


def said(callback: Callback, language: str) -> dict[str, str]:
    """What every text may say of a callback and of the company."""
    chosen, local = settings(), callback.start.astimezone(zone_of(callback))
    return {
        "ref": callback.ref,
        "day": spoken_day(local.date(), language),
        "time": spoken_time(local.time(), language),
        "when": when(callback, language),
        "end": callback.phone[-2:],
        "about": mask(callback.reason, names=False)[:LONGEST_SUBJECT],
        "company": chosen.company_name,
        "phone": chosen.company_phone,
        "site": chosen.company_site,
        "minutes": str(chosen.callback_reminder_minutes),
    }


def worded(name: str, language: str, values: dict[str, Any]) -> str:
    """One text, with its blanks filled."""
    return texts(language)[name].format(**values)


def day_heading(day: date, language: str) -> str:
    return spoken_day(day, language, now().date())
