"""What programs send and read of the inbox: groups, questions, verdicts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from knowledge_base.console.numbers import Number

Kind = Literal["phrasing", "article", "out_of_scope", "spam", "later"]


class GroupOut(BaseModel):
    """`after` of a list goes on with it."""

    id: int
    language: str
    state: str
    revision: int
    questions: int
    people: int
    week: int
    week_before: int
    last_asked: datetime | None
    example: str
    until: date | None
    changed_by: str
    change: str
    merged_into: int | None


class GroupsOut(BaseModel):
    items: list[GroupOut]
    next: str


class QuestionOut(BaseModel):
    id: int
    text: str = Field(description="masked")
    reason: str
    channel: str
    article: str
    article_version: str
    asked_at: datetime
    closeness: float = Field(description="cosine to the group's centre")


class NearOut(BaseModel):
    article: str
    title: str
    score: float
    confidence: float


class GroupWhole(GroupOut):
    items: list[QuestionOut]
    nearest: list[NearOut]


class NewVerdict(BaseModel):
    kind: Kind
    revision: Number = Field(description="the group's, as it was seen")
    article: str = Field("", description="for `phrasing`: whose question this is")
    title: str = Field("", max_length=300, description="for `article`: of the draft")
    body: str = Field("", max_length=20_000)
    examples: list[Number] = Field([], max_length=500, description="questions; all without it")
    until: date | None = Field(None, description="for `later`")


class VerdictOut(BaseModel):
    id: int
    group: int
    kind: Kind
    article: str
    language: str
    by: str
    at: datetime
    until: date | None
    examples: list[str]
    undone_by: str
    undone_at: datetime | None


class UndoneOut(BaseModel):
    verdict: VerdictOut
    draft: Literal["restored", "kept", "untouched"]


class NewSplit(BaseModel):
    revision: Number
    questions: list[Number] = Field(min_length=1, max_length=500)


class NewMerge(BaseModel):
    revision: Number
    other: Number
    other_revision: Number
