"""Which ports are free, held by this desk, or taken by something else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import httpx

from bot.findings import Finding
from bot.processes import LOOPBACK
from bot.settings import settings

ALIVE = {"status": "ok"}


def found_ports() -> Iterator[Finding]:
    """Each port of the settings; the voice process, where it runs, says what it has opened."""
    chosen, ours = settings(), _opened()
    dialogue = f"http://{LOOPBACK}:{chosen.dialogue_port}"
    yield _port("gateway", chosen.gateway_url, "GUICHET_GATEWAY_PORT")
    yield _port("dialogue", dialogue, "GUICHET_DIALOGUE_PORT")
    yield _voice(chosen.voice_port, ours)
    yield _line("AudioSocket", chosen.audiosocket_port, ours)
    yield _line("FastAGI", chosen.fastagi_port, ours)


def _port(name: str, url: str, variable: str) -> Finding:
    """Free, or held by the desk itself: anybody else there keeps it from opening."""
    thing, port = f"port of the {name}", url.rpartition(":")[2]
    try:
        is_ours = httpx.get(f"{url}/healthz", timeout=2.0, trust_env=False).json() == ALIVE
    except httpx.ConnectError:
        return Finding(thing, f"{port} free")
    except (httpx.HTTPError, ValueError):
        is_ours = False
    if is_ours:
        return Finding(thing, f"{port} held by the desk, which runs")
    return Finding(thing, f"{port} taken", False, f"stop what holds it, or set {variable}")


def _voice(port: int, ours: dict[str, Any] | None) -> Finding:
    if ours is not None:
        return Finding("telephone", f"{port}: open, {ours['calls']} calls now")
    if not _is_taken(port):
        return Finding("telephone", f"{port} free: not running", True, "run `guichet serve`")
    taken = f"{port} is taken by something else"
    return Finding("telephone", taken, False, "set GUICHET_VOICE_PORT")


def _line(name: str, port: int, ours: dict[str, Any] | None) -> Finding:
    thing = f"port of {name}"
    if not port:
        return Finding(thing, "closed by its setting")
    if ours is not None and ours["ports"].get(name.lower()) == port:
        return Finding(thing, f"{port} open")
    if ours is None and not _is_taken(port):
        return Finding(thing, f"{port} free")
    advice = f"stop what holds it, or set GUICHET_{name.upper()}_PORT"
    return Finding(thing, f"{port} is taken by something else", False, advice)


def _opened() -> dict[str, Any] | None:
    """What the voice process says of itself; None when there is none, or it is a stranger."""
    address = f"http://{LOOPBACK}:{settings().voice_port}/readyz"
    try:
        said = httpx.get(address, timeout=2.0, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return None
    is_ours = isinstance(said, dict) and {"calls", "ports"} <= said.keys()
    return said if is_ours else None


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
