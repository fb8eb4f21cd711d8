"""The audit: who changed what, filtered, page by page, and as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import Depends
from pydantic import BaseModel
from starlette.responses import Response

from bot.clock import PARIS, utc
from knowledge_base.console.csv_export import csv_response
from knowledge_base.console.declared import Api, Pages
from knowledge_base.console.differences import lines
from knowledge_base.console.numbers import Number
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here
from knowledge_base.curation.audit import PAGE, Entry, Wanted
from knowledge_base.curation.roles import Right

pages, api = Pages(), Api()
part = Part(pages, api, (Link("/audit", "audit.title", "j", Right.AUDIT),))


def wanted(
    who: str = "", subject: str = "", what: str = "", since: str = "", until: str = ""
) -> Wanted:
    """The filter of an address; `since` and `until` are days of Paris, both included."""
    last = _day(until)
    end = last + timedelta(days=1) if last else None
    return Wanted(who.strip(), subject.strip(), what.strip(), _moment(_day(since)), _moment(end))


Filter = Annotated[Wanted, Depends(wanted)]


class EntryOut(BaseModel):
    position: int
    at: datetime
    who: str
    what: str
    subject: str
    before: Any
    after: Any


@pages.get("/audit", right=Right.AUDIT)
def audit(visit: Here, wanted: Filter, older: Number | None = None) -> Response:
    found = visit.console.audit.page(wanted, older, PAGE + 1)
    shown = found[:PAGE]
    asked = {k: v for k, v in visit.request.query_params.items() if k != "older"}
    return visit.page(
        "audit.html",
        entries=[(one, lines(one.before, one.after)) for one in shown],
        asked=asked,
        older=shown[-1].position if len(found) > PAGE else None,
        everybody=[one.name for one in visit.console.people.all()],
    )


@pages.get("/audit.csv", right=Right.AUDIT)
def export(visit: Here, wanted: Filter) -> Response:
    header = ("at", "who", "what", "subject", "before", "after")
    return csv_response("audit", header, _rows(visit.console.audit.all(wanted)))


@api.get("/audit", right=Right.AUDIT)
def entries(visit: Here, wanted: Filter, older: Number | None = None) -> list[EntryOut]:
    """Changes, newest first; the next page begins after the last `position`, as `older`."""
    return [EntryOut(**vars(one)) for one in visit.console.audit.page(wanted, older)]


def _rows(found: Iterator[Entry]) -> Iterator[list[str]]:
    for one in found:
        states = (json.dumps(state, ensure_ascii=False) for state in (one.before, one.after))
        yield [one.at.isoformat(), one.who, one.what, one.subject, *states]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 9999 else None


def _moment(day: date | None) -> datetime | None:
    return utc(datetime.combine(day, time(), PARIS)) if day else None
