"""Whose address counts, how often, and which pages may connect."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.buttons import Buttons
from connectors.limits import Addresses, Limits
from connectors.origins import Origins
from connectors.tokens import Passes


def scope(peer: str, *forwarded: str) -> dict[str, Any]:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return {"type": "http", "client": (peer, 1), "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", ("198.51.100.1",), "203.0.113.9"),
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.2.3.4, 198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("1.2.3.4", "198.51.100.1, 10.0.0.2"), "198.51.100.1"),
        ("10.0.0.1", ("198.51.100.1:4711",), "198.51.100.1"),
        ("10.0.0.1", ("[2001:db8::1:2:3:4]:4711",), "2001:db8::/64"),
        ("10.0.0.1", ("unknown",), "10.0.0.1"),
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("2001:db8::1:2:3:4", (), "2001:db8::/64"),
        ("", (), "unknown"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_our_proxies(
    peer: str, forwarded: tuple[str, ...], address: str
) -> None:
    assert Addresses(["10.0.0.0/8", ""]).of(scope(peer, *forwarded)) == address


def test_each_visitor_has_a_window_of_their_own() -> None:
    limits = Limits("2/minute", "3/minute", "4/minute")
    assert [limits.visitor_may_speak("a") for _ in range(3)] == [True, True, False]
    assert limits.visitor_may_speak("b")
    assert [limits.address_may_send("a") for _ in range(4)] == [True] * 3 + [False]


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "desk.example", True),
        ("https://desk.example", "desk.example", True),
        ("http://desk.example:8000", "desk.example:8000", True),
        ("https://desk.example:8443", "desk.example", False),
        ("https://www.ormea.example", "desk.example", True),
        ("https://www.ormea.example/", "desk.example", False),
        ("http://www.ormea.example", "desk.example", False),
        ("https://desk.example.evil.example", "desk.example", False),
        ("https://desk.example@evil.example", "desk.example", False),
        ("null", "desk.example", False),
        ("https://[", "desk.example", False),
        ("", "", False),
    ],
)
def test_only_our_site_and_the_listed_ones_are_allowed(
    origin: str | None, host: str, allowed: bool
) -> None:
    assert Origins(["https://www.ormea.example/", " "]).allow(origin, host) is allowed


@given(st.text(max_size=100))
def test_nobody_guesses_a_button_or_a_pass(text: str) -> None:
    assert Buttons("key").pressed("web-1", text) is None
    assert Passes("key", "web").read(text) is None


def test_a_pass_opens_its_own_door_only() -> None:
    given_pass = Passes("key", "web").new()
    assert Passes("key", "web").read(given_pass.token) == given_pass
    assert Passes("key", "socketio").read(given_pass.token) is None
    assert Passes("other", "web").read(given_pass.token) is None
