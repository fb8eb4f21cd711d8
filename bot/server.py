"""The dialogue process: Rasa's agent behind one loopback address, actions in the same process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import structlog
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from bot import logs
from bot.conversation import Message, Reply
from bot.model import current_model
from bot.rasa_agent import RasaAgent
from bot.strict_agent import ActionFailed

log = structlog.get_logger()
GIVE_UP_AT = "x-give-up-at"


class Incoming(BaseModel):
    """A `Message`, as it crosses from the gateway."""

    sender: str
    text: str
    channel: str = "web"
    language: str = ""
    id: str = ""
    metadata: dict[str, Any] = {}


def create_app(model: str = "") -> FastAPI:
    """The dialogue process's application; the model is loaded once it starts."""
    logs.configure("dialogue")

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.dialogue = RasaAgent(Path(model) if model else current_model())
        log.info("dialogue ready")
        yield
        app.state.dialogue.close()

    app = FastAPI(title="Guichet dialogue", lifespan=lifespan, docs_url=None, openapi_url=None)

    @app.post("/answer")
    async def answer(
        incoming: Incoming,
        request: Request,
        until: Annotated[float, Header(alias=GIVE_UP_AT)] = float("inf"),
    ) -> JSONResponse:
        message = Message(**incoming.model_dump())
        try:
            said = await request.app.state.dialogue.answer(message, until)
        except (Exception, ActionFailed) as error:
            return _not_answered(message, type(error).__name__)
        return JSONResponse([_as_json(one) for one in said])

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _not_answered(message: Message, why: str) -> JSONResponse:
    log.error("message not answered", message=logs.correlation(message.id), error=why)
    return JSONResponse({"error": "not answered"}, status_code=503)


def _as_json(one: Reply) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in one.buttons]
    return {"text": one.text, "buttons": buttons, "custom": dict(one.custom)}
