"""Every question that was asked, masked before it is kept, and what became of its answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.curation.counting import GIVEN, SETTLES
from knowledge_base.curation.discretion import discreet, keyed
from knowledge_base.curation.noting import noting
from knowledge_base.curation.question_tables import questions

Reason = Literal["", "abstained", "margin", "thumbs_down", "person_after", "came_back", "no_match"]
Decision = Literal["answered", "suggested", "abstained", "chosen"]
RIGHT_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Asked:
    """A question as it was said, and what the desk did: `article` is the answer or the nearest.

    `figures`: the same words with spoken numbers in figures. `caller`: the number that a
    telephone line gave, where it gave one. The same `reference` is the same question.
    """

    text: str
    language: str
    channel: str
    sender: str
    decision: Decision
    reason: Reason = ""
    article: str = ""
    article_version: str = ""
    confidence: float = 0.0
    knowledge: str = ""
    figures: str = ""
    caller: str = ""
    reference: str = field(default_factory=lambda: uuid.uuid4().hex)
    at: datetime = field(default_factory=now)


def ask_noted(question: Asked) -> None:
    """Note a question, behind the answer's back."""
    noting().put(lambda connection: keep(connection, question))


def keep(connection: Connection, question: Asked) -> None:
    """Write one question; an earlier one of the same person on the same subject came back.

    Asked in other words that nothing answers, the subject is that of the nearest article.
    """
    known = sa.select(questions.c.id).where(questions.c.reference == question.reference)
    if connection.execute(known).first():
        return
    row = _row(question)
    if question.article and question.reason != "no_match":
        _came_back(connection, row)
    connection.execute(questions.insert().values(row))


def take_suggestion(
    connection: Connection, sender: str, article: str, version: str, at: datetime
) -> None:
    """One of the titles offered for a conversation's last question was the answer."""
    last = _last(connection, keyed("conversation", sender), at)
    if last and last.decision in ("suggested", "abstained"):
        values = {"decision": "chosen", "article": article, "article_version": version}
        _change(connection, last.id, **values)


def rate(connection: Connection, sender: str, article: str, version: str, helped: bool) -> None:
    """A thumb belongs to the last question that this version of the article answered."""
    mine = questions.c.conversation == keyed("conversation", sender)
    shown = (questions.c.article == article, questions.c.article_version == version)
    given = questions.c.decision.in_(GIVEN)
    found = sa.select(questions.c.id, questions.c.reason).where(mine, given, *shown)
    last = connection.execute(found.order_by(questions.c.id.desc()).limit(1)).first()
    if last:
        reason = last.reason if helped else last.reason or "thumbs_down"
        _change(connection, last.id, helped=int(helped), reason=reason)


def want_person(connection: Connection, sender: str, at: datetime, caller: str = "") -> None:
    """Somebody asked for a person: their answers of seven days did not do; the inbox says so
    of what was asked right before, unless they had said that it helped."""
    columns = questions.c
    lately = columns.asked_at >= at - SETTLES, columns.decision.in_(GIVEN)
    mine = columns.person == _person(sender, caller)
    connection.execute(questions.update().where(mine, *lately).values(person_after=True))
    if last := _last(connection, keyed("conversation", sender), at):
        reason = last.reason or ("" if last.helped else "person_after")
        _change(connection, last.id, person_after=True, reason=reason)


def _person(sender: str, caller: str) -> str:
    """The same caller, else the same conversation."""
    return keyed("number", caller) if caller else keyed("conversation", sender)


def _row(question: Asked) -> dict[str, Any]:
    return {
        "reference": question.reference,
        "text": discreet(question.text, question.figures),
        "language": question.language,
        "channel": question.channel,
        "conversation": keyed("conversation", question.sender),
        "person": _person(question.sender, question.caller),
        "asked_at": question.at,
        "decision": question.decision,
        "reason": question.reason,
        "article": question.article,
        "article_version": question.article_version,
        "confidence": question.confidence,
        "knowledge": question.knowledge,
    }


def _came_back(connection: Connection, row: Mapping[str, Any]) -> None:
    columns = questions.c
    earlier = sa.select(columns.id, columns.reason).where(
        columns.person == row["person"],
        columns.asked_at >= row["asked_at"] - SETTLES,
        columns.article == row["article"],
        columns.decision.in_(GIVEN),
    )
    last = connection.execute(earlier.order_by(columns.id.desc()).limit(1)).first()
    if last:
        _change(connection, last.id, came_back=True, reason=last.reason or "came_back")


def _last(connection: Connection, conversation: str, at: datetime) -> Any:
    recent = questions.c.asked_at >= at - RIGHT_AFTER
    found = sa.select(*(questions.c[name] for name in ("id", "decision", "reason", "helped")))
    mine = found.where(questions.c.conversation == conversation, recent)
    return connection.execute(mine.order_by(questions.c.id.desc()).limit(1)).first()


def _change(connection: Connection, question: int, **values: Any) -> None:
    connection.execute(questions.update().where(questions.c.id == question).values(values))
