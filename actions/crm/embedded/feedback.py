"""What people thought of an answer, a task or a conversation, and who is told of it."""

from __future__ import annotations

from actions.crm.embedded import surveys, values
from actions.crm.embedded.tables import feedback
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CrmRefused, NewFeedback, Refusal
from knowledge_base.curation.opinion_news import tell_opinion

SCORES = {"ces": range(1, 6), "csat": range(1, 6), "nps": range(11), "answer": range(2)}


def save(unit: Unit, new: NewFeedback) -> None:
    _check(new)
    unit.lock(f"feedback:{values.key(new.external_ref)}")
    if unit.one(feedback, feedback.c.external_ref == new.external_ref) is None:
        _insert(unit, new)
        if new.is_opinion:
            surveys.given(unit, new)
            tell_opinion(unit.connection, new, new.detracts)


def _insert(unit: Unit, new: NewFeedback) -> None:
    unit.insert(
        feedback,
        external_ref=new.external_ref,
        kind=new.kind,
        score=new.score,
        comment=values.plain(new.comment),
        subject=values.plain(new.subject),
        conversation=new.conversation,
        channel=new.channel,
        language=new.language,
    )


def _check(new: NewFeedback) -> None:
    """A known kind, and a score on its scale when there is one."""
    scale = SCORES.get(new.kind)
    if scale is None or (new.score is not None and new.score not in scale):
        raise CrmRefused(Refusal.INVALID)
