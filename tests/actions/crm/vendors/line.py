"""The line to a vendor's server, on a real socket: it carries requests, and fails as it is told."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP = {"connection", "transfer-encoding", "content-length", "date", "server", "keep-alive"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Fault = Callable[["Request"], "Answer | None"]


@dataclass
class Line:
    """`asked` is what came in since a fault was set, `struck` whether that fault came to pass.

    A fault takes the request and answers it, or cuts it with None; `refused` needs no request.
    """

    upstream: str
    url: str = ""
    asked: list[str] = field(default_factory=list)
    struck: bool = False
    over: threading.Event = field(default_factory=threading.Event)
    _carrier: ThreadingHTTPServer | None = None
    _port: int = 0
    _fault: Fault | None = None
    _nth: int = 0
    _kept: dict[str, Answer] | None = None

    def fails(self, fault: Fault, nth: int = 0) -> None:
        """From now on, at each request or at the nth one alone."""
        self.asked.clear()
        self._fault, self._nth, self.struck = fault, nth, False
        if fault is refused:
            self.close()
        else:
            self.listen()

    def heals(self) -> None:
        self._fault, self._kept = None, None
        self.listen()

    def listen(self) -> None:
        """At the same address each time."""
        if self._carrier is None:
            handler = type("Carrier", (Request,), {"line": self})
            self._carrier = ThreadingHTTPServer(("127.0.0.1", self._port), handler)
            self._carrier.daemon_threads = True
            self._port = self._carrier.server_address[1]
            self.url = f"http://127.0.0.1:{self._port}{urlsplit(self.upstream).path.rstrip('/')}"
            going = self._carrier.serve_forever
            threading.Thread(target=going, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        if self._carrier is not None:
            self._carrier.shutdown()
            self._carrier.server_close()
            self._carrier = None

    def remembers(self) -> None:
        """Each path's last answer is kept, to be given to whoever asks that path again."""
        self._kept = {}

    def repeats(self) -> None:
        kept = dict(self._kept or {})
        self.fails(lambda request: kept.get(request.key) or request.passed_on())

    def answer(self, request: Request) -> Answer | None:
        self.asked.append(request.key)
        if self._fault and self._nth in (0, len(self.asked)):
            self.struck = True
            return self._fault(request)
        answer = request.passed_on()
        if self._kept is not None:
            self._kept[request.key] = answer
        return answer


class Request(BaseHTTPRequestHandler):
    line: Line
    body: bytes

    @property
    def key(self) -> str:
        return f"{self.command} {urlsplit(self.path).path}"

    def passed_on(self) -> Answer:
        """What the vendor's server answers."""
        place = urlsplit(self.line.upstream)
        upstream = HTTPConnection(str(place.hostname), place.port, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        try:
            upstream.request(self.command, self.path, self.body or None, headers)
            came = upstream.getresponse()
            return Answer(came.status, came.read(), dict(came.getheaders()))
        finally:
            upstream.close()

    def serve(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("content-length") or 0))
        answer = self.line.answer(self)
        self.close_connection = True
        if answer is not None:
            self.head(answer)
            self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

    def reset(self) -> None:
        """End the connection at once, with RST in place of a farewell."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


def says(status: int, body: bytes = b"", **headers: str) -> Fault:
    """The request never arrives, and something else answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: Answer(status, body, named)


def never_arrives(_: Request) -> None:
    """The line is cut on the way there."""


def answer_is_lost(request: Request) -> None:
    """The vendor did what it was asked; the line is cut on the way back."""
    request.passed_on()


def stalls(request: Request) -> None:
    """Half an answer comes, and the rest never."""
    answer = request.passed_on()
    request.head(answer)
    request.wfile.write(answer.body[: len(answer.body) // 2])
    request.wfile.flush()
    request.line.over.wait()


def refused(_: Request) -> None:
    """Nobody listens at the address any more."""


def reset_after(count: int) -> Fault:
    """The vendor did what it was asked; the line breaks after some bytes of the answer."""

    def fault(request: Request) -> None:
        answer = request.passed_on()
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        whole = f"HTTP/1.0 {answer.status} OK\r\n{head}\r\n".encode() + answer.body
        request.wfile.write(whole[:count])
        request.reset()

    return fault


@contextmanager
def line_to(upstream: str) -> Iterator[Line]:
    """A line that ends with the test."""
    line = Line(upstream)
    line.listen()
    try:
        yield line
    finally:
        line.over.set()
        line.close()
