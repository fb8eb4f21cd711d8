"""Which addresses of the web may be fetched: the company's own site, where it is public."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

import httpx

from knowledge_base.refusals import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = {"http": 80, "https": 443}
NUMERIC = re.compile(r"^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}$", re.I)
NEVER = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
GLOBAL_V6 = ipaddress.ip_network("2000::/3")  # mapped, NAT64, local and multicast lie outside


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the open internet, and leads to no other one."""
    if address.version == 6 and address not in GLOBAL_V6:
        return False
    inside = any(address.version == net.version and address in net for net in NEVER)
    return address.is_global and not inside


def checked_url(text: str, hosts: frozenset[str] | None, ports: frozenset[int]) -> httpx.URL:
    """The address, as it will be asked for; `Refused` says what is wrong with its form.

    Without `hosts`, any site of the web will do.
    """
    try:
        url = httpx.URL(text.strip())
        port = urlsplit(str(url)).port
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise Refused("not an address of the web", code="not_url") from None
    if url.scheme not in PORTS:
        raise Refused("only http and https addresses are fetched", code="scheme")
    if url.userinfo or "@" in url.netloc.decode("ascii", "replace"):
        raise Refused("an address with a name or password in it", code="credentials")
    if (port or PORTS[url.scheme]) not in ports:
        raise Refused("only ports 80 and 443 are fetched from", code="port")
    _check_host(url.raw_host.decode("ascii", "replace").lower().rstrip("."), hosts)
    return url.copy_with(fragment=None)


def _check_host(host: str, hosts: frozenset[str] | None) -> None:
    if not host or host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise Refused("an address inside a network", code="private")
    if NUMERIC.match(host) and not _is_canonical(host):
        raise Refused("an address written in an odd way", code="odd_address")
    if hosts is not None and not any(host == own or host.endswith(f".{own}") for own in hosts):
        raise Refused(
            f"{host[:80]} is not the company's own site", code="other_site", host=host[:80]
        )


def _is_canonical(host: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(host)) == host
    except ValueError:
        return False


def own_hosts(listed: str, site: str) -> frozenset[str]:
    """The names that a setting lists, or else that of the company's site, without `www.`."""
    names = [name.strip().lower().rstrip(".") for name in listed.split(",") if name.strip()]
    host = (urlsplit(site).hostname or "").lower().removeprefix("www.")
    return frozenset(names or ([host] if host else []))


def resolved(host: str, port: int) -> list[IPAddress]:
    """Every address of a name, asked once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in found)
    return [ipaddress.ip_address(text) for text in texts]
