"""Sends news to the addresses that subscribed: signed, never to a private place, again later."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from bot.clock import now, utc
from knowledge_base.curation.deliveries import (
    DELIVERED,
    GIVEN_UP,
    PATIENCE,
    WAITING,
    Deliveries,
    Delivery,
)
from knowledge_base.curation.destinations import Destination, Forbidden, destination
from knowledge_base.curation.webhooks import signature

FIRST = 10.0  # seconds until the second attempt; each later one waits twice as long
LONGEST = 6 * 3600.0
DEADLINE = 8.0  # seconds for one attempt, from the name's look-up to the status
GONE = 410
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """What an address answered: its status, 0 without one; seconds that it asks us to wait."""

    status: int
    problem: str = ""
    wait: float = 0.0


class Outgoing:
    """Delivers what is due; run it as a chore. `chance` draws the jitter, from 0 to 1."""

    def __init__(
        self, queue: Deliveries | None = None, chance: Callable[[], float] = random.random
    ) -> None:
        self._queue = queue or Deliveries()
        self._chance = chance

    def run(self) -> int:
        """Send everything that is due, side by side; how many were tried."""
        claimed = self._queue.claim()
        if claimed:
            asyncio.run(self._send_all(claimed))
        return len(claimed)

    async def _send_all(self, claimed: list[Delivery]) -> None:
        """One that cannot be written down does not stop the others."""
        ended = await asyncio.gather(*map(self._send, claimed), return_exceptions=True)
        for failure in ended:
            if isinstance(failure, BaseException):
                raise failure

    async def _send(self, one: Delivery) -> None:
        reply = await replied(one)
        state, due = self._verdict(one, reply)
        self._queue.settle(one, state, reply.problem, due)
        if state == GIVEN_UP:
            log.error("webhook %s given up after %s attempts", one.webhook, one.attempts + 1)

    def _verdict(self, one: Delivery, reply: Reply) -> tuple[str, datetime | None]:
        if 200 <= reply.status < 300:
            return DELIVERED, None
        due = utc(now()) + timedelta(seconds=self._pause(one.attempts, reply.wait))
        late = due > one.created_at + PATIENCE
        return (GIVEN_UP, None) if late or reply.status == GONE else (WAITING, due)

    def _pause(self, attempts: int, asked: float) -> float:
        grown = min(LONGEST, FIRST * 2.0 ** min(attempts, 20))
        return max(grown * (0.5 + 0.5 * self._chance()), asked)


async def replied(one: Delivery) -> Reply:
    """One attempt, whatever comes of it."""
    try:
        return await asyncio.wait_for(_posted(one), DEADLINE)
    except Forbidden as error:
        return Reply(0, f"forbidden_{error}")
    except asyncio.TimeoutError:
        return Reply(0, "too_slow")
    except Exception as error:  # whatever it was, it counts as an attempt
        return Reply(0, type(error).__name__[:40])


async def _posted(one: Delivery) -> Reply:
    """Only the status is read: a body, however long or slow, is left where it is."""
    place, body = await destination(one.url), one.body.encode()
    client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=DEADLINE)
    asked = client.stream(
        "POST", _spoken_to(one.url, place), content=body, headers=_headers(one, body, place),
        extensions={"sni_hostname": place.host},
    )  # fmt: skip
    async with client, asked as response:
        wait = _asked_to_wait(response.headers.get("retry-after", ""))
        status = response.status_code
        return Reply(status, "" if response.is_success else f"status_{status}", wait)


def _spoken_to(url: str, place: Destination) -> httpx.URL:
    """The URL with the address that was examined: a second look-up could find another."""
    return httpx.URL(url).copy_with(host=place.address, port=place.port, fragment=None)


def _headers(one: Delivery, body: bytes, place: Destination) -> dict[str, str]:
    host = f"[{place.host}]" if ":" in place.host else place.host
    usual = place.port == (443 if place.secure else 80)
    return {
        "Host": host if usual else f"{host}:{place.port}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Guichet",
        "X-Guichet-Event": one.kind,
        "X-Guichet-Delivery": one.id,
        "X-Guichet-Signature": signature(one.key, int(time.time()), body),
    }


def _asked_to_wait(header: str) -> float:
    """Seconds of a Retry-After, which may be a number or a date; 0 when it says nothing."""
    if header.strip().isdigit():
        return min(float(header), LONGEST)
    try:
        moment = parsedate_to_datetime(header)
        return max(0.0, min((moment - now()).total_seconds(), LONGEST))
    except (TypeError, ValueError, IndexError):
        return 0.0
