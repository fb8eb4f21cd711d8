"""What the desk remembers of each question, for the people who keep the articles."""

from __future__ import annotations

from datetime import datetime

from actions.callers import calling_number
from actions.fields.numbers import in_digits
from actions.fields.wordless import wordless
from actions.turn import Turn, reference
from bot.clock import now
from knowledge_base.curation import asked
from knowledge_base.curation.asked import Asked, Decision, Reason
from knowledge_base.curation.noting import noting
from knowledge_base.search import Answer, SearchResult

NOTHING_NEAR = Answer("", "", "", "", "", 0.0, 0.0)


def answered(turn: Turn, answer: Answer, version: str) -> None:
    """A question that an article answered, as far as we know."""
    _note(turn, "answered", "", answer, version)


def unanswered(turn: Turn, found: SearchResult, shown: bool) -> None:
    """A question met with titles, or with «I do not know»; `shown`: something was near enough.

    By voice, words near nothing that were no request either were not understood at all.
    """
    best = found.answers[0] if found.answers else None
    if found.decision == "suggest" and turn.intent != "out_of_scope" and best:
        return _note(turn, "suggested", "margin", best, found.version)
    lost = turn.channel == "voice" and turn.intent == "out_of_scope" and not shown
    _note(turn, "abstained", "no_match" if lost else "abstained", best, found.version)


def not_understood(turn: Turn) -> None:
    """Words that a recogniser heard, or a sentence, that nothing knew what to do with."""
    if not wordless(turn.text) and turn.form is None:
        reason: Reason = "no_match" if turn.channel == "voice" else "abstained"
        _note(turn, "abstained", reason, None, "")


def suggestion_taken(turn: Turn, article: str, version: str) -> None:
    """One of the titles was what the question meant."""
    sender, at = turn.sender, now()
    noting().put(lambda writing: asked.take_suggestion(writing, sender, article, version, at))


def thumb(turn: Turn, article: str, version: str, helped: bool) -> None:
    """Whether an answer helped."""
    sender = turn.sender
    noting().put(lambda writing: asked.rate(writing, sender, article, version, helped))


def person_wanted(turn: Turn) -> None:
    """A person or a call is asked for: what was answered before did not settle the matter."""
    sender, caller, at = turn.sender, calling_number(turn) or "", now()
    noting().put(lambda writing: asked.want_person(writing, sender, at, caller))


def _note(
    turn: Turn, decision: Decision, reason: Reason, nearest: Answer | None, version: str
) -> None:
    """What was pressed was worded by us: it is nobody's question."""
    if turn.pressed or not turn.text.strip():
        return
    at = now()
    noting().put(
        lambda writing: asked.keep(writing, _asked(turn, decision, reason, nearest, version, at))
    )


def _asked(
    turn: Turn,
    decision: Decision,
    reason: Reason,
    nearest: Answer | None,
    version: str,
    at: datetime,
) -> Asked:
    article = nearest or NOTHING_NEAR
    return Asked(
        text=turn.text,
        language=turn.language,
        channel=turn.channel,
        sender=turn.sender,
        decision=decision,
        reason=reason,
        article=article.article,
        article_version=article.version,
        confidence=article.confidence,
        knowledge=version,
        figures=in_digits(turn.text, turn.language),
        caller=calling_number(turn) or "",
        reference=reference(turn, "asked", turn.message or at.isoformat()),
        at=at,
    )
