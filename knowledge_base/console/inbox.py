"""The inbox: questions that wait for somebody, group by group, and one key for each verdict."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.inbox_api import api
from knowledge_base.console.inbox_cards import cards
from knowledge_base.console.inbox_group import (
    LATEST,
    changed,
    examples,
    group_page,
    refused_page,
    revision,
)
from knowledge_base.console.inbox_view import (
    group_of,
    inbox_of,
    last_of,
    named,
    neighbours,
    reasons,
    shown,
    titles,
    trend,
    until,
    verdicts_of,
)
from knowledge_base.console.numbers import place
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.draft_rows import Outdated as DraftOutdated
from knowledge_base.curation.group_lists import GROUP_LISTS
from knowledge_base.curation.group_rows import Group
from knowledge_base.curation.inbox import Outdated
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verdicts import Verdict
from knowledge_base.refusals import Refused

PAGE = 20
pages = Pages()
part = Part(pages, api, (Link("/inbox", "inbox.title", "i", Right.READ),), cards)


@pages.get("/inbox", right=Right.READ)
def inbox(visit: Here, after: str = "") -> Response:
    found, of = inbox_of(visit), shown(visit)
    page = found.page(of.language, place(after), PAGE, of.which, of.words)
    last = last_of(visit, verdicts_of(visit).latest(LATEST))
    return visit.page(
        "inbox.html", page=page, counts=found.counts(), reasons=reasons(visit, page.groups),
        trend=trend, of=of, lists=GROUP_LISTS, last=last,
    )  # fmt: skip


@pages.get("/inbox/{number:int}", right=Right.READ)
def group(visit: Here, number: int) -> Response:
    return group_page(visit, group_of(visit, number))


@pages.post("/inbox/{number:int}", right=Right.DECIDE)
def decide(visit: Here, number: int) -> Response:
    """One verdict on the group as it was seen; then the next group."""
    found = group_of(visit, number)
    following = neighbours(inbox_of(visit), found, shown(visit)).after
    try:
        made = _decided(visit, found)
    except Outdated as outdated:
        return changed(visit, found, outdated)
    except (Refused, DraftOutdated, ValueError) as refused:
        return refused_page(visit, found, getattr(refused, "code", "") or "draft")
    return visit.redirect(_next(visit, following), f"inbox.done.{made.kind}", name=made.article)


@pages.post("/inbox/{number:int}/split", right=Right.DECIDE)
def split(visit: Here, number: int) -> Response:
    try:
        new = inbox_of(visit).split(number, revision(visit), examples(visit), visit.person.name)
    except Outdated as outdated:
        return changed(visit, group_of(visit, number), outdated)
    except ValueError:
        return refused_page(visit, group_of(visit, number), "split")
    return visit.redirect(_next(visit, new), "inbox.done.split")


@pages.post("/inbox/{number:int}/merge", right=Right.DECIDE)
def merge(visit: Here, number: int) -> Response:
    """Bring another group of the list into this one."""
    given = place(visit.field("merged"))
    if not given:
        return refused_page(visit, group_of(visit, number), "merge")
    other, seen = map(int, given.split("-"))
    pair = (number, revision(visit)), (other, seen)
    try:
        inbox_of(visit).merge(*pair, visit.person.name)
    except Outdated as outdated:
        return changed(visit, group_of(visit, number), outdated)
    except ValueError:
        return refused_page(visit, group_of(visit, number), "merge")
    return visit.redirect(_next(visit, number), "inbox.done.merge")


def _decided(visit: Visit, found: Group) -> Verdict:
    """What the pressed button asks for; `Refused` when it lacks something."""
    known, kind, by = verdicts_of(visit), visit.field("do"), visit.person.name
    seen = found.id, revision(visit), by
    if kind in ("phrasing", "article") and not examples(visit):
        raise Refused("nothing is ticked", code="no_example")
    if kind == "phrasing":
        other = visit.field("other").strip()
        article = named(other, titles(visit, found.language)) if other else visit.field("article")
        if not article:
            raise Refused("no article", code="no_article")
        return known.phrasing_of(*seen, article, examples(visit))
    if kind == "article":
        return known.new_article(*seen, visit.field("title"), examples=examples(visit))
    if kind == "later":
        return known.later(*seen, until(visit.field("delay")))
    if kind in ("out_of_scope", "spam"):
        return known.out_of_scope(*seen) if kind == "out_of_scope" else known.spam(*seen)
    raise Refused("no verdict", code="no_verdict")


def _next(visit: Visit, following: int) -> str:
    group = f"/{following}" if following else ""
    return f"/inbox{group}{shown(visit).query()}"
