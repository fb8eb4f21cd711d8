"""The desk's processes: each one's server, on its address."""

from __future__ import annotations

import socket
from importlib import import_module

import uvicorn
from uvicorn.supervisors import Multiprocess

from bot.settings import settings

LOOPBACK = "127.0.0.1"


def run_dialogue() -> None:
    """The dialogue process, started again by its parent when it dies."""
    port = settings().dialogue_port
    config = uvicorn.Config(
        "bot.server:create_app", factory=True, host=LOOPBACK, port=port, workers=1,
        ws="none", log_level="warning", timeout_worker_healthcheck=30,
    )
    Multiprocess(config, sockets=[listening(LOOPBACK, port)]).run()


def run_gateway() -> None:
    """The gateway: the only door that the outside may reach."""
    chosen = settings()
    door = listening(chosen.gateway_host, chosen.gateway_port)
    gateway = import_module("connectors.gateway")  # named, not imported: rooms point inwards
    uvicorn.Server(gateway.server(gateway.app())).run(sockets=[door])


def listening(host: str, port: int) -> socket.socket:
    """A bound socket; a port that is taken is named before anything heavy is loaded."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        raise SystemExit(f"port {port} is taken: stop what holds it, or set another") from error
    return made
