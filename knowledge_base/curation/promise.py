"""The error rate that was promised: who chose it and when, and the calibration that keeps it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, stored, utc
from bot.database import engine, metadata, reading, writing
from knowledge_base.confidence import Calibration, shipped_calibration
from knowledge_base.curation.checking import Check
from knowledge_base.curation.promising import Proposal
from knowledge_base.curation.recalibration import Recalibration, fingerprint

promises = sa.Table(
    "promises",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("rate", sa.Float, nullable=False),
    sa.Column("slope", sa.Float, nullable=False),
    sa.Column("shift", sa.Float, nullable=False),
    sa.Column("answer_from", sa.Float, nullable=False),
    sa.Column("calibration", sa.String(16), nullable=False),
    sa.Column("verdicts", sa.Integer, nullable=False),
    sa.Column("questions", sa.Integer, nullable=False),
    sa.Column("given", sa.Integer, nullable=False),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("chosen_by", sa.String(200), nullable=False),
    sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
)
NONE = 0.0  # the rate of a row that takes the promise back


@dataclass(frozen=True)
class Promise:
    """One choice; `rate` 0 is the choice of none. `check` is how it stood when it was chosen."""

    id: int
    rate: float
    recalibration: Recalibration
    answer_from: float
    calibration: str
    verdicts: int
    check: Check
    by: str
    at: datetime

    def holds_for(self, shipped: Calibration) -> bool:
        """Nothing is promised on another calibration than the one that was examined."""
        return self.rate != NONE and self.calibration == fingerprint(shipped)


class Promises:
    """Every choice that was made; the last one is in force."""

    def __init__(
        self, database: Engine | None = None, shipped: Calibration | None = None
    ) -> None:
        self._database = database
        self.shipped = shipped or shipped_calibration()
        self._known: tuple[int, Calibration] = (0, self.shipped)

    def choose(
        self, chosen: Proposal | None, by: str, connection: Connection | None = None
    ) -> Promise:
        """Promise this from now on, everywhere; None: as shipped again."""
        row = {**_row(chosen), "calibration": fingerprint(self.shipped)}
        moment = utc(now())
        values = {**row, "chosen_by": by, "chosen_at": moment}
        with writing(self._engine, connection) as writer:
            made = writer.execute(promises.insert().values(values))
        return _promise({**values, "id": made.inserted_primary_key[0]})

    def all(self, connection: Connection | None = None) -> list[Promise]:
        """Every choice, the newest first."""
        query = sa.select(promises).order_by(promises.c.id.desc())
        with reading(self._engine, connection) as reader:
            return [_promise(row) for row in reader.execute(query).mappings()]

    def in_force(self) -> Promise | None:
        """The promise that holds now, if one does."""
        newest = next(iter(self.all()), None)
        return newest if newest and newest.holds_for(self.shipped) else None

    def calibration(self) -> Calibration:
        """What the bot goes by now; a glance at one number unless a choice was made since."""
        with reading(self._engine) as reader:
            newest = reader.execute(sa.select(sa.func.max(promises.c.id))).scalar() or 0
        if newest != self._known[0]:
            self._known = newest, self._calibration()
        return self._known[1]

    def _calibration(self) -> Calibration:
        found = self.in_force()
        return found.recalibration.of(self.shipped, found.answer_from) if found else self.shipped

    @property
    def _engine(self) -> Engine:
        return self._database or engine()


class Past:
    """Which recalibration stood behind a confidence that was told at some moment."""

    def __init__(self, chosen: list[Promise], shipped: Calibration) -> None:
        self._shipped = shipped
        self._chosen = sorted(chosen, key=lambda one: one.id)
        self._moments = [one.at for one in self._chosen]

    def odds(self, confidence: float, at: datetime) -> float:
        """The shipped calibration's log odds of a confidence of then."""
        place = bisect_right(self._moments, at)
        promise = self._chosen[place - 1] if place else None
        holds = promise is not None and promise.holds_for(self._shipped)
        then = promise.recalibration if promise and holds else Recalibration()
        return then.odds_of(confidence)


def _row(chosen: Proposal | None) -> dict[str, Any]:
    if chosen is None:
        figures = dict.fromkeys(("shift", "answer_from", "verdicts", "questions", "given"), 0)
        return {"rate": NONE, "slope": 1.0, "wrong": 0, **figures}
    return {
        "rate": chosen.rate,
        "slope": chosen.recalibration.slope,
        "shift": chosen.recalibration.shift,
        "answer_from": chosen.answer_from,
        "verdicts": chosen.verdicts,
        **vars(chosen.check),
    }


def _promise(row: Any) -> Promise:
    return Promise(
        id=row["id"],
        rate=row["rate"],
        recalibration=Recalibration(row["slope"], row["shift"]),
        answer_from=row["answer_from"],
        calibration=row["calibration"],
        verdicts=row["verdicts"],
        check=Check(row["questions"], row["given"], row["wrong"]),
        by=row["chosen_by"],
        at=stored(row["chosen_at"]),
    )
