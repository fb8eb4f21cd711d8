"""Strangers who search, however many, never keep a visitor waiting."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import Depends, FastAPI

from connectors.limits import Addresses
from connectors.queue import Queue
from knowledge_base.search import SearchResult
from tests.connectors.desk_life import Gateway

SEARCH = "/api/knowledge/search"


class Held:
    """A knowledge base that answers nobody until it may, and notes how many were at it."""

    version = "1"

    def __init__(self) -> None:
        self.together, self.most, self.lock = 0, 0, threading.Lock()
        self.may = threading.Event()
        self.refused: list[str] = []

    def search(self, *_: Any) -> SearchResult:
        with self.lock:
            self.together += 1
            self.most = max(self.most, self.together)
        self.may.wait(60)
        time.sleep(0.02)
        with self.lock:
            self.together -= 1
        return SearchResult((), "abstain", "1")


@pytest.fixture()
def held() -> Held:
    return Held()


def door(held: Held) -> httpx.ASGITransport:
    """A search where two are served at once, six may be there, three of each address."""
    app, refused = FastAPI(), held.refused.append
    queue = Queue(Addresses(["127.0.0.1"]), refused, at_once=2, waiting=6, each=3)

    @app.get(SEARCH, dependencies=[Depends(queue.turn)])
    def search() -> str:
        held.search()
        return "found"

    return httpx.ASGITransport(app=app)


async def asked(door: httpx.ASGITransport, address: str) -> int:
    headers = {"X-Forwarded-For": address}
    async with httpx.AsyncClient(transport=door, base_url="http://desk") as http:
        return (await http.get(SEARCH, headers=headers)).status_code


async def statuses(held: Held, asking: list[Any], refused: int) -> Counter[int]:
    """What became of everyone: the knowledge base answers once so many were turned away."""
    jobs = [asyncio.create_task(one) for one in asking]
    for _, turned_away in zip(range(refused), asyncio.as_completed(jobs), strict=False):
        await turned_away
    held.may.set()
    return Counter(await asyncio.gather(*jobs))


async def test_an_address_may_ask_so_much_at_once_and_again_later(held: Held) -> None:
    search = door(held)
    crowd = [asked(search, "198.51.100.1") for _ in range(5)]
    assert await statuses(held, crowd, 2) == {200: 3, 429: 2}
    assert held.refused == ["too_many"] * 2
    assert await asked(search, "198.51.100.1") == 200


async def test_a_crowd_is_served_by_a_few_and_then_told_to_come_back(held: Held) -> None:
    search = door(held)
    crowd = [asked(search, f"198.51.100.{number}") for number in range(10)]
    assert await statuses(held, crowd, 4) == {200: 6, 503: 4}
    assert held.most <= 2
    assert await asked(search, "198.51.100.1") == 200


async def test_the_gateway_searches_for_a_few_at_once(
    open_gateway: Callable[..., Gateway], held: Held
) -> None:
    desk = open_gateway({"knowledge": held})
    held.may.set()
    async with httpx.AsyncClient(base_url=desk.url, timeout=60) as http:
        sent = [http.get(SEARCH, params={"q": "box"}) for _ in range(30)]
        assert {answer.status_code for answer in await asyncio.gather(*sent)} == {200}
    assert held.most <= max(1, (os.cpu_count() or 1) // 2)


@pytest.mark.parametrize("path", ["/api/chat/slots", "/api/chat/transcript"])
async def test_what_asks_the_database_counts_against_the_address(
    open_gateway: Callable[..., Gateway], path: str
) -> None:
    desk = open_gateway(address_rate="3/minute")
    async with httpx.AsyncClient(base_url=desk.url) as http:
        statuses = [(await http.get(path)).status_code for _ in range(5)]
        counted = (await http.get("/metrics")).text
    assert 'guichet_refusals_total{reason="too_many"} 2.0' in counted
    assert statuses[3:] == [429, 429] and 429 not in statuses[:3]
