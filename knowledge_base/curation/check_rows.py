"""Checks of releases as rows: begun, alive, done."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now, stored, utc
from knowledge_base.article import Key
from knowledge_base.curation.acceptances import accepted
from knowledge_base.curation.check_reports import Found, found
from knowledge_base.curation.check_tables import publish_checks

DEAD = timedelta(seconds=20)  # without a sign of its process
KEPT, DAYS = 20, timedelta(days=7)  # reports quote visitors, masked
State = Literal["running", "done", "failed", "died"]
columns = publish_checks.c


@dataclass(frozen=True)
class Check:
    """One examination of certain drafts at certain revisions. `report`: once it is done."""

    id: str
    by: str
    why: str
    at: datetime
    state: State
    drafts: Mapping[Key, int]
    basis: str
    turn: int
    done: int = 0
    total: int = 0
    problem: str = ""
    report: Found | None = None


def begin(
    writer: Connection, by: str, why: str, drafts: Mapping[Key, int], on: tuple[str, int]
) -> str:
    """A new check that runs from now on; the oldest are forgotten. `on` is basis and turn."""
    name, moment = secrets.token_hex(8), utc(now())
    row = {
        "id": name, "made_by": by, "why": why.strip(), "made_at": moment, "beat_at": moment,
        "state": "running", "drafts": _written(drafts), "basis": on[0], "turn": on[1],
        "done": 0, "total": 0, "problem": "", "report": "",
    }  # fmt: skip
    writer.execute(publish_checks.insert().values(row))
    forget(writer)
    return name


def forget(writer: Connection) -> int:
    """Drop all but the latest checks, and what is older than a week; how many went."""
    latest = sa.select(columns.id).order_by(columns.made_at.desc()).limit(KEPT)
    kept = [row.id for row in writer.execute(latest)]
    old = sa.or_(columns.id.notin_(kept), columns.made_at < utc(now()) - DAYS)
    return int(writer.execute(publish_checks.delete().where(old)).rowcount)


def beat(writer: Connection, name: str, done: int, total: int) -> None:
    values = {"beat_at": utc(now()), "done": done, "total": total}
    writer.execute(publish_checks.update().where(columns.id == name).values(values))


def end(writer: Connection, name: str, report: Mapping[str, Any] | None, problem: str = "") -> None:
    """Keep what came of it: a report, or the reason why there is none."""
    said = json.dumps(report, ensure_ascii=False) if report is not None else ""
    state = "done" if report is not None else "failed"
    values = {"state": state, "report": said, "problem": problem[:120], "beat_at": utc(now())}
    writer.execute(publish_checks.update().where(columns.id == name).values(values))


def running(reader: Connection, drafts: Mapping[Key, int], basis: str) -> str:
    """The check of the same drafts on the same basis that somebody began already."""
    same = (columns.drafts == _written(drafts), columns.basis == basis)
    alive = (columns.state == "running", columns.beat_at > utc(now()) - DEAD)
    query = sa.select(columns.id).where(*same, *alive).limit(1)
    return str(reader.execute(query).scalar() or "")


def read(reader: Connection, name: str = "") -> Check | None:
    """One check, or the latest, with what was accepted of it until now."""
    query = sa.select(publish_checks).order_by(columns.made_at.desc()).limit(1)
    row = reader.execute(query.where(columns.id == name) if name else query).first()
    return _check(reader, row) if row else None


def _check(reader: Connection, row: Any) -> Check:
    report = found(json.loads(row.report)) if row.report else None
    if report is not None:
        report = report.accepting(accepted(reader, report.acceptable_ids))
    dead = row.state == "running" and stored(row.beat_at) < utc(now()) - DEAD
    drafts = {(name, language): number for name, language, number in json.loads(row.drafts)}
    return Check(
        row.id, row.made_by, row.why, stored(row.made_at), "died" if dead else row.state, drafts,
        row.basis, row.turn, row.done, row.total, row.problem, report,
    )  # fmt: skip


def _written(drafts: Mapping[Key, int]) -> str:
    return json.dumps([[*key, revision] for key, revision in sorted(drafts.items())])
