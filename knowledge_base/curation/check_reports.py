"""What a check found, as it is kept: everything that people decide on, without the vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from knowledge_base.curation.acceptances import Acceptance
from knowledge_base.curation.bulk import Standing
from knowledge_base.curation.collisions import Collision, Moved
from knowledge_base.curation.findings import EXCUSABLE, Finding, Report
from knowledge_base.curation.past import PastQuestion


@dataclass(frozen=True)
class Found:
    """A report that was kept. `elapsed` is what somebody waited, in seconds."""

    findings: tuple[Finding, ...] = ()
    collisions: tuple[Collision, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    elapsed: float = 0.0
    questions: int = 0
    cases: int = 0
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)

    @property
    def grave(self) -> tuple[Finding, ...]:
        """What blocks a release until it is mended or, where that may be, accepted; those last."""
        found = (one for one in self.findings if one.severity == "blocking")
        return tuple(sorted(found, key=lambda one: one.id in self.accepted))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.grave if one.id not in self.accepted)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == "warning")

    @property
    def harmful(self) -> tuple[Collision, ...]:
        return tuple(one for one in self.collisions if one.harmful)

    @property
    def gains(self) -> tuple[Collision, ...]:
        return tuple(one for one in self.collisions if one.kind == "gained")

    @property
    def shifts(self) -> tuple[Collision, ...]:
        return tuple(one for one in self.collisions if one.kind == "shifted")

    @property
    def open_harm(self) -> tuple[Collision, ...]:
        """Harm that nobody accepted yet."""
        left = (one.without(self.accepted) for one in self.harmful)
        return tuple(one for one in left if one.questions)

    @property
    def passes(self) -> bool:
        return not self.blocking and not self.open_harm

    @property
    def excusable(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.grave if one.kind in EXCUSABLE)

    @property
    def acceptable_ids(self) -> frozenset[str]:
        """Of everything that somebody may accept."""
        harm = {moved.id for one in self.harmful for moved in one.questions}
        return frozenset(harm | {one.id for one in self.excusable})

    def accepting(self, accepted: Mapping[str, Acceptance]) -> Found:
        return replace(self, accepted={**self.accepted, **accepted})


def told(report: Report, elapsed: float, questions: int, cases: int) -> dict[str, Any]:
    """A report ready for JSON."""
    return {
        "findings": [_finding(one) for one in report.findings],
        "collisions": [_collision(one) for one in report.collisions],
        "seconds": dict(report.seconds),
        "elapsed": round(elapsed, 2),
        "questions": questions,
        "cases": cases,
    }


def found(content: Mapping[str, Any]) -> Found:
    """What `told` wrote down."""
    return Found(
        tuple(_read_finding(one) for one in content["findings"]),
        tuple(_read_collision(one) for one in content["collisions"]),
        content["seconds"],
        content["elapsed"],
        content["questions"],
        content["cases"],
    )


def _finding(one: Finding) -> dict[str, Any]:
    detail = {name: _number(value) for name, value in one.detail.items()}
    return {"kind": one.kind, "severity": one.severity, "articles": one.articles, "detail": detail}


def _number(value: object) -> object:
    """Numpy's numbers are Python's own in JSON."""
    return value if isinstance(value, str) else float(value)  # type: ignore[arg-type]


def _collision(one: Collision) -> dict[str, Any]:
    moved = [
        {"id": each.id, "text": each.question.text, "language": each.question.language,
         "people": each.question.people, "before": _standing(each.before),
         "after": _standing(each.after)}
        for each in one.questions
    ]  # fmt: skip
    return {"kind": one.kind, "before": one.before, "after": one.after, "questions": moved}


def _standing(one: Standing) -> dict[str, Any]:
    return {name: _number(value) for name, value in asdict(one).items()}


def _read_finding(one: Mapping[str, Any]) -> Finding:
    articles = tuple((name, language) for name, language in one["articles"])
    return Finding(one["kind"], one["severity"], articles, one["detail"])


def _read_collision(one: Mapping[str, Any]) -> Collision:
    moved = tuple(
        Moved(each["id"], PastQuestion(each["text"], each["language"], each["people"]),
              Standing(**each["before"]), Standing(**each["after"]))
        for each in one["questions"]
    )  # fmt: skip
    return Collision(one["kind"], one["before"], one["after"], moved)
