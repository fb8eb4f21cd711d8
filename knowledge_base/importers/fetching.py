"""Fetches pages of the company's own site, and never anything from inside a network.

Call it from a thread of its own, not from a running event loop.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TypeVar

import httpx

from bot.settings import settings
from knowledge_base.importers.addresses import (
    PORTS,
    IPAddress,
    checked_url,
    is_public,
    own_hosts,
    resolved,
)
from knowledge_base.importers.bodies import body_of
from knowledge_base.refusals import Refusal, Refused

AGENT = "Guichet-import/1.0 (+knowledge base of the site's own help desk)"
AT_ONCE = 2
REDIRECTS = 5
READABLE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf",
    "application/xml": ".xml", "text/xml": ".xml", "text/plain": ".txt", "text/markdown": ".md",
    "text/csv": ".csv", "application/json": ".json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


def _own_site() -> frozenset[str]:
    return own_hosts(settings().import_hosts, settings().company_site)


@dataclass(frozen=True)
class Reach:
    """How far fetching goes: to which names (None: any) and addresses, how much, how long."""

    hosts: frozenset[str] | None = field(default_factory=_own_site)
    resolve: Callable[[str, int], list[IPAddress]] = resolved
    public: Callable[[IPAddress], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    largest: int = 10_000_000
    seconds: float = 20.0


@dataclass(frozen=True)
class Page:
    """What an address gave: `address` is where it was at last, `suffix` the kind it says it is."""

    address: str
    suffix: str
    data: bytes


T = TypeVar("T")
Take = Callable[[httpx.URL, httpx.Response, Reach], Awaitable[T]]


def fetched(addresses: Iterable[str], reach: Reach | None = None) -> Iterator[Page | Refusal]:
    """Each address's page in turn, or why there is none; two are asked for at a time."""
    limits, left = reach or Reach(), iter(addresses)
    while some := list(islice(left, AT_ONCE)):
        yield from asyncio.run(_together(some, limits))


async def _together(addresses: list[str], reach: Reach) -> list[Page | Refusal]:
    return list(await asyncio.gather(*(_page(address, reach) for address in addresses)))


async def _page(address: str, reach: Reach) -> Page | Refusal:
    try:
        return await asyncio.wait_for(followed(address, reach, _taken), reach.seconds)
    except Refused as refused:
        return refused.at(address[:300])
    except (TimeoutError, asyncio.TimeoutError, httpx.TimeoutException):
        return Refused("it takes too long to answer", code="slow_site").at(address[:300])
    except (httpx.HTTPError, OSError, UnicodeError) as error:
        reason = f"it cannot be reached ({type(error).__name__})"
        return Refused(reason, code="unreachable").at(address[:300])


async def followed(address: str, reach: Reach, take: Take[T], method: str = "GET") -> T:
    """What is taken at the end of the redirects; each of them is checked like the first."""
    async with httpx.AsyncClient(
        trust_env=False,
        verify=_certificates(),
        timeout=reach.seconds,
        headers={"User-Agent": AGENT},
    ) as client:
        for _ in range(REDIRECTS + 1):
            url = checked_url(address, reach.hosts, reach.ports)
            async with _asked(client, method, url, await _address_of(url, reach)) as answer:
                if not answer.has_redirect_location:
                    return await take(url, answer, reach)
                address = str(url.join(answer.headers["location"]))
    raise Refused("it leads on and on", code="redirects")


@cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


async def _address_of(url: httpx.URL, reach: Reach) -> IPAddress:
    """The address that will be connected to: every one that the name has must be public."""
    port = url.port or PORTS[url.scheme]
    host = url.raw_host.decode("ascii")
    try:
        found = await asyncio.to_thread(reach.resolve, host, port)
    except (OSError, UnicodeError):
        found = []
    if not found:
        raise Refused("its name is not known", code="unknown_host")
    if not all(reach.public(address) for address in found):
        raise Refused("an address inside a network", code="private")
    return min(found, key=lambda address: address.version)


def _asked(
    client: httpx.AsyncClient, method: str, url: httpx.URL, address: IPAddress
) -> AbstractAsyncContextManager[httpx.Response]:
    """A request to the very address that was checked; the certificate must still be the name's."""
    headers = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "gzip"}
    extensions = {"sni_hostname": url.raw_host.decode("ascii")}
    there = url.copy_with(host=str(address))
    return client.stream(method, there, headers=headers, extensions=extensions)


async def _taken(url: httpx.URL, answer: httpx.Response, reach: Reach) -> Page:
    if answer.status_code != 200:
        status = answer.status_code
        raise Refused(f"the site answered {status}", code="status", status=status)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in READABLE:
        raise Refused(f"not a kind that is read: {kind[:60]}", code="content_type", kind=kind[:60])
    return Page(str(url), READABLE[kind], await body_of(answer, reach.largest))
