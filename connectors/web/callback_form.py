"""The widget's «être rappelé» form, read strictly and handed on as a pressed button."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from bot import clock
from bot.privacy import mask_sensitive
from connectors.sentences import sentence
from connectors.text import clean

MAX_REASON = 300
_FIELDS = {"phone", "date", "time", "start", "reason"}
_PHONE = re.compile(r"(?:\+[1-9]\d{6,14}|0\d{8,14})")
_PHONE_MARKS = re.compile(r"[\s().\-/]")


class FormRefused(Exception):
    """A value cannot be used; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class CallbackForm:
    """`phone` as typed, without its spaces: whether it may be called is the dialogue's to say."""

    phone: str
    start: datetime
    reason: str

    @property
    def payload(self) -> str:
        slots = {"phone": self.phone, "callback_start": self.start.isoformat()}
        if self.reason:
            slots["callback_reason"] = self.reason
        return "/request_callback" + json.dumps(slots, ensure_ascii=False)

    def in_words(self, language: str) -> str:
        """What the conversation shows that the visitor asked."""
        day, hour = self.start.strftime("%d/%m"), self.start.strftime("%H:%M")
        return sentence("callback_asked", language, date=day, time=hour, phone=self.phone)


def read(values: Mapping[str, str]) -> CallbackForm:
    """The form's values; raises `FormRefused`."""
    if set(values) - _FIELDS:
        raise FormRefused("form")
    return CallbackForm(
        _phone(values.get("phone", "")), _start(values), _reason(values.get("reason", ""))
    )


def _phone(text: str) -> str:
    digits = _PHONE_MARKS.sub("", clean(text)[:40])
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.isascii() or not _PHONE.fullmatch(digits):
        raise FormRefused("phone")
    return digits


def _start(values: Mapping[str, str]) -> datetime:
    """A moment still to come, in Paris time when it names no zone."""
    try:
        start = _moment(values)
    except ValueError:
        raise FormRefused("start") from None
    if start <= clock.now():
        raise FormRefused("start")
    return start


def _moment(values: Mapping[str, str]) -> datetime:
    if values.get("start"):
        start = datetime.fromisoformat(values["start"].replace("Z", "+00:00"))
    else:
        day, hour = date.fromisoformat(values.get("date", "")), values.get("time", "")
        start = datetime.combine(day, time.fromisoformat(hour))
    return (
        start.replace(tzinfo=clock.PARIS) if start.tzinfo is None else start.astimezone(clock.PARIS)
    )


def _reason(text: str) -> str:
    reason = clean(text)
    if len(reason) > MAX_REASON:
        raise FormRefused("reason")
    return mask_sensitive(reason)[0]
