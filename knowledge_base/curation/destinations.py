"""Where news may be sent: public https addresses, and what the settings allow besides."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.settings import settings

LONGEST = 2000
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind NAT64


class Forbidden(Exception):
    """An address that nothing is sent to; the argument is the reason's name, for the texts."""


@dataclass(frozen=True)
class Destination:
    """A place to send to: `address` is the one that was examined and will be spoken to."""

    host: str
    port: int
    secure: bool
    address: str


def examined(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether it is https; what can be refused without asking the DNS is."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise Forbidden("malformed") from error
    if not host or len(url) > LONGEST or parts.username or parts.password or not url.isprintable():
        raise Forbidden("malformed")
    secure = parts.scheme == "https"
    if not secure and not (parts.scheme == "http" and _is_demo_loopback(host)):
        raise Forbidden("not_https")
    if (literal := _literal(host)) and not _may(host, literal):
        raise Forbidden("private")
    return host, port or (443 if secure else 80), secure


async def destination(url: str) -> Destination:
    """The place behind a URL as the DNS has it now; every address of it must be allowed."""
    host, port, secure = examined(url)
    found = await _addresses(host, port)
    if any(not _may(host, one) for one in found):
        raise Forbidden("private")
    return Destination(host, port, secure, str(found[0]))


async def _addresses(host: str, port: int) -> list[Address]:
    loop = asyncio.get_running_loop()
    rows = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(row[4][0]).split("%")[0]) for row in rows]


def _may(host: str, address: Address) -> bool:
    allowed = {one.strip().lower() for one in settings().webhook_hosts.split(",")} - {""}
    if host in allowed or str(address) in allowed:
        return True
    return _is_public(address) or (_is_demo_loopback(host) and address.is_loopback)


def _is_public(address: Address) -> bool:
    inner = _within(address)
    return inner.is_global and not (inner.is_multicast or inner.is_reserved)


def _within(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _is_demo_loopback(host: str) -> bool:
    if settings().environment != "demo":
        return False
    literal = _literal(host)
    return host == "localhost" or bool(literal and literal.is_loopback)


def _literal(host: str) -> Address | None:
    """The address that a host spells out, in the forms of old that resolvers take too."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))  # 2130706433, 0x7f.1, 127.1
    except (OSError, ValueError, UnicodeError):
        return None
