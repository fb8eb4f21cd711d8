"""Days and delays as people say them, read by Duckling inside this process."""

from __future__ import annotations

import ctypes
import importlib
import importlib.util
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from zoneinfo import TZPATH

from bot.clock import PARIS

Grain = Literal["second", "minute", "hour", "day", "week", "month", "quarter", "year"]
_LOCALES = {"fr": "FR_FR", "en": "EN_GB"}
_DATED = re.compile(
    r"\W*(?:\d|lun|mar|mer|jeu|ven|sam|dim|jan|f[ée]v|avr|mai|jui|ao[uû]|sep|oct|nov|d[ée]c|dem|hie"
    r"|auj|apr|pro|der|sem|moi|jou|mid|mat|soi|heu|min|week|mon|tue|wed|thu|fri|sat|sun|tom|tod|yes"
    r"|nex|las|may|jun|jul|aug|feb|day|noo|th[ei]s|ce)",
    re.IGNORECASE,
)
_MOST_DATES, _ENOUGH_WORDS, _MOST_WORDS, _MOST_PARTS = 5, 6, 10, 12
_lock = threading.Lock()


@dataclass(frozen=True)
class Mention:
    """A time named in the text from `start` to `end`.

    A `stretch` lasts from `since` up to `until`, exclusive, and may be open at either side.
    """

    start: int
    end: int
    grain: Grain
    since: datetime | None
    until: datetime | None = None
    stretch: bool = False


def mentions(text: str, language: str, now: datetime) -> list[Mention]:
    """What Duckling finds, in the order of the text, on the clock of `now`."""
    with _lock:
        duckling = _duckling()
        moment = duckling.parse_ref_time(_zones(), str(now.tzinfo), int(now.timestamp()))
        context = duckling.Context(moment, _locale("en" if language == "en" else "fr"))
        wanted = duckling.parse_dimensions(["time"])
        return [
            mention
            for place, part in islice(parts(text), _MOST_PARTS)
            for item in duckling.parse(part, context, wanted, False)
            if (mention := _mention(item, place, now.tzinfo))
        ]


def parts(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces with few dates in each, and where they begin.

    Duckling tries every way to join the dates of a text: « demain » twelve times takes it 9 s.
    """
    start, dates, count, before = 0, 0, 0, ""
    for word in re.finditer(r"\S+", text):
        dated = _DATED.match(word.group()) is not None
        full = (
            dates >= _MOST_DATES or count >= _MOST_WORDS or (count >= _ENOUGH_WORDS and not dated)
        )
        if full or (dated and word.group() == before):
            yield start, text[start : word.start()]
            start, dates, count = word.start(), 0, 0
        dates, count, before = dates + dated, count + 1, word.group()
    yield start, text[start:]


def _mention(item: dict[str, Any], offset: int, zone: tzinfo | None) -> Mention | None:
    value = item["value"]
    place = item["start"] + offset, item["end"] + offset
    if value["type"] == "value":
        return Mention(*place, value["grain"], _moment(value, zone))
    since, until = value.get("from"), value.get("to")
    grain = (since or until or {}).get("grain")
    if grain is None:
        return None
    begun, over = since and _moment(since, zone), until and _moment(until, zone)
    return Mention(*place, grain, begun, over, True)


def _moment(value: dict[str, Any], zone: tzinfo | None) -> datetime:
    return datetime.fromisoformat(value["value"]).astimezone(zone)


@cache
def _duckling() -> Any:
    """The library, loaded once; its runtime would keep Ctrl-C for itself."""
    with _interrupts_kept():
        return importlib.import_module("duckling")


@contextmanager
def _interrupts_kept() -> Iterator[None]:
    """SIGINT's handler is put back in the operating system itself, whichever thread this is."""
    system = ctypes.CDLL(None)
    before = ctypes.create_string_buffer(512)  # more than any struct sigaction
    system.sigaction(int(signal.SIGINT), None, before)
    try:
        yield
    finally:
        system.sigaction(int(signal.SIGINT), before, None)


@cache
def _zones() -> Any:
    folders = [Path(folder) for folder in TZPATH]
    if spare := importlib.util.find_spec("pytz"):
        folders += [Path(place) / "zoneinfo" for place in spare.submodule_search_locations or ()]
    folder = next(folder for folder in folders if (folder / str(PARIS)).exists())
    return _duckling().load_time_zones(str(folder))


@cache
def _locale(language: str) -> Any:
    duckling = _duckling()
    spoken = duckling.parse_lang(language)
    return duckling.parse_locale(_LOCALES[language], duckling.default_locale_lang(spoken))
