"""Somebody chooses what is promised, or takes it back; both are written down with the choice."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from knowledge_base.curation.audit import record
from knowledge_base.curation.promise import NONE, Promise, Promises
from knowledge_base.curation.promising import NEVER, Proposal

SUBJECT = "promise"


class NotPromised(Exception):
    """Why a rate was not promised: `never`, `broken` or `unproven`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def obstacle(chosen: Proposal, sure: bool = False) -> str:
    """What speaks against a promise; one that is not proven may be made by who is `sure`."""
    if chosen.answer_from >= NEVER:
        return "never"
    if chosen.state == "broken":
        return "broken"
    return "" if chosen.state == "kept" or sure else "unproven"


def choose(database: Engine, chosen: Proposal, by: str, sure: bool = False) -> Promise:
    """Promise this rate from now on; `NotPromised` says why not."""
    if code := obstacle(chosen, sure):
        raise NotPromised(code)
    return _written(database, chosen, by, "promise.choose")


def withdraw(database: Engine, by: str) -> Promise:
    """Be as sure as shipped again."""
    return _written(database, None, by, "promise.withdraw")


def _written(database: Engine, chosen: Proposal | None, by: str, what: str) -> Promise:
    made = Promises(database)
    with database.begin() as writer:
        before = next(iter(made.all(writer)), None)
        after = made.choose(chosen, by, writer)
        record(writer, by, what, SUBJECT, _said(before), _said(after))
    return after


def _said(promise: Promise | None) -> dict[str, Any] | None:
    if promise is None or promise.rate == NONE:
        return None
    return {"rate": promise.rate, "answer_from": round(promise.answer_from, 4),
            "verdicts": promise.verdicts, **vars(promise.check)}  # fmt: skip
