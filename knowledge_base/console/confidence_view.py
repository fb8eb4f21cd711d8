"""What can be promised, and how sure that is, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_base.console.insight_view import share
from knowledge_base.console.visit import Visit
from knowledge_base.curation.checking import Check
from knowledge_base.curation.plots import Picture, Words, curve
from knowledge_base.curation.promise import Promise
from knowledge_base.curation.promising import Proposal
from knowledge_base.curation.underway import Reached


def proposals(visit: Visit, rates: Iterable[float]) -> list[Proposal]:
    """What each rate would give; nothing where no knowledge base is served here."""
    console = visit.console
    shipped = getattr(console.knowledge, "as_shipped", lambda: None)()
    published = getattr(console.knowledge, "published", None)
    if shipped is None or published is None:
        return []
    return console.labelling.proposals(rates, shipped, published.articles)


def standing(visit: Visit, force: Promise | None) -> Check | None:
    """How the promise in force does today; None where nothing tells."""
    console = visit.console
    shipped = getattr(console.knowledge, "as_shipped", lambda: None)()
    if force is None or shipped is None:
        return None
    return console.labelling.standing(force, shipped, console.knowledge.published.articles)


def reached(visit: Visit) -> Reached | None:
    """How far the decided questions are asked again; None when the page can be shown."""
    console = visit.console
    shipped = getattr(console.knowledge, "as_shipped", lambda: None)()
    published = getattr(console.knowledge, "published", None)
    if shipped is None or published is None:
        return None
    return console.labelling.reached(shipped, published.articles)


def seen(one: Proposal) -> str:
    """What somebody looked at when they chose: another one is not what they meant."""
    return f"{one.verdicts}/{one.check.given}/{one.check.wrong}/{one.answer_from:.6f}"


def percent(visit: Visit, rate: float) -> str:
    """A rate that is whole in percent."""
    return f"{100 * rate:g} %" if visit.language == "fr" else f"{100 * rate:g}%"


def sentence(visit: Visit, check: Check) -> str:
    """How a rate did on verdicts that nobody tuned anything on."""
    if not check.given:
        return visit.t("confidence.check.none", questions=check.questions)
    low, high = (share(visit)(edge) for edge in check.interval)
    return visit.t(
        "confidence.check.said", questions=check.questions, given=check.given, wrong=check.wrong,
        share=share(visit)(check.share), low=low, high=high,
    )  # fmt: skip


def warning(visit: Visit, one: Proposal) -> str:
    """What is missing for a proof; empty when it is proven."""
    if one.state == "kept":
        return ""
    if one.state == "broken":
        return visit.t("confidence.warning.broken")
    if one.needed is None:
        return visit.t("confidence.warning.hopeless")
    return visit.t("confidence.warning.more", count=one.needed)


def curve_picture(visit: Visit, one: Proposal, force: Promise | None) -> Picture:
    lines = (visit.t("confidence.answered"), visit.t("confidence.from"))
    words = Words(
        visit.t("confidence.curve.title"), visit.t("confidence.curve.about"),
        visit.t("confidence.wrong"), visit.t("confidence.answered"), lines,
    )  # fmt: skip
    return curve(one.curve, words, force.rate if force else None)
