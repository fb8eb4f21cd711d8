"""Asterisk's FastAGI as bytes: the lines that open a request, a command, and its result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_BYTES, MOST_LINES = 16 * 1024, 200
_LINE = re.compile(r"agi_(\w{1,64}):[ \t]*(.*)")
_NOT_SAYABLE = re.compile(r"[^0-9A-Za-z+*#_.@:/-]")
_RESULT = re.compile(rb"200 result=(-?\d+)")


class Malformed(Exception):
    """These bytes are no FastAGI request."""


@dataclass(frozen=True)
class Request:
    """What the dialplan asks: a script's name, its arguments, and what is known of the call."""

    script: str
    arguments: tuple[str, ...]
    variables: Mapping[str, str]

    def known(self, *names: str) -> str:
        """The first of these that Asterisk knows; it says `unknown` for what it does not."""
        values = (self.variables.get(name, "") for name in names)
        return next((value for value in values if value and value != "unknown"), "")


class RequestReader:
    """Reads a request that may come in pieces; refuses one that is too long."""

    def __init__(self) -> None:
        self._data = b""

    def feed(self, data: bytes) -> Request | None:
        """The request once it is whole; raises `Malformed`."""
        self._data += data
        text = self._data.replace(b"\r\n", b"\n")
        head, blank, _ = text.partition(b"\n\n")
        if len(head) > MOST_BYTES or head.count(b"\n") > MOST_LINES:
            raise Malformed("a request that does not end")
        if b"\n" in head and not head.startswith(b"agi_"):
            raise Malformed("no request")
        return _request(head.decode("utf-8", "replace")) if blank else None


def _request(text: str) -> Request:
    variables: dict[str, str] = {}
    for line in text.split("\n"):
        found = _LINE.fullmatch(line)
        if not found:
            raise Malformed("a line that names nothing")
        variables[found[1]] = found[2].strip()
    if "network_script" not in variables:
        raise Malformed("no script is named")
    script, *inline = variables["network_script"].partition("?")[0].strip("/").split(",")
    numbered = (variables.get(f"arg_{number}", "") for number in range(1, 10))
    return Request(script, tuple(part for part in (*inline, *numbered) if part), variables)


def set_variable(name: str, value: str) -> bytes:
    """Sets a channel variable; what a dialplan could take for its own syntax is left out."""
    return f'SET VARIABLE {name} "{_NOT_SAYABLE.sub("", value)}"\n'.encode()


def succeeded(line: bytes) -> bool:
    """Whether Asterisk did what a command said."""
    found = _RESULT.match(line)
    return found is not None and found[1] == b"1"
