"""The confidence and its promise, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from knowledge_base.console.confidence_view import proposals, standing
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here
from knowledge_base.curation.checking import Check
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.promise import Promise, Promises
from knowledge_base.curation.promise_choice import NotPromised, choose, obstacle, withdraw
from knowledge_base.curation.promising import RATES, Proposal
from knowledge_base.curation.roles import Right

api = Api()


class CheckOut(BaseModel):
    questions: int = Field(description="held-out verdicts")
    given: int = Field(description="of them, those that would be answered")
    wrong: int
    share: float
    interval: tuple[float, float] = Field(description="of the true error rate, 95 %, exact")


class PromiseOut(BaseModel):
    rate: float
    answer_from: float = Field(description="the confidence from which on the bot answers")
    verdicts: int
    check: CheckOut
    by: str
    at: datetime


class ProposalOut(BaseModel):
    rate: float
    answer_from: float
    answered: float = Field(description="the share of past questions that would be answered")
    verdicts: int
    state: Literal["kept", "broken", "unproven"]
    needed: int | None = Field(description="about how many more verdicts would prove it")
    obstacle: str = Field(description="what speaks against it: never, broken, unproven; or nothing")
    check: CheckOut


class PointOut(BaseModel):
    answer_from: float
    answered: float
    wrong: float


class ConfidenceOut(BaseModel):
    in_force: PromiseOut | None
    today: CheckOut | None = Field(description="the same check on the held-out verdicts of today")
    proposals: list[ProposalOut]
    curve: list[PointOut]


class NewPromise(BaseModel):
    rate: float = Field(description="0.01, 0.02, 0.03 or 0.05")
    sure: bool = Field(False, description="even though there is too little data to prove it")


@api.get("/confidence", right=Right.READ)
def confidence(visit: Here) -> ConfidenceOut:
    """The curve on held-out verdicts, what each rate would give, and what is promised."""
    found, force = proposals(visit, RATES), Promises(visit.console.database).in_force()
    today = standing(visit, force)
    points = found[0].curve if found else ()
    return ConfidenceOut(
        in_force=_promise(force) if force else None, today=_check(today) if today else None,
        proposals=[_proposal(one) for one in found],
        curve=[PointOut(**vars(one)) for one in points],
    )  # fmt: skip


@api.put("/confidence", right=Right.PROMISE)
def promise(visit: Here, new: NewPromise) -> PromiseOut:
    """Promise an error rate; the bot abstains accordingly, everywhere, within a second."""
    if new.rate not in RATES:
        raise NotPossible("promise_rate")
    found = proposals(visit, (new.rate,))
    if not found:
        raise NotPossible("knowledge")
    try:
        return _promise(choose(visit.console.database, found[0], visit.person.name, new.sure))
    except NotPromised as why:
        raise NotPossible(f"promise_{why.code}") from None


@api.delete("/confidence", right=Right.PROMISE, status_code=204)
def take_back(visit: Here) -> None:
    """Be as sure as shipped again."""
    withdraw(visit.console.database, visit.person.name)


def _check(one: Check) -> CheckOut:
    return CheckOut(**vars(one), share=one.share, interval=one.interval)


def _promise(one: Promise) -> PromiseOut:
    return PromiseOut(
        rate=one.rate, answer_from=one.answer_from, verdicts=one.verdicts, by=one.by, at=one.at,
        check=_check(one.check),
    )  # fmt: skip


def _proposal(one: Proposal) -> ProposalOut:
    return ProposalOut(
        rate=one.rate, answer_from=one.answer_from, answered=one.answered, verdicts=one.verdicts,
        state=one.state, needed=one.needed, obstacle=obstacle(one), check=_check(one.check),
    )  # fmt: skip
