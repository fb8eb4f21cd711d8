"""A check's findings in words, and the order in which people look at them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from bot.clock import PARIS
from knowledge_base.article import Key
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import texts
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.findings import EXCUSABLE, Finding

SHOWN = 20  # findings of one kind, rows of one group of questions
KINDS = ("new", "edit", "withdraw")


@dataclass(frozen=True)
class Said:
    """One finding as a sentence; `own`: it is about an article of this release."""

    text: str
    articles: tuple[Key, ...]
    own: bool
    id: str


@dataclass(frozen=True)
class Pile:
    """All findings of one kind: what it means, what to do, the release's own ones first."""

    kind: str
    excusable: bool
    title: str
    todo: str
    own: tuple[Said, ...]
    others: tuple[Said, ...]


def piles(visit: Visit, findings: Iterable[Finding], drafts: Collection[Key]) -> list[Pile]:
    """The findings kind by kind, those that concern the release first."""
    kept = sorted(findings, key=lambda one: one.kind)
    made = [_pile(visit, kind, list(some), drafts) for kind, some in groupby(kept, _kind)]
    return sorted(made, key=lambda pile: not pile.own)


def sentence(visit: Visit, finding: Finding) -> str:
    """What a finding says, in the visitor's language."""
    detail = {name: visit_value(visit, name, value) for name, value in finding.detail.items()}
    return visit.t(f"publish.say.{_variant(finding)}", **detail)


def visit_value(visit: Visit, name: str, value: str | float) -> str:
    """A detail for people: names of fields and reasons are words, numbers are whole."""
    if name in ("field", "why", "about"):
        key = f"publish.{name}.{value}"
        return visit.t(key) if key in texts(visit.language) else str(value)
    if name in ("confidence", "cosine"):
        return f"{100 * float(value):.0f} %"
    return value if isinstance(value, str) else f"{value:.0f}"


def grouped(drafts: Mapping[Key, Draft]) -> list[tuple[str, list[Draft]]]:
    """Drafts by what they do."""
    found = [(kind, [one for one in drafts.values() if one.kind == kind]) for kind in KINDS]
    return [(kind, some) for kind, some in found if some]


def token(key: Key, revision: int) -> str:
    """A draft at a revision, as a form sends it."""
    return f"{revision}:{key[1]}:{key[0]}"


def read_tokens(values: Iterable[Any]) -> dict[Key, int]:
    """What `token` wrote; anything else is left out."""
    found: dict[Key, int] = {}
    for value in values:
        revision, _, rest = str(value).partition(":")
        language, _, name = rest.partition(":")
        if revision.isdecimal() and language and name:
            found[name, language] = int(revision)
    return found


def titles(visit: Visit, check: Check) -> dict[Key, str]:
    """What people call the articles that are served, or drafted."""
    published = getattr(visit.console.knowledge, "published", None)
    drafts = Drafts(visit.console.database, visit.console.sources).all()
    found = {one.key: one.title for one in (published.articles if published else ())}
    return found | {key: drafts[key].article.title for key in check.drafts if key in drafts}


def decimal(language: str, number: float) -> str:
    """With one place, as people of a language write it."""
    said = f"{number:.1f}"
    return said.replace(".", ",") if language == "fr" else said


def article_address(key: Key) -> str:
    """Where an article is edited, at the side of its language."""
    return f"/console/articles/{quote(key[0])}#{key[1]}"


def paris_time(text: str) -> datetime | None:
    """A `datetime-local` of Paris; None when it is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=PARIS)
    except ValueError:
        return None


def _pile(visit: Visit, kind: str, found: list[Finding], drafts: Collection[Key]) -> Pile:
    said = [
        Said(sentence(visit, one), one.articles, any(k in drafts for k in one.articles), one.id)
        for one in found
    ]
    own = tuple(one for one in said if one.own)
    others = tuple(one for one in said if not one.own)
    title = visit.t(f"publish.kinds.{kind}")
    return Pile(kind, kind in EXCUSABLE, title, visit.t(f"publish.todo.{kind}"), own, others)


def _kind(finding: Finding) -> str:
    return finding.kind


def _variant(finding: Finding) -> str:
    detail = finding.detail
    if finding.kind == "regression":
        if not detail["expected"]:
            return "regression_silence"
        return "regression_lost" if detail["decision"] == "abstain" else "regression"
    if finding.kind == "contradiction" and not detail["first_value"]:
        return "contradiction_plain"
    return finding.kind
