"""Rasa's own servers over the desk's model and actions, where only this machine reaches them.

A stock server believes whoever speaks to it, and listens everywhere unless it is told otherwise.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from ipaddress import ip_address

from bot.processes import LOOPBACK
from bot.settings import ROOT, settings

SERVERS = ("run", "shell", "interactive", "x")
INTERFACE = ("-i", "--interface")


class NotHere(ValueError):
    """It would be reached from elsewhere."""


def arguments(words: Sequence[str]) -> list[str]:
    """What Rasa is asked, with our model, actions and address where nothing else is said.

    Raises `NotHere` for an address that is not the machine's own.
    """
    asked = list(words)
    if asked[:2] == ["run", "actions"]:
        return [*asked, *_unless(asked, "--actions", "actions")]
    if asked[:1] and asked[0] in SERVERS:
        _refuse_others(asked)
        folder = ROOT / "bot"
        asked += _unless(asked, "--model", str(settings().data_dir / "models" / "rasa"))
        asked += _unless(asked, "--endpoints", str(folder / "endpoints.yml"))
        asked += _unless(asked, "--credentials", str(folder / "credentials.yml"))
        if not any(name in asked for name in INTERFACE):
            asked += [INTERFACE[0], LOOPBACK]
    return asked


def run(words: Sequence[str]) -> None:
    """Become Rasa; returns never. Its action server listens where `SANIC_HOST` says."""
    command = [sys.executable, "-m", "rasa", *arguments(words)]
    os.chdir(ROOT)
    os.execv(sys.executable, command)


def _unless(asked: Sequence[str], name: str, value: str) -> list[str]:
    return [] if any(one.split("=")[0] == name for one in asked) else [name, value]


def _refuse_others(asked: Sequence[str]) -> None:
    for at, word in enumerate(asked):
        name, _, value = word.partition("=")
        if name in INTERFACE and not _is_ours(value or "".join(asked[at + 1 : at + 2])):
            raise NotHere("Rasa's own server is for this machine alone: the gateway faces others")


def _is_ours(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
