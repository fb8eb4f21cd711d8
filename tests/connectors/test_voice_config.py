"""The widget offers a microphone only while someone is there to answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from connectors.health import Recently
from tests.conftest import free_port
from tests.connectors.desk_life import Gateway


class Telephone(BaseHTTPRequestHandler):
    """A voice process that says whether it takes calls."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def telephone(status: int) -> Iterator[int]:
    kind = type("Told", (Telephone,), {"status": status})
    with HTTPServer(("127.0.0.1", 0), kind) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield served.server_port
        served.shutdown()


@pytest.mark.parametrize(("status", "is_open"), [(200, True), (503, False)])
async def test_the_widget_is_told(
    open_gateway: Callable[..., Gateway], status: int, is_open: bool
) -> None:
    with telephone(status) as port:
        desk = open_gateway(voice_port=str(port), voice_phone="")
        assert await told(desk) == (is_open, "01 99 00 32 32")


async def test_without_a_telephone_there_is_still_its_number(
    open_gateway: Callable[..., Gateway],
) -> None:
    desk = open_gateway(voice_port=str(free_port()), voice_phone="01 99 00 45 45")
    assert await told(desk) == (False, "01 99 00 45 45")


async def told(desk: Gateway) -> tuple[bool, str]:
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        config = (await http.get("/api/chat/config")).json()
    return config["voice"], config["voice_phone"]


async def test_an_answer_is_good_for_a_while_and_a_broken_check_is_a_no() -> None:
    asked: list[bool] = []

    async def check() -> bool:
        asked.append(True)
        return True

    recently = Recently(check)
    assert [await recently() for _ in range(3)] == [True] * 3 and len(asked) == 1
    always = Recently(check, 0.0)
    assert await always() and await always() and len(asked) == 3
    assert not await Recently(broken)()


async def broken() -> bool:
    raise OSError
