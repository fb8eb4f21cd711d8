"""The inbox: questions that wait for somebody, group by group, and one key for each verdict."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.inbox_api import api
from knowledge_base.console.inbox_cards import cards
from knowledge_base.console.inbox_view import (
    TICKED,
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
from knowledge_base.console.numbers import number as to_number
from knowledge_base.console.numbers import place
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.draft_rows import Outdated as DraftOutdated
from knowledge_base.curation.group_lists import GROUP_LISTS
from knowledge_base.curation.group_rows import Group
from knowledge_base.curation.inbox import Outdated
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verdicts import Verdict, Wanted
from knowledge_base.refusals import Refused

PAGE, LATEST, NEAREST = 20, 100, 4
pages = Pages()
part = Part(pages, api, (Link("/inbox", "inbox.title", "i", Right.READ),), cards)


@pages.get("/inbox", right=Right.READ)
def inbox(visit: Here, after: str = "") -> Response:
    found, of = inbox_of(visit), shown(visit)
    page = found.page(of.language, place(after), PAGE, of.which)
    last = last_of(visit, verdicts_of(visit).latest(LATEST))
    return visit.page(
        "inbox.html", page=page, counts=found.counts(), reasons=reasons(visit, page.groups),
        trend=trend, of=of, lists=GROUP_LISTS, last=last,
    )  # fmt: skip


@pages.get("/inbox/{number:int}", right=Right.READ)
def group(visit: Here, number: int) -> Response:
    return _group(visit, group_of(visit, number))


@pages.post("/inbox/{number:int}", right=Right.DECIDE)
def decide(visit: Here, number: int) -> Response:
    """One verdict on the group as it was seen; then the next group."""
    found = group_of(visit, number)
    following = neighbours(inbox_of(visit), found, shown(visit)).after
    try:
        made = _decided(visit, found)
    except Outdated as outdated:
        return _changed(visit, found, outdated)
    except (Refused, DraftOutdated, ValueError) as refused:
        code = getattr(refused, "code", "") or "draft"
        return _group(visit, found, 422, refused=visit.t(f"inbox.refused.{code}"))
    return visit.redirect(_next(visit, following), f"inbox.done.{made.kind}", name=made.article)


@pages.post("/inbox/{number:int}/split", right=Right.DECIDE)
def split(visit: Here, number: int) -> Response:
    try:
        new = inbox_of(visit).split(number, _revision(visit), _examples(visit), visit.person.name)
    except Outdated as outdated:
        return _changed(visit, group_of(visit, number), outdated)
    except ValueError:
        return _group(visit, group_of(visit, number), 422, refused=visit.t("inbox.refused.split"))
    return visit.redirect(_next(visit, new), "inbox.done.split")


@pages.post("/inbox/{number:int}/merge", right=Right.DECIDE)
def merge(visit: Here, number: int) -> Response:
    """Bring another group of the list into this one."""
    given = place(visit.field("other"))
    if not given:
        return _group(visit, group_of(visit, number), 422, refused=visit.t("inbox.refused.merge"))
    other, seen = map(int, given.split("-"))
    pair = (number, _revision(visit)), (other, seen)
    try:
        inbox_of(visit).merge(*pair, visit.person.name)
    except Outdated as outdated:
        return _changed(visit, group_of(visit, number), outdated)
    except ValueError:
        return _group(visit, group_of(visit, number), 422, refused=visit.t("inbox.refused.merge"))
    return visit.redirect(_next(visit, number), "inbox.done.merge")


def _decided(visit: Visit, found: Group) -> Verdict:
    """What the pressed button asks for; `Refused` when it lacks something."""
    known, kind, by = verdicts_of(visit), visit.field("do"), visit.person.name
    seen = found.id, _revision(visit), by
    if kind in ("phrasing", "article") and not _examples(visit):
        raise Refused("nothing is ticked", code="no_example")
    if kind == "phrasing":
        article = named(visit.field("other"), titles(visit, found.language))
        article = article or visit.field("article")
        if not article or (visit.field("other").strip() and not article):
            raise Refused("no article", code="no_article")
        return known.phrasing_of(*seen, article, _examples(visit))
    if kind == "article":
        return known.new_article(*seen, visit.field("title"), examples=_examples(visit))
    if kind == "later":
        return known.later(*seen, until(visit.field("delay")))
    if kind in ("out_of_scope", "spam"):
        return known.out_of_scope(*seen) if kind == "out_of_scope" else known.spam(*seen)
    raise Refused("no verdict", code="no_verdict")


def _group(visit: Visit, found: Group, status: int = 200, /, **values: object) -> Response:
    inbox = inbox_of(visit)
    knowledge = visit.console.knowledge
    near = knowledge.search(found.example, found.language, NEAREST) if found.example else None
    known = titles(visit, found.language)
    made, of = verdicts_of(visit), shown(visit)
    decided = made.latest(1, Wanted(group=found.id))
    given = {"refused": "", "joined": (), "changed": False, **values}
    return visit.page(
        "group.html", status, group=found, questions=inbox.questions(found.id), near=near,
        around=neighbours(inbox, found, of), of=of, others=_others(visit, found),
        trend=trend(found), reasons=reasons(visit, [found])[found.id], titles=known, ticked=TICKED,
        last=last_of(visit, made.latest(LATEST)), address=article_address,
        decided=decided[0] if decided else None, **given,
    )  # fmt: skip


def _changed(visit: Visit, found: Group, outdated: Outdated) -> Response:
    """Somebody decided, or questions joined: shown, with the form for deciding again."""
    current = outdated.current or found
    return _group(visit, current, 409, joined=outdated.joined, changed=True)


def _others(visit: Visit, found: Group) -> list[Group]:
    page = inbox_of(visit).page(found.language, limit=LATEST)
    return [one for one in page.groups if one.id != found.id]


def _next(visit: Visit, following: int) -> str:
    group = f"/{following}" if following else ""
    return f"/inbox{group}{shown(visit).query()}"


def _revision(visit: Visit) -> int:
    return to_number(visit.field("revision")) or 0


def _examples(visit: Visit) -> list[int]:
    given = (one for one in visit.form.getlist("example") if isinstance(one, str))
    return [found for one in given if (found := to_number(one)) is not None]
