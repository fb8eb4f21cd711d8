"""Rasa's REST channel, for the company's own servers: they hold the token and name the sender."""

from __future__ import annotations

import hmac
import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field, StringConstraints, ValidationError, field_validator
from starlette.responses import JSONResponse, Response

from bot.conversation import Message, Reply
from connectors.desk import Desk
from connectors.limits import Addresses, Limits
from connectors.outcomes import Outcome
from connectors.problems import problem
from connectors.records import Status
from connectors.sentences import LANGUAGES

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")
]

_RESERVED = {"payload", "masked"}
Token = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


class Incoming(BaseModel):
    """What a server sends for its visitor."""

    sender: Name
    message: str | None = ""
    metadata: dict[str, Any] | None = None
    input_channel: str | None = Field(None, max_length=40)
    message_id: Name | None = None

    @field_validator("sender", "message_id", mode="before")
    @classmethod
    def _numbers_are_names(cls, value: Any) -> Any:
        return str(value) if type(value) is int else value


class RestChannel:
    """Turns requests into messages, and outcomes into Rasa's list of replies."""

    def __init__(self, desk: Desk, limits: Limits, addresses: Addresses, token: str) -> None:
        self._desk, self._limits, self._addresses = desk, limits, addresses
        self._token = token.encode()

    def admit(self, request: Request, token: Token) -> None:
        given = token.credentials.encode() if token else b""
        if not hmac.compare_digest(given, self._token):
            raise HTTPException(401, "a bearer token is needed", {"WWW-Authenticate": "Bearer"})
        if not self._limits.caller_may_send(self._addresses.of(request.scope)):
            raise HTTPException(429, "too_many", {"Retry-After": "60"})

    async def answer(self, request: Request) -> Response:
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            return problem(415, "not_json", "send application/json")
        try:
            incoming = Incoming.model_validate_json(await request.body())
        except ValidationError as error:
            details = [{"loc": list(e["loc"]), "msg": e["msg"]} for e in error.errors()]
            return problem(422, "invalid", details)
        message = self._message(incoming)
        return _response(message, await self._desk.receive(message))

    def _message(self, incoming: Incoming) -> Message:
        text, metadata = incoming.message or "", _free(incoming.metadata or {})
        language = metadata.get("language")
        if pressed := self._desk.buttons.pressed(incoming.sender, text):
            text, metadata["payload"] = "", pressed
        return Message(
            sender=incoming.sender,
            text=text,
            channel="voice" if incoming.input_channel == "voice" else "rest",
            language=language if language in LANGUAGES else "",
            id=incoming.message_id or uuid.uuid4().hex,
            metadata=metadata,
        )


def router(channel: RestChannel) -> APIRouter:
    routes = APIRouter(prefix="/webhooks/rest", tags=["rest channel"])
    schema = {"application/json": {"schema": Incoming.model_json_schema()}}

    @routes.get("/")
    async def health() -> dict[str, str]:
        """Rasa's own sign of life."""
        return {"status": "ok"}

    @routes.post("/webhook", openapi_extra={"requestBody": {"content": schema, "required": True}})
    async def webhook(request: Request, token: Token) -> Response:
        """Say something for `sender`; the same `message_id` again has the same answer."""
        channel.admit(request, token)
        return await channel.answer(request)

    return routes


def _free(metadata: dict[str, Any]) -> dict[str, Any]:
    """Without the names that only the desk may write."""
    return {name: value for name, value in metadata.items() if name not in _RESERVED}


def _response(message: Message, outcome: Outcome) -> Response:
    """A kept message says so in `custom.pending`; an unanswered one is a 503 to try again."""
    if outcome.reason == "too_long":
        return problem(422, outcome.reason, outcome.replies[0].text)
    if outcome.reason == "busy":
        return problem(429, outcome.reason, outcome.replies[0].text)
    bubbles = [_bubble(message.sender, reply) for reply in outcome.replies]
    if outcome.status is Status.PENDING:
        bubbles[0]["custom"] = {"pending": {"message_id": message.id}}
    if outcome.status is Status.REFUSED:
        bubbles[0]["custom"] = {"refused": {"reason": outcome.reason, "retry": outcome.retry}}
    return JSONResponse(bubbles, status_code=503 if outcome.status is Status.REFUSED else 200)


def _bubble(recipient: str, reply: Reply) -> dict[str, Any]:
    bubble: dict[str, Any] = {"recipient_id": recipient, "text": reply.text}
    if reply.buttons:
        bubble["buttons"] = [{"title": b.title, "payload": b.payload} for b in reply.buttons]
    if reply.custom:
        bubble["custom"] = dict(reply.custom)
    return bubble
