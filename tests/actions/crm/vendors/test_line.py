"""The line's own faults are what they are called, seen from a bare socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.actions.crm.vendors.hand_written import Asked, Reply, listening
from tests.actions.crm.vendors.line import Line, line_to, never_arrives, refused, reset_after

REQUEST = b"GET /x HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def asked() -> list[Asked]:
    return []


@pytest.fixture
def line(asked: list[Asked]) -> Iterator[Line]:
    def app(one: Asked) -> Reply:
        asked.append(one)
        return Reply(200, {"done": True})

    with listening(app) as url, line_to(url) as one:
        yield one


def heard(line: Line) -> tuple[bytes, str]:
    """What came back, and how it ended."""
    came = b""
    with socket.create_connection((urlsplit(line.url).hostname, urlsplit(line.url).port), 5) as us:
        us.sendall(REQUEST)
        try:
            while part := us.recv(4096):
                came += part
        except ConnectionResetError:
            return came, "reset"
    return came, "closed"


@pytest.mark.parametrize("count", [0, 1, 40, 10_000])
def test_a_reset_comes_after_some_bytes_and_after_the_work(
    line: Line, asked: list[Asked], count: int
) -> None:
    line.fails(reset_after(count))
    came, end = heard(line)
    assert (end, len(asked)) == ("reset", 1) and len(came) <= count
    line.fails(never_arrives)
    assert heard(line) == (b"", "closed") and len(asked) == 1


def test_a_refused_connection_is_answered_by_nobody_until_the_line_heals(
    line: Line, asked: list[Asked]
) -> None:
    address = line.url
    for _ in range(3):
        line.fails(refused)
        with pytest.raises(ConnectionRefusedError):
            heard(line)
        line.heals()
        assert line.url == address and b'{"done": true}' in heard(line)[0]
    assert len(asked) == 3
