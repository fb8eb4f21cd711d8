"""Which web sites may talk to the desk from a visitor's browser: ours, and those we name."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


class Origins:
    """An exact list; the gateway's own site is always on it."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self.listed = tuple(origin.strip().rstrip("/") for origin in allowed if origin.strip())

    def allow(self, origin: str | None, host: str) -> bool:
        """Whether a page of `origin` may connect; programs that are not browsers send none."""
        if origin is None:
            return True
        return origin in self.listed or _is_same_site(origin, host)


def _is_same_site(origin: str, host: str) -> bool:
    """Same host and port; the scheme may differ, since a proxy may have ended the TLS."""
    try:
        page = urlsplit(origin)
        default = _PORTS[page.scheme]
        ours = urlsplit(f"{page.scheme}://{host}")
        return bool(page.hostname) and (page.hostname, page.port or default) == (
            ours.hostname,
            ours.port or default,
        )
    except (KeyError, ValueError):
        return False
