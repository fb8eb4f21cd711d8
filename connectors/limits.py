"""How much one visitor, one address or one calling server may send, and whose address it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.types import Scope

Address = IPv4Address | IPv6Address
_WITH_PORT = re.compile(r"(?:([\d.]+)|\[(.+)\])(?::\d+)?")


class Limits:
    """Counts messages in windows that begin with the first one."""

    def __init__(self, visitor: str, address: str, caller: str) -> None:
        self._storage = MemoryStorage()  # the limiter itself holds it only weakly
        self._counts = FixedWindowRateLimiter(self._storage)
        self._visitor, self._address, self._caller = parse(visitor), parse(address), parse(caller)

    def visitor_may_speak(self, conversation: str) -> bool:
        return self._hit(self._visitor, "visitor", conversation)

    def address_may_send(self, address: str) -> bool:
        return self._hit(self._address, "address", address)

    def caller_may_send(self, address: str) -> bool:
        return self._hit(self._caller, "caller", address)

    def _hit(self, item: RateLimitItem, kind: str, who: str) -> bool:
        return bool(self._counts.hit(item, kind, who))


class Crowd:
    """Who holds a line open, by address; an address may hold so many and no more."""

    def __init__(self, most: int = 100) -> None:
        self._most, self._open = most, Counter[str]()

    def is_full(self, address: str) -> bool:
        return self._open[address] >= self._most

    @contextmanager
    def joined(self, address: str) -> Iterator[None]:
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            self._open += Counter()


class Addresses:
    """Tells who is at the other end, believing `X-Forwarded-For` only from our own proxies."""

    def __init__(self, proxies: Iterable[str]) -> None:
        self._proxies: list[IPv4Network | IPv6Network] = [
            ip_network(proxy.strip(), strict=False) for proxy in proxies if proxy.strip()
        ]

    def of(self, scope: Scope) -> str:
        """The address that limits count: an IPv4 address, or the /64 of an IPv6 one."""
        peer = _parsed((scope.get("client") or ("",))[0])
        if peer is None:
            return "unknown"
        if self._is_ours(peer):
            peer = self._forwarded(Headers(scope=scope)) or peer
        return _household(peer)

    def _forwarded(self, headers: Headers) -> Address | None:
        """The nearest address that is not a proxy of ours: what lies further can be invented."""
        hops = ",".join(headers.getlist("x-forwarded-for")).split(",")
        for hop in reversed(hops):
            address = _parsed(hop.strip())
            if address is None or not self._is_ours(address):
                return address
        return None

    def _is_ours(self, address: Address) -> bool:
        return any(address in proxies for proxies in self._proxies)


def _parsed(text: str) -> Address | None:
    """An address without the port that some proxies add; IPv4 in IPv6's clothes is itself."""
    if with_port := _WITH_PORT.fullmatch(text):
        text = with_port[1] or with_port[2]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _household(address: Address) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
