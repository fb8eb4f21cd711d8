"""A mail server on a real socket, which answers as it is told."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailServer:
    """`answers` is what each next step says, by its command.

    With `safe` it is spoken to under TLS: from the first byte (`smtps`), or after STARTTLS.
    """

    port: int = 0
    answers: dict[str, list[str]] = field(default_factory=dict)
    received: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    under_tls: set[str] = field(default_factory=set)  # the commands that were
    silent: bool = False
    safe: ssl.SSLContext | None = None
    smtps: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def said(self, command: str, usual: str) -> str:
        told = self.answers.get(command)
        return told.pop(0) if told else usual


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.offered = self.server.house.safe
        if self.server.house.smtps:
            self._wrap()

    def _wrap(self) -> None:
        assert self.offered is not None
        self.request = self.offered.wrap_socket(self.request, server_side=True)
        self.offered = None
        super().setup()

    def handle(self) -> None:
        house = self.server.house
        if house.silent:
            house.stopped.wait(30)
            return
        self._say("220 mail.example")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            command = line.split(" ")[0].split(":")[0].upper()
            if command == "QUIT":
                return self._say("221 bye")
            self._answer(house, command, line)

    def _answer(self, house: MailServer, command: str, line: str) -> None:
        if isinstance(self.request, ssl.SSLSocket) and command != "EHLO":
            house.under_tls.add(command)
        if command == "EHLO":
            can = ["mail.example", *(["STARTTLS"] if self.offered else []), "AUTH PLAIN LOGIN"]
            return self._say("\r\n".join([f"250-{one}" for one in can[:-1]] + [f"250 {can[-1]}"]))
        if command == "STARTTLS" and self.offered:
            self._say("220 go on")
            return self._wrap()
        if command == "AUTH":
            house.logins.append(line)
            return self._say(house.said("AUTH", "235 welcome"))
        if command == "DATA":
            return self._take(house)
        answer = house.said(command, "250 ok")
        if command == "RCPT" and answer.startswith("250"):
            house.recipients.append(line)
        self._say(answer)

    def _take(self, house: MailServer) -> None:
        answer = house.said("DATA", "354 go on")
        self._say(answer)
        if not answer.startswith("354"):
            return
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        taken = house.said("END", "250 kept")
        if taken.startswith("250"):
            house.received.append(message_from_bytes(b"".join(lines), policy=default))  # type: ignore[arg-type]
        self._say(taken)

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    house: MailServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that does not trust us hangs up: that is its answer."""


@contextmanager
def mail_server() -> Iterator[MailServer]:
    house = MailServer()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.house = house
        house.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield house
        house.stopped.set()
        server.shutdown()
