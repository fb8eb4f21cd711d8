"""The gateway: every door for text, put together from its parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import structlog
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from bot import database, logs
from bot.conversation import Dialogue
from bot.settings import settings
from connectors import health, metrics, problems, rest, rooms, voice_door
from connectors.desk import Guess
from connectors.door import BodyLimit, SafeHeaders
from connectors.handover import WEB_RULES, Handovers
from connectors.parts import Parts
from connectors.queue import Queue
from connectors.socketio import SocketIoChannel
from connectors.tokens import Passes
from connectors.web import chat, pages, passage, reference, socket
from connectors.web.frames import MAX_FRAME
from connectors.web.visit import Reception

log = structlog.get_logger()


def create_app(
    dialogue: Dialogue, knowledge: Any = None, crm: Any = None, guess: Guess | None = None
) -> FastAPI:
    """The gateway around a dialogue; `guess(text, default)` tells a text's language."""
    parts = Parts.made(dialogue, guess)
    voice = voice_door.VoiceDoor(parts)
    handovers = Handovers(database.engine(), parts.chosen.signing_key(), WEB_RULES, "web")
    queue = Queue(parts.addresses, parts.metrics.refusal)
    console = rooms.console(knowledge, queue)
    background = rooms.background(console, parts.metrics.registry)
    courier = None if crm is None else rooms.courier(parts.metrics.registry)
    beside = [] if crm is None else rooms.beside(parts.metrics.registry)
    app = FastAPI(
        title=f"Guichet · {parts.chosen.company_name}",
        docs_url=None,
        redoc_url=None,
        lifespan=partial(
            _lifespan,
            parts,
            (background, courier, *beside),
            (dialogue, knowledge, voice, handovers),
        ),
    )
    problems.handle(app)
    _open_text_doors(app, parts)
    passes, free_slots = parts.passes("web"), getattr(crm, "free_slots", None)
    _open_widget(app, parts, passes)
    app.include_router(chat.router(parts, passes, free_slots, health.Recently(voice.ready)))
    app.include_router(passage.router(_passage(parts, passes, handovers)))
    app.include_router(voice_door.router(voice))
    needed = {"dialogue": dialogue, "knowledge": knowledge, "crm": crm}
    optional = {"voice": voice.ready} | ({"crm_delivery": courier.ready} if courier else {})
    _open_operations(app, parts, needed, voice, optional)
    rooms.mount(app, knowledge, crm, queue, console, parts.admits)
    app.add_middleware(BodyLimit, larger=rooms.BODIES)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=parts.origins.listed,
        allow_methods=["GET", "POST"],
        allow_headers=["authorization", "content-type"],
    )
    app.add_middleware(SafeHeaders)
    return app


def app() -> FastAPI:
    """The gateway of the settings, for `uvicorn --factory`."""
    logs.configure("gateway")
    from bot.rasa_dialogue import RasaDialogue

    url = f"http://127.0.0.1:{settings().dialogue_port}"
    return create_app(RasaDialogue(url), rooms.knowledge(), rooms.crm(), rooms.guess())


def server(app: FastAPI, host: str = "", port: int | None = None) -> uvicorn.Config:
    """How the gateway is served: bounded frames, and no header believed before our own rules."""
    return uvicorn.Config(
        app,
        host=host or settings().gateway_host,
        port=settings().gateway_port if port is None else port,
        ws="wsproto",
        ws_max_size=MAX_FRAME,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=3,
    )


def _open_text_doors(app: FastAPI, parts: Parts) -> None:
    token = parts.chosen.token()
    app.include_router(
        rest.router(rest.RestChannel(parts.desk, parts.limits, parts.addresses, token))
    )
    passes = parts.passes("socketio")
    channel = SocketIoChannel(parts, passes)
    app.mount("/socket.io", channel.app(parts.origins))


def _open_widget(app: FastAPI, parts: Parts, passes: Passes) -> None:
    static = pages.files()
    reception = Reception(parts.desk, passes, parts.limits, parts.metrics)
    app.include_router(socket.router(socket.WidgetDoor(reception, parts.origins, parts.addresses)))
    app.include_router(pages.router(static))
    app.mount("/static", pages.compressed(static))


def _passage(parts: Parts, passes: Passes, handovers: Handovers) -> passage.Passage:
    chosen = parts.chosen
    phone = chosen.voice_phone or chosen.company_phone
    limits, addresses = parts.limits, parts.addresses
    return passage.Passage(handovers, passes, limits, addresses, parts.metrics, phone)


def _open_operations(
    app: FastAPI,
    parts: Parts,
    needed: dict[str, Any],
    voice: voice_door.VoiceDoor,
    optional: dict[str, health.Check],
) -> None:
    checks = {name: health.check_of(part) for name, part in needed.items()}
    checks["database"] = parts.notebook.ready
    fresh = health.freshness_of(needed["knowledge"])
    readiness = health.Readiness(checks, {"articles": fresh, **optional})
    app.include_router(health.router(readiness))
    app.include_router(metrics.router(parts.metrics, voice.metrics))
    app.include_router(reference.router())


@asynccontextmanager
async def _lifespan(
    parts: Parts, beside: tuple[Any, ...], needed: tuple[Any, ...], _app: FastAPI
) -> AsyncIterator[None]:
    preparing = asyncio.create_task(_prepare_database())
    await asyncio.wait({preparing}, timeout=3)
    forgetting = asyncio.create_task(parts.retention.keep())
    for one in filter(None, beside):
        one.start()
    log.info("gateway open")
    yield
    preparing.cancel()
    forgetting.cancel()
    await parts.desk.close()
    await rooms.close(*beside, *needed)


async def _prepare_database() -> None:
    """Bring the database to its newest schema, as soon as there is one."""
    while True:
        try:
            return await asyncio.to_thread(database.migrate)
        except Exception as error:
            log.warning("database not ready", error=type(error).__name__)
            await asyncio.sleep(2)
