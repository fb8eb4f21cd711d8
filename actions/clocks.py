"""The clocks of overseas France and of Europe, which a telephone number tells."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import PARIS


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
    "+44": Clock(ZoneInfo("Europe/London"), "utter_place_london"),
    "+353": Clock(ZoneInfo("Europe/Dublin"), "utter_place_ireland"),
    "+351": Clock(ZoneInfo("Europe/Lisbon"), "utter_place_lisbon"),
    "+354": Clock(ZoneInfo("Atlantic/Reykjavik"), "utter_place_iceland"),
    "+30": Clock(ZoneInfo("Europe/Athens"), "utter_place_greece"),
    "+357": Clock(ZoneInfo("Asia/Nicosia"), "utter_place_cyprus"),
    "+358": Clock(ZoneInfo("Europe/Helsinki"), "utter_place_finland"),
    "+372": Clock(ZoneInfo("Europe/Tallinn"), "utter_place_estonia"),
    "+371": Clock(ZoneInfo("Europe/Riga"), "utter_place_latvia"),
    "+370": Clock(ZoneInfo("Europe/Vilnius"), "utter_place_lithuania"),
    "+40": Clock(ZoneInfo("Europe/Bucharest"), "utter_place_romania"),
    "+359": Clock(ZoneInfo("Europe/Sofia"), "utter_place_bulgaria"),
}


def clock_of(number: str | None) -> Clock:
    """The clock of a number in E.164; Paris's where it is the same, far abroad, and without one."""
    found = (area for prefix, area in AREAS.items() if (number or "").startswith(prefix))
    return next(found, Clock())
