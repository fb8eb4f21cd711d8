"""Lets drafts go live only when they were checked exactly as they are, and nothing stands open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.article import Key
from knowledge_base.curation.acceptances import accept
from knowledge_base.curation.audit import record
from knowledge_base.curation.check_reports import Found
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.draft_rows import Draft, read_drafts
from knowledge_base.curation.gate_checks import Checks
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.releases import PublishRefused, Release, Releases
from knowledge_base.curation.telling import telling
from knowledge_base.curation.turns import turn
from knowledge_base.sources import Sources

Obstacle = Literal["", "running", "failed", "drafts", "served", "findings", "collisions"]

FINDING = "finding"


@dataclass(frozen=True)
class Verdict:
    """Whether a check's drafts may go live: `obstacle` is empty, or says why not."""

    obstacle: Obstacle
    keys: tuple[Key, ...] = ()


class Publishing:
    """Checked drafts into releases, and back; everything is audited and announced."""

    def __init__(self, database: Engine, sources: Sources, checks: Checks) -> None:
        self._engine, self._sources, self._checks = database, sources, checks

    def verdict(self, check: Check) -> Verdict:
        """What stands between these drafts and the visitors."""
        if check.state != "done" or check.report is None:
            return Verdict("running" if check.state == "running" else "failed")
        with read_only(self._engine) as reader:
            moved = _moved(read_drafts(reader), check.drafts)
        if moved:
            return Verdict("drafts", moved)
        if check.basis != self._checks.basis():
            return Verdict("served")
        if check.report.blocking:
            return Verdict("findings")
        return Verdict("collisions" if check.report.open_harm else "")

    def publish(self, check: Check, by: str, why: str, at: datetime | None = None) -> Release:
        """The release; `PublishRefused` with an obstacle's name, or with what overtook it."""
        verdict = self.verdict(check)
        if verdict.obstacle:
            raise PublishRefused(verdict.obstacle, key=next(iter(verdict.keys), None))
        releases = self.releases(by)
        with self._engine.begin() as writer:
            release = releases.publish(by, why, dict(check.drafts), at, writer, check.basis)
            others = turn(self._engine, writer) - (release.state == "live")
            if others != check.turn:
                raise PublishRefused("served")
            return release

    def undo(self, number: int, by: str, why: str, force: bool = False) -> Release:
        return self.releases(by).undo(number, by, why, force)

    def releases(self, by: str) -> Releases:
        return Releases(self._engine, self._sources, telling(by))

    def accept(self, check: Check, ids: Collection[str], by: str, reason: str = "") -> int:
        """Accept what this check told of, so that it stands in the way no more; how many.

        Whoever calls a finding a false alarm says why: NotPossible("reason") without.
        """
        known, reason = _acceptable(check.report) if check.report else {}, reason.strip()
        wanted = [one for one in ids if one in known]
        if not reason and any(known[one][0] == FINDING for one in wanted):
            raise NotPossible("reason")
        with self._engine.begin() as writer:
            new = accept(writer, wanted, by, reason)
            for one in new:
                what, said = known[one]
                told = {**said, "reason": reason} if reason else said
                record(writer, by, f"{what}.accept", f"{what}/{one}", None, told)
        return len(new)


def _acceptable(report: Found) -> dict[str, tuple[str, dict[str, Any]]]:
    """What may be accepted, by id: what it is, and how the audit tells it."""
    moved = {
        one.id: ("collision", {"question": one.question.text, "before": group.before,
                               "after": group.after, "kind": group.kind})
        for group in report.harmful for one in group.questions
    }  # fmt: skip
    excused = {
        one.id: (FINDING, {"kind": one.kind, "articles": list(one.articles), **one.detail})
        for one in report.excusable
    }
    return moved | excused


def _moved(drafts: Mapping[Key, Draft], wanted: Mapping[Key, int]) -> tuple[Key, ...]:
    standing = {key: draft.revision for key, draft in drafts.items()}
    return tuple(key for key, number in sorted(wanted.items()) if standing.get(key) != number)
