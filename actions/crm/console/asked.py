"""What the address of a list asks for: its filters, kept from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from actions.crm.customers.signals import Signal
from actions.crm.customers.work import Wanted
from bot.clock import PARIS, now
from knowledge_base.console.numbers import number
from knowledge_base.console.visit import Visit

FURTHEST = 10_000  # page


@dataclass(frozen=True)
class Asked:
    """The filters as they were given, and what they mean."""

    given: dict[str, str]
    wanted: Wanted

    def query(self, **other: object) -> str:
        """The end of an address with these filters, or with others."""
        kept = {name: str(one) for name, one in {**self.given, **other}.items() if one}
        return f"?{urlencode(kept)}" if kept else ""


def asked(visit: Visit, statuses: tuple[str, ...], today: bool) -> Asked:
    """The filters of this visit; without a day, a list of the day shows `today`'s."""
    names = ("day", "queue", "status", "mine", "late", "signal", "page")
    params = visit.request.query_params
    given = {name: params[name][:200] for name in names if params.get(name)}
    wanted = Wanted(
        day=_day(given.get("day", ""), today),
        queue=given.get("queue", ""),
        status=_one_of(given.get("status", ""), ("todo", "all", *statuses)),
        mine=visit.person.name if given.get("mine") else "",
        late=bool(given.get("late")),
        signal=next((one for one in Signal if one.value == given.get("signal")), None),
        page=min(number(given.get("page", "")) or 0, FURTHEST),
    )
    return Asked(given, wanted)


def _day(given: str, today: bool) -> date | None:
    if given == "all":
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return now().astimezone(PARIS).date() if today else None


def _one_of(given: str, known: tuple[str, ...]) -> str:
    return given if given in known else known[0]
