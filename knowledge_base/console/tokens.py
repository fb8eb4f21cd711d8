"""Tokens for other programs: made, shown once, revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from starlette.responses import Response

from knowledge_base.console.declared import Api, Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right, Role, role_named
from knowledge_base.curation.tokens import LONGEST_DAYS, Token

pages, api = Pages(), Api()
part = Part(pages, api, (Link("/tokens", "tokens.title", "k", Right.TOKENS),))


class TokenOut(BaseModel):
    id: int
    name: str
    role: str
    made_by: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class NewToken(BaseModel):
    name: str = Field(min_length=2, max_length=80)
    role: Literal["reader", "agent", "curator", "administrator"]
    days: int = Field(90, ge=1, le=LONGEST_DAYS)


@pages.get("/tokens", right=Right.TOKENS)
def tokens(visit: Here) -> Response:
    return _page(visit)


@pages.post("/tokens", right=Right.TOKENS)
def make(visit: Here) -> Response:
    name, days = visit.field("name"), visit.field("days", "90")
    try:
        role = role_named(visit.field("role"))
        count = int(days) if days.isdecimal() else 0
        secret = visit.console.tokens.make(name, role, count, visit.person.name)
    except NotPossible as refused:
        errors = {refused.reason: visit.t(f"people.refused.{refused.reason}")}
        return _page(visit, 422, errors=errors, name=name, days=days)
    except ValueError:
        return _page(visit, 422, name=name, days=days)
    return _page(visit, secret=secret)


@pages.post("/tokens/{number:int}/revoke", right=Right.TOKENS)
def revoke(visit: Here, number: int) -> Response:
    try:
        visit.console.tokens.revoke(number, visit.person.name)
    except NotPossible:
        return visit.page("refusal.html", 404, why="404")
    return visit.redirect("/tokens", "tokens.revoked_now")


@api.get("/tokens", right=Right.TOKENS)
def listed(visit: Here) -> list[TokenOut]:
    """Every token there ever was; never its secret."""
    return [_plain(one) for one in visit.console.tokens.all()]


@api.post("/tokens", right=Right.TOKENS, status_code=201)
def made(visit: Here, new: NewToken) -> dict[str, str]:
    """A new token; its secret is in this answer and nowhere else."""
    role, by = role_named(new.role), visit.person.name
    return {"token": visit.console.tokens.make(new.name, role, new.days, by)}


@api.delete("/tokens/{number:int}", right=Right.TOKENS, status_code=204)
def revoked(visit: Here, number: int) -> None:
    """Ends a token at once."""
    visit.console.tokens.revoke(number, visit.person.name)


def _plain(token: Token) -> TokenOut:
    return TokenOut(
        id=token.id,
        name=token.name,
        role=token.role.word,
        made_by=token.made_by,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
    )


def _page(visit: Visit, status: int = 200, /, **values: object) -> Response:
    given = {"secret": "", "name": "", "days": "90", "errors": {}, **values}
    found, now = visit.console.tokens.all(), visit.console.clock()
    return visit.page("tokens.html", status, tokens=found, now=now, roles=list(Role), **given)
