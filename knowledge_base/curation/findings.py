"""What the gate finds before a release, for programs: the console puts it into words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge_base.article import Key
from knowledge_base.curation.collisions import Collision
from knowledge_base.versions import Published

Severity = Literal["blocking", "warning"]
Detail = Mapping[str, str | float]
KINDS = (
    "phrasing", "regression", "contradiction", "duplicate", "personal_data", "personal_name",
    "link", "unwritten", "title_twice", "phrasing_twice", "translation_missing",
    "translation_stale", "voice_missing", "voice_long", "voice_unspeakable", "source_missing",
    "review_missing", "review_past",
)  # fmt: skip

# What may be a false alarm: somebody may accept it, for these very texts, and is written down.
EXCUSABLE = frozenset({"contradiction", "duplicate", "personal_data"})


def name_of(*parts: object) -> str:
    """A short name that the same parts have in every process."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Finding:
    """One thing about some articles; blocking ones keep a release from going live."""

    kind: str
    severity: Severity
    articles: tuple[Key, ...]
    detail: Detail = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same finding in another examination; scores do not count."""
        said = sorted((k, v) for k, v in self.detail.items() if isinstance(v, str))
        return name_of(self.kind, self.articles, said)


@dataclass(frozen=True)
class Report:
    """An examination; `candidate` is the version that the release would serve.

    `harmful` and `gains` are the collisions, most people first; what was accepted before
    does not block. `seconds` tells where the time went.
    """

    candidate: Published
    findings: tuple[Finding, ...]
    collisions: tuple[Collision, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    @property
    def harmful(self) -> tuple[Collision, ...]:
        return tuple(one for one in self.collisions if one.harmful)

    @property
    def gains(self) -> tuple[Collision, ...]:
        return tuple(one for one in self.collisions if one.kind == "gained")

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that still keep the release from going live."""
        return tuple(
            one for one in self.findings
            if one.severity == "blocking" and one.id not in self.accepted
        )  # fmt: skip

    @property
    def open_harm(self) -> tuple[Collision, ...]:
        """Harmful collisions with the questions that nobody accepted yet."""
        left = (one.without(self.accepted) for one in self.harmful)
        return tuple(one for one in left if one.questions)

    @property
    def passes(self) -> bool:
        return not self.blocking and not self.open_harm

    def of(self, kind: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.kind == kind)

    def accepting(self, ids: Sequence[str]) -> Report:
        """The same report once somebody accepted more, without examining again."""
        return replace(self, accepted=self.accepted | frozenset(ids))
