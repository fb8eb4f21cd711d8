"""Which days, which language and which channel somebody wants to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from sqlalchemy.engine import Engine

from knowledge_base.article import LANGUAGES
from knowledge_base.curation.counting import Range, Step
from knowledge_base.curation.insight import Insight
from knowledge_base.curation.lifecycle import today

CHOICES = (7, 30, 90)  # days up to today
USUAL, LONGEST = 30, 400
BY_DAY = 31  # a longer range is shown by week, unless somebody says otherwise


@dataclass(frozen=True)
class Looking:
    """A range of days and a filter, as an address says them."""

    days: Range
    step: Step
    language: str = ""
    channel: str = ""
    whole: frozenset[str] = frozenset()  # tables of which every row is shown

    @property
    def query(self) -> str:
        """The same as part of an address."""
        return urlencode(self.values)

    @property
    def values(self) -> dict[str, str]:
        found = {"since": self.days.first.isoformat(), "until": self.days.last.isoformat(),
                 "step": self.step, "language": self.language, "channel": self.channel}  # fmt: skip
        return {name: value for name, value in found.items() if value}

    @property
    def length(self) -> int:
        return (self.days.last - self.days.first).days + 1

    @property
    def name(self) -> str:
        """For the names of files."""
        return f"{self.days.first}-{self.days.last}"

    def lasting(self, days: int) -> str:
        """The address's query for the last so many days."""
        now = today()
        first = now - timedelta(days=days - 1)
        there = Looking(Range(first, now), _step("", days), self.language, self.channel)
        return there.query

    def insight(self, database: Engine) -> Insight:
        return Insight(database, self.language, self.channel)


def looking(given: Mapping[str, str]) -> Looking:
    """What an address asks for; what it does not say, or says wrongly, is the usual."""
    last = min(_day(given.get("until", "")) or today(), today())
    first = _day(given.get("since", "")) or last - timedelta(days=USUAL - 1)
    first = max(min(first, last), last - timedelta(days=LONGEST - 1))
    language = given.get("language", "")
    step = _step(given.get("step", ""), (last - first).days + 1)
    channel = given.get("channel", "")[:40]
    whole = frozenset(given.get("all", "")[:100].split(","))
    language = language if language in LANGUAGES else ""
    return Looking(Range(first, last), step, language, channel, whole)


def _step(wanted: str, days: int) -> Step:
    if wanted == "day" or (wanted != "week" and days <= BY_DAY):
        return "day"
    return "week"


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= 2000 else None
