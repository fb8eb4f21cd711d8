"""The telephone's own process: ears, mouth, lines and calls, away from the gateway's loop."""

from __future__ import annotations

import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse, Response

from bot import logs
from bot.processes import LOOPBACK, listening
from bot.settings import settings
from bot.worker import keep, serve
from connectors.origins import Origins
from connectors.tokens import Passes
from connectors.voice import browser_door
from connectors.voice.exchange import Exchange

log = structlog.get_logger()
_MAX_FRAME = 1 << 20
_ENDING = (signal.SIGINT, signal.SIGTERM)


def run() -> int:
    """Answer calls until a signal; where it cannot, the telephone stays closed, and alone."""
    logs.configure("voice")
    port = settings().voice_port
    try:
        door = listening(LOOPBACK, port, "GUICHET_VOICE_PORT")
    except SystemExit as error:
        return _stay_closed(str(error))
    if keep(_answer, door, f"http://{LOOPBACK}:{port}/healthz"):
        door.close()
        return _stay_closed("it could not start; the reason is above, and in its log")
    return 0


def _answer(door: socket.socket) -> None:
    """The work itself, in a process that is started again when it dies."""
    logs.configure("voice")
    exchange = Exchange(settings())
    try:
        serve(_config(create_app(exchange)), door)
    except SystemExit:
        print(f"The telephone cannot start: {exchange.trouble}", flush=True)
        raise


def create_app(exchange: Exchange) -> FastAPI:
    """The WebSockets and webhooks of every line, behind the gateway; the TCP lines open with it."""
    chosen = exchange.chosen

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            with _mortal():
                await stack.enter_async_context(exchange.open())
            yield

    app = FastAPI(title="Guichet voice", lifespan=lifespan, docs_url=None, openapi_url=None)
    app.include_router(exchange.lines.routes())
    passes = Passes(chosen.signing_key(), "web", chosen.retention_days)
    origins = Origins(chosen.origins.split(","))
    app.include_router(browser_door.router(exchange.take, passes, origins))
    _open_operations(app, exchange)
    return app


@contextmanager
def _mortal() -> Iterator[None]:
    """Until all is open there is nothing to end with care: a signal just ends the process."""
    before = {one: signal.signal(one, signal.SIG_DFL) for one in _ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _open_operations(app: FastAPI, exchange: Exchange) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    async def readyz() -> Response:
        """Calls held now, the ports that are open, and whether fixed sentences are made."""
        calls = exchange.calls.open if exchange.calls else 0
        is_ready = exchange.ahead is not None and exchange.ahead.is_ready
        ports = vars(exchange.ports)
        return JSONResponse({"calls": calls, "ports": ports, "prompts": is_ready})

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(exchange.counted(), media_type="text/plain; version=0.0.4")


def _stay_closed(why: str) -> int:
    """The chat goes on without the telephone; the operator reads why."""
    log.error("the telephone is closed", why=why)
    print(f"The telephone is closed: {why}", flush=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    signal.sigwait(_ENDING)  # not sooner: the chat's supervisor would end with us
    return 0


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app, ws="wsproto", ws_max_size=_MAX_FRAME, log_config=None, access_log=False,
        proxy_headers=False, server_header=False, timeout_graceful_shutdown=3,
    )  # fmt: skip
