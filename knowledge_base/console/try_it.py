"""Try it: what a visitor would get, now or with the drafts, and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.settings import settings
from knowledge_base.article import LANGUAGES
from knowledge_base.console import cases, try_listen
from knowledge_base.console.article_preview import heard
from knowledge_base.console.chat_markdown import chat_html
from knowledge_base.console.declared import Pages
from knowledge_base.console.inbox_view import named, titles
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.try_api import api, base_of
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.audit import record
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.draft_rows import Outdated
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.explanation import Explanation, explain
from knowledge_base.curation.roles import Right
from knowledge_base.curation.underway import Reached
from knowledge_base.curation.verdict_drafts import with_phrasings
from knowledge_base.refusals import Refused

pages = Pages()
pages.routes += try_listen.pages.routes
part = Part(pages, api, (Link("/try", "try.title", "t", Right.READ),))


@pages.get("/try", right=Right.READ)
def try_it(
    visit: Here, q: str = "", language: str = "", version: str = "live", channel: str = "chat"
) -> Response:
    language = language if language in LANGUAGES else visit.language
    return _page(visit, q[: settings().max_text], language, version, channel)


@pages.post("/try", right=Right.EDIT)
def add(visit: Here) -> Response:
    """The question becomes a phrasing in an article's draft."""
    question, language = _asked(visit)
    article = named(visit.field("article"), titles(visit, language))
    if not article:
        refused = visit.t("inbox.refused.no_article")
        return _page(visit, question, language, "draft", "chat", refused)
    try:
        _add(visit, (article, language), question)
    except (Outdated, Refused) as refused:
        code = getattr(refused, "code", "") or "draft"
        said = visit.t(f"inbox.refused.{code}")
        return _page(visit, question, language, "draft", "chat", said)
    asked = urlencode({"q": question, "language": language, "version": "draft"})
    return visit.redirect(f"/try?{asked}", "try.added", name=article)


@pages.post("/try/case", right=Right.DECIDE)
def case(visit: Here) -> Response:
    """From now on this article must answer the question, or none where `none` is pressed."""
    question, language = _asked(visit)
    nobody = visit.field("do") == "none"
    article = "" if nobody else named(visit.field("article"), titles(visit, language))
    if not article and not nobody:
        refused = visit.t("inbox.refused.no_article")
        return _page(visit, question, language, "live", "chat", refused)
    cases.kept(visit, question, language, article)
    asked = urlencode({"q": question, "language": language})
    if nobody:
        return visit.redirect(f"/try?{asked}", "try.must_none")
    return visit.redirect(f"/try?{asked}", "try.must", name=article)


def _asked(visit: Visit) -> tuple[str, str]:
    """The question that was tried and its language; 422 where they are missing."""
    question = visit.field("q").strip()[: settings().max_text]
    language = visit.field("language")
    if language not in LANGUAGES or not question:
        raise HTTPException(422)
    return question, language


def _page(
    visit: Visit, q: str, language: str, version: str, channel: str, refused: str = ""
) -> Response:
    waiting = _reached(visit, version) if q.strip() else None
    base = None if waiting else base_of(visit, version if q.strip() else "live")
    found = explain(base, q, language) if base and q.strip() else None
    asked = urlencode({"q": q, "language": language, "version": version, "channel": channel})
    response = visit.page(
        "try.html", 422 if refused else 200, q=q, chosen=language, version=version,
        channel=channel, found=found, got=_got(visit, found, channel), address=article_address,
        refused=refused, underway=waiting, here=f"/console/try?{asked}",
        is_open=waiting is not None or base is not None,
        titles=titles(visit, language) if visit.may(Right.DECIDE) else {},
    )  # fmt: skip
    return response if waiting else visit.ended(response)


def _reached(visit: Visit, version: str) -> Reached | None:
    """How far the drafts are brought together; None when they may be asked."""
    live = visit.console.knowledge
    if version != "draft" or live is None or live.base is None:
        return None
    return visit.console.rehearsal.reached()


def _got(visit: Visit, found: Explanation | None, channel: str) -> dict[str, Any]:
    """The answer as it would be read or heard; nothing where none is given."""
    nothing = {"html": "", "spoken": ""}
    if found is None or found.decision != "answer":
        return nothing
    answer = found.candidates[0].answer
    if channel == "voice":
        return nothing | {"spoken": heard(answer.voice, answer.text, answer.language, visit)}
    return nothing | {"html": chat_html(answer.text)}


def _add(visit: Visit, key: tuple[str, str], question: str) -> None:
    console, by = visit.console, visit.person.name
    drafts = Drafts(console.database, console.sources)
    wanted = Catalogue(console.database, console.sources).wanted()
    with console.database.begin() as connection:
        before = drafts.get(key, connection)
        edited = with_phrasings(before, wanted.get(key), (question,))
        revision = before.revision if before else 0
        drafts.save(edited, by, revision, before.note if before else "", connection)
        record(connection, by, "article.phrasing", "/".join(key), None, {"phrasing": question})
