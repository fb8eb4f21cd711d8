"""Which past questions would get another answer, and whether that is a loss."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from knowledge_base.curation.bulk import Standing
from knowledge_base.curation.past import PastQuestion

Kind: TypeAlias = Literal["other", "lost", "weaker", "gained", "shifted"]
HARMFUL: frozenset[Kind] = frozenset(("other", "lost", "weaker"))


@dataclass(frozen=True)
class Moved:
    """A past question whose answer changes; `id` names question, before and after."""

    id: str
    question: PastQuestion
    before: Standing
    after: Standing


@dataclass(frozen=True)
class Collision:
    """The questions that go from one answer to another, those of most people first.

    `before` and `after` are articles ("" where the bot abstains). `other`: answered by another
    article; `lost`: no longer answered; `weaker`: now one suggestion among others; `gained`:
    answered where it was not; `shifted`: one suggestion instead of another.
    """

    kind: Kind
    before: str
    after: str
    questions: tuple[Moved, ...]

    @property
    def harmful(self) -> bool:
        return self.kind in HARMFUL

    @property
    def people(self) -> int:
        return sum(moved.question.people for moved in self.questions)

    def without(self, accepted: Collection[str]) -> Collision:
        left = tuple(moved for moved in self.questions if moved.id not in accepted)
        return replace(self, questions=left)


def collisions(
    past: Sequence[PastQuestion], before: Sequence[Standing], after: Sequence[Standing]
) -> tuple[Collision, ...]:
    """What changes for past questions, by what it changes from and to; harm and crowds first."""
    groups: dict[tuple[Kind, str, str], list[Moved]] = {}
    for question, old, new in zip(past, before, after, strict=True):
        if kind := _kind(old, new):
            group = groups.setdefault((kind, _said(old), _said(new)), [])
            group.append(Moved(_id(question, old, new), question, old, new))
    found = [
        Collision(*key, tuple(sorted(moved, key=lambda one: (-one.question.people, one.id))))
        for key, moved in groups.items()
    ]
    found.sort(key=lambda one: (not one.harmful, -one.people, one.kind, one.before, one.after))
    return tuple(found)


def _kind(before: Standing, after: Standing) -> Kind | None:
    if (before.decision, _said(before)) == (after.decision, _said(after)):
        return None
    if before.decision == "answer":
        if after.decision == "abstain":
            return "lost"
        return "weaker" if after.article == before.article else "other"
    if after.decision == "answer" or before.decision == "abstain":
        return "gained"
    return "shifted"


def _said(standing: Standing) -> str:
    return "" if standing.decision == "abstain" else standing.article


def _id(question: PastQuestion, before: Standing, after: Standing) -> str:
    """Stays the same while the question, the old answer and the new one do."""
    ends = (before.decision, _said(before), after.decision, _said(after))
    text = "\x1f".join((question.language, question.text, *ends))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
