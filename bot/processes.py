"""The desk's processes: each one's server, on its address."""

from __future__ import annotations

import errno
import socket
from importlib import import_module

import uvicorn

from bot.model import NoModel, whole_model
from bot.settings import settings
from bot.worker import keep, serve

LOOPBACK = "127.0.0.1"
DIALOGUE_PORT, GATEWAY_PORT = "GUICHET_DIALOGUE_PORT", "GUICHET_GATEWAY_PORT"


def run_dialogue() -> int:
    """The dialogue process, whose worker is started again when it dies; the exit code."""
    port = settings().dialogue_port
    _need_a_model()
    door = listening(LOOPBACK, port, DIALOGUE_PORT)
    return keep(_answer, door, f"http://{LOOPBACK}:{port}/healthz")


def _answer(door: socket.socket) -> None:
    config = uvicorn.Config(
        "bot.server:create_app", factory=True, ws="none", log_config=None, access_log=False
    )
    serve(config, door)


def run_gateway() -> None:
    """The gateway: the only door that the outside may reach."""
    chosen = settings()
    door = listening(chosen.gateway_host, chosen.gateway_port, GATEWAY_PORT)
    gateway = import_module("connectors.gateway")  # named, not imported: rooms point inwards
    uvicorn.Server(gateway.server(gateway.app())).run(sockets=[door])


def _need_a_model() -> None:
    try:
        whole_model()
    except NoModel as error:
        raise SystemExit(str(error)) from None


def check_ports() -> None:
    """Say now which port is taken, instead of taking someone else's desk for ours."""
    chosen = settings()
    listening(LOOPBACK, chosen.dialogue_port, DIALOGUE_PORT).close()
    listening(chosen.gateway_host, chosen.gateway_port, GATEWAY_PORT).close()


def listening(host: str, port: int, variable: str) -> socket.socket:
    """A bound socket; a port that is taken is named before anything heavy is loaded."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        raise SystemExit(_why(error, host, port, variable)) from None
    return made


def _why(error: OSError, host: str, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken: stop what holds it, or set {variable}"
    return f"{host}:{port} cannot be opened ({error.strerror}): set {variable}"
