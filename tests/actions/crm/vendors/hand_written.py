"""What the servers that we wrote by hand share: a real socket, and one request at a time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request; `parts` is its path, each part decoded after the path was cut."""

    method: str
    parts: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        if "application/json" not in self.headers.get("content-type", ""):
            raise Refused(415, {"message": "unsupported media type"})
        read = json.loads(self.body)
        if not isinstance(read, dict):
            raise Refused(400, {"message": "an object is expected"})
        return read


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An answer that is not a success."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        super().__init__(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.reply = Reply(status, body, named)


App = Callable[[Asked], Reply]


@contextmanager
def listening(app: App) -> Iterator[str]:
    """The address of a server that ends with the block."""
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def serve(self) -> None:
            asked = self.asked()
            with one_at_a_time:
                try:
                    reply = app(asked)
                except Refused as refused:
                    reply = refused.reply
            body = b"" if reply.body is None else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = serve

        def asked(self) -> Asked:
            place = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(place.query, True).items()}
            parts = tuple(unquote(part) for part in place.path.strip("/").split("/"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            return Asked(self.command, parts, query, headers, body)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
