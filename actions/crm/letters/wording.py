"""The words of letters and of the page, in French and English, and what they say of a callback."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from actions.crm.records import Callback
from actions.spoken_date import spoken_date, spoken_day, spoken_time
from bot.clock import PARIS, now
from bot.privacy import mask
from bot.settings import settings

LANGUAGES = ("fr", "en")
LONGEST_SUBJECT = 200
_TEXTS = Path(__file__).parent / "texts"


@cache
def texts(language: str) -> dict[str, str]:
    """Everything that may be said in a language; French when it is not one of ours."""
    name = language if language in LANGUAGES else LANGUAGES[0]
    found: dict[str, str] = yaml.safe_load((_TEXTS / f"{name}.yml").read_text("utf-8"))
    return found


def zone_of(callback: Callback) -> ZoneInfo:
    """The time zone of whoever is called."""
    return PARIS


def said(callback: Callback, language: str) -> dict[str, str]:
    """What every text may say of a callback and of the company."""
    chosen, local = settings(), callback.start.astimezone(zone_of(callback))
    return {
        "ref": callback.ref,
        "day": spoken_day(local.date(), language),
        "time": spoken_time(local.time(), language),
        "when": spoken_date(callback.start, language),
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
