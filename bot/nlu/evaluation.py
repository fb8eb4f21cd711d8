"""How well sentences are understood: the figures, whatever model and sentences they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.nlu.examples import REFUSAL, Example
from bot.nlu.wording import folded


@dataclass(frozen=True)
class Verdict:
    """An example, and what a model made of it."""

    example: Example
    predicted: str
    confidence: float

    @property
    def right(self) -> bool:
        return self.predicted == self.example.intent

    @property
    def refused(self) -> bool:
        return self.predicted == REFUSAL

    @property
    def in_scope(self) -> bool:
        return self.example.intent != REFUSAL


@dataclass(frozen=True)
class IntentScore:
    """One intent's precision, recall and F1, and how many examples it has."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1; None where there is nothing to count.

    `accuracy`: right, of all rows. `macro_f1`: over the intents that the rows have.
    `in_scope_accuracy`: right, of the rows in scope. `oos_recall`: refused, of those out of scope.
    `in_scope_refused`: refused, of those in scope. `false_accept_rate`: not refused, of those out.
    """

    rows: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float | None
    oos_recall: float | None
    in_scope_refused: float | None
    false_accept_rate: float | None


def scores(verdicts: Sequence[Verdict]) -> Scores:
    inside = [one for one in verdicts if one.in_scope]
    outside = [one for one in verdicts if not one.in_scope]
    recall = _share(outside, lambda one: one.refused)
    f1 = [score.f1 for score in by_intent(verdicts).values() if score.support]
    return Scores(
        rows=len(verdicts),
        accuracy=_share(verdicts, lambda one: one.right) or 0.0,
        macro_f1=sum(f1) / len(f1) if f1 else 0.0,
        in_scope_accuracy=_share(inside, lambda one: one.right),
        oos_recall=recall,
        in_scope_refused=_share(inside, lambda one: one.refused),
        false_accept_rate=None if recall is None else 1 - recall,
    )


def by_intent(verdicts: Sequence[Verdict]) -> dict[str, IntentScore]:
    """Every intent that the rows have or that was predicted, in alphabetical order."""
    wanted = Counter(one.example.intent for one in verdicts)
    said = Counter(one.predicted for one in verdicts)
    right = Counter(one.predicted for one in verdicts if one.right)
    return {name: _score(right[name], said[name], wanted[name]) for name in sorted(wanted | said)}


def by_language(verdicts: Sequence[Verdict]) -> dict[str, Scores]:
    languages = sorted({one.example.language for one in verdicts} - {""})
    return {
        language: scores([one for one in verdicts if one.example.language == language])
        for language in languages
    }


def unseen(verdicts: Sequence[Verdict], taught: Sequence[Example]) -> list[Verdict]:
    """The rows that no taught example says in the same words."""
    known = {folded(example.text) for example in taught}
    return [one for one in verdicts if folded(one.example.text) not in known]


def _score(right: int, said: int, wanted: int) -> IntentScore:
    precision = right / said if said else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return IntentScore(precision, recall, 2 * precision * recall / both if both else 0.0, wanted)


def _share(verdicts: Sequence[Verdict], holds: Callable[[Verdict], bool]) -> float | None:
    return sum(map(holds, verdicts)) / len(verdicts) if verdicts else None
