"""The cases that a knowledge base must go on passing: listed, and made up by somebody."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from bot.clock import now
from knowledge_base.console.declared import Api, Pages
from knowledge_base.console.inbox_view import titles
from knowledge_base.console.parts import Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.audit import record
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.regressions import Regression, Regressions, decide
from knowledge_base.curation.roles import Right

api = Api()
part = Part(Pages(), api)


class NewCase(BaseModel):
    question: str = Field(min_length=1, max_length=2000, pattern=r"\S", description="is masked")
    language: Literal["fr", "en"]
    article: str = Field("", description="that must answer; empty: nothing may")


class CaseOut(BaseModel):
    question: str
    language: str
    article: str = Field(description="that must answer; empty: nothing may")
    by: str
    at: datetime


@api.get("/regressions", right=Right.READ)
def regressions(visit: Here) -> list[CaseOut]:
    """The knowledge base's own test set: what was decided must stay true."""
    return [CaseOut(**asdict(one)) for one in Regressions(visit.console.database).all()]


@api.post("/regressions", right=Right.DECIDE, status_code=201)
def add(visit: Here, new: NewCase) -> CaseOut:
    """Decide how a question must be answered from now on; a later decision on it prevails."""
    if new.article and new.article not in titles(visit, new.language):
        raise NotPossible("no_article")
    return CaseOut(**asdict(kept(visit, new.question, new.language, new.article)))


def kept(visit: Visit, question: str, language: str, article: str) -> Regression:
    """The case that somebody made up, as it was written down and audited."""
    with visit.console.database.begin() as connection:
        made = decide(connection, Regression(question, language, article, visit.person.name, now()))
        said = {"question": made.question, "language": language, "article": article}
        record(connection, made.by, "regression.add", f"{language}/{article}", None, said)
    return made
