"""Every test of the connectors gets a house of its own: data folder, database, gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot import database
from bot.settings import settings
from tests.conftest import free_port
from tests.connectors.desk_life import Gateway, Scripted, gateway

TOKEN = "a-token-for-tests-that-is-long-enough"


def forget_house() -> None:
    settings.cache_clear()
    database.engine.cache_clear()


@pytest.fixture()
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Settings of a fresh house; set more of them before the gateway is opened."""
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_API_TOKEN", TOKEN)
    monkeypatch.setenv("GUICHET_SECRET", "a-secret-for-tests-that-is-long-enough")
    monkeypatch.setenv("GUICHET_VISITOR_RATE", "1000/minute")
    monkeypatch.setenv("GUICHET_ADDRESS_RATE", "2000/minute")
    monkeypatch.setenv("GUICHET_VOICE_PORT", str(free_port()))
    forget_house()
    yield monkeypatch
    forget_house()


@pytest.fixture()
def dialogue() -> Scripted:
    return Scripted()


@pytest.fixture()
def open_gateway(house: pytest.MonkeyPatch, dialogue: Scripted) -> Iterator[Callable[..., Gateway]]:
    """Opens a gateway with more settings, and closes it after the test."""
    with ExitStack() as stack:

        def opened(parts: dict[str, Any] | None = None, **variables: str) -> Gateway:
            for name, value in variables.items():
                house.setenv(f"GUICHET_{name.upper()}", value)
            forget_house()
            return stack.enter_context(gateway(dialogue, TOKEN, **(parts or {})))

        yield opened


@pytest.fixture()
def desk(open_gateway: Callable[..., Gateway]) -> Gateway:
    return open_gateway()
