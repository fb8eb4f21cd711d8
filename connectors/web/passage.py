"""From chat to telephone and back: the widget asks for a code, or opens the one a caller got."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Header, HTTPException, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from connectors.handover import HandoverRefused, Handovers
from connectors.limits import Addresses, Limits
from connectors.metrics import Metrics
from connectors.problems import problem
from connectors.sentences import sentence
from connectors.tokens import Passes

T = TypeVar("T")
Language = Literal["fr", "en"]
_STATUS = {"too_many": 429, "storage": 503, "unknown_code": 404}
_PRIVATE = {"Cache-Control": "no-store"}


class Shown(BaseModel):
    """The code that a visitor or a caller was given."""

    code: str = Field(max_length=40)


@dataclass(frozen=True)
class Passage:
    """What both ways share."""

    handovers: Handovers
    passes: Passes
    limits: Limits
    addresses: Addresses
    metrics: Metrics
    phone: str

    async def code(self, request: Request, token: str) -> Response:
        visitor = self.passes.read(token)
        if visitor is None:
            bearer = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(401, "the visitor's token is needed", bearer)
        self._admit(request)
        where = self.addresses.of(request.scope)
        code = await self.handovers.issue(visitor.conversation, where)
        body = {"code": code.code, "expires": code.expires.isoformat(), "phone": self.phone}
        return JSONResponse(body, headers=_PRIVATE)

    async def token(self, request: Request, code: str) -> Response:
        self._admit(request)
        conversation = await self.handovers.redeem(code, self.addresses.of(request.scope))
        if conversation is None:
            raise HandoverRefused("unknown_code")
        return JSONResponse({"token": self.passes.to(conversation).token}, headers=_PRIVATE)

    async def told(self, step: str, work: Awaitable[Response], language: Language) -> Response:
        """The answer, counted; a refusal in the visitor's words."""
        try:
            response = await work
        except HandoverRefused as refused:
            self.metrics.handover(step, refused.reason)
            words = sentence(f"handover_{refused.reason}", language)
            headers = {"Retry-After": "600"} if refused.reason == "too_many" else {}
            return problem(_STATUS[refused.reason], refused.reason, words, headers)
        self.metrics.handover(step, "done")
        return response

    def _admit(self, request: Request) -> None:
        if not self.limits.address_may_send(self.addresses.of(request.scope)):
            raise HandoverRefused("too_many")


def router(passage: Passage) -> APIRouter:
    routes = APIRouter(prefix="/api/chat/handover", tags=["widget"])

    @routes.post("/code")
    async def give(
        request: Request, language: Language = "fr", authorization: Annotated[str, Header()] = ""
    ) -> Response:
        """Six digits that bring the visitor's conversation to the telephone, for ten minutes."""
        work = passage.code(request, authorization.removeprefix("Bearer "))
        return await passage.told("issue", work, language)

    @routes.post("")
    async def take(request: Request, shown: Shown, language: Language = "fr") -> Response:
        """The visitor's token of the conversation that a code stands for; a code works once."""
        return await passage.told("redeem", passage.token(request, shown.code), language)

    return routes
