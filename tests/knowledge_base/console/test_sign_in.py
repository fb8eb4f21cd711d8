"""Signing in: whom it lets in, whom it keeps out, and what it never tells."""

from __future__ import annotations

from tests.knowledge_base.console.conftest import House


def test_a_stranger_is_sent_to_sign_in_and_comes_back(house: House) -> None:
    someone = house.stranger()
    sent = someone.get("/account?a=1")
    assert (sent.status_code, sent.headers["location"]) == (303, "/console/sign-in?next=/console/account%3Fa%3D1")
    back = someone.sign_in("Reader ", next="/console/account?a=1")
    assert (back.status_code, back.headers["location"]) == (303, "/console/account?a=1")
    assert someone.get("/").status_code == 200
