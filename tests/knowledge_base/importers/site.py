"""A web site of the tests on a real socket, which stands for a public one, and notes who asks."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from knowledge_base.importers.addresses import IPAddress
from knowledge_base.importers.fetching import Reach

PAGE = b"<!doctype html><html lang='fr'><body><dl><dt>Le RIO ?</dt><dd>Un code.</dd><dt>Le PUK ?</dt><dd>Un autre.</dd></dl></body></html>"
HOST = "aide.ormea.example"


@dataclass
class Site:
    """`pages` maps a path to (status, headers, body); `asked` is what came in."""

    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    knows_head: bool = True
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def reach(self, **changes: Any) -> Reach:
        """A reach for which this one socket, and nothing else of the machine, is public."""
        given = {"hosts": frozenset({HOST}), "resolve": lambda *_: [ip_address("127.0.0.1")],
                 "public": lambda address: str(address) == "127.0.0.1", "ports": frozenset({self.port, 80, 443}),
                 **changes}  # fmt: skip
        return Reach(**given)

    def page(self, path: str, body: bytes = PAGE, kind: str = "text/html", status: int = 200, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = status, {"Content-Type": kind, **named}, body
        return f"{self.url}{path}"


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((self.headers["Host"], self.path))
        if self.path == "/drip":
            self._drip()
            return
        status, headers, body = self.site.pages.get(self.path, (404, {"Content-Type": "text/html"}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.site.heads.append(self.path)
        status, headers, _ = self.site.pages.get(self.path, (404, {}, b""))
        self.send_response(status if self.site.knows_head else 405)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self) -> None:
        """A header a tenth of a second, without end."""
        self.send_response(200)
        try:
            while not self.site.over.wait(0.1):
                self.wfile.write(b"X-More: x\r\n")
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def opened_site() -> Iterator[Site]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    site.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        server.server_close()


def bomb() -> bytes:
    return gzip.compress(b"<html>" + b"\x00" * 30_000_000, mtime=0)


def addresses(*texts: str) -> list[IPAddress]:
    return [ip_address(text) for text in texts]
