"""Tokens: shown once, with the right of their role, until they expire or are revoked."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from bot.database import read_only
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.roles import Role
from knowledge_base.curation.tokens import tokens
from tests.knowledge_base.console.conftest import House


def asks(house: House, secret: str, path: str = "/me", method: str = "GET", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {secret}"}
    return TestClient(house.app).request(method, f"/api/curation{path}", headers=headers, **more)


def test_a_token_is_shown_once_and_only_its_digest_is_kept(house: House) -> None:
    colleague = house.colleague("administrator")
    page = colleague.post("/tokens", name="statistics", role="reader", days="30")
    (secret,) = re.findall(r'class="secret">(gct_[\w-]{43})<', page.text)
    assert secret not in colleague.get("/tokens").text
    with read_only(house.console.database) as connection:
        row = connection.execute(sa.select(tokens)).one()
    assert row.digest == sha256(secret.encode()).hexdigest() and secret not in str(row)
    assert asks(house, secret).json() == {"name": "token:statistics", "role": "reader", "rights": ["read"]}
    assert house.console.tokens.all()[0].used_at == house.hours.now


def test_a_token_has_the_right_of_its_role_and_needs_no_other_proof(house: House) -> None:
    reader = house.console.tokens.make("reads", Role.READER, 1, "x")
    admin = house.console.tokens.make("runs", Role.ADMINISTRATOR, 1, "x")
    refused = asks(house, reader, "/people")
    assert refused.status_code == 403 and refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["reason"] == "forbidden"
    new = {"name": "Paul", "role": "agent"}
    made = asks(house, admin, "/people", "POST", json=new)
    assert made.status_code == 201 and made.json()["person"]["role"] == "agent"
    assert asks(house, admin, "/people", "POST", json=new).json()["reason"] == "taken"
    number = made.json()["person"]["id"]
    again = asks(house, admin, f"/people/{number}/invitation", "POST")
    assert again.status_code == 201 and again.json()["invitation"] != made.json()["invitation"]
    assert asks(house, admin, "/people/9999/invitation", "POST").status_code == 404
    assert asks(house, reader, f"/people/{number}/invitation", "POST").status_code == 403
    noted = house.console.audit.page(Wanted(subject="Paul", what="person.add"))
    assert [one.who for one in noted] == ["token:runs"]


def test_the_tokens_of_somebody_who_was_disabled_rest(house: House) -> None:
    agent = house.console.people.named("agent")
    secret = house.console.tokens.make("feeds", Role.READER, 9, "agent")
    assert agent and asks(house, secret).status_code == 200
    chief = house.colleague("administrator")
    chief.post(f"/people/{agent.id}/disable")
    assert asks(house, secret).status_code == 401
    chief.post(f"/people/{agent.id}/enable")
    assert asks(house, secret).status_code == 200


def test_expired_revoked_and_invented_tokens_are_refused(house: House) -> None:
    short = house.console.tokens.make("short", Role.READER, 1, "x")
    ended = house.console.tokens.make("ended", Role.READER, 9, "x")
    assert asks(house, ended).status_code == 200
    house.console.tokens.revoke(2, "x")
    assert [asks(house, one).status_code for one in (ended, "gct_invented", "")] == [401] * 3
    house.hours.pass_by(hours=25)
    assert asks(house, short).status_code == 401
    assert "valid token" in asks(house, short, "/me").json()["detail"]


def test_a_bad_token_is_not_saved_by_a_good_cookie(house: House) -> None:
    colleague = house.colleague("administrator")
    bad = colleague.client.get("/api/curation/me", headers={"Authorization": "Bearer nothing"})
    assert bad.status_code == 401
    assert colleague.client.get("/api/curation/me").json()["role"] == "administrator"


def test_wrong_bodies_are_told_without_repeating_them(house: House) -> None:
    admin = house.console.tokens.make("runs", Role.ADMINISTRATOR, 1, "x")
    wrong = asks(house, admin, "/tokens", "POST", json={"name": "ok", "role": "emperor"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["loc"] == ["body", "role"]
    assert "emperor" not in wrong.text
    assert asks(house, "nothing", "/tokens", "POST", content=b"{").status_code == 401


def test_the_description_names_both_ways_in(house: House) -> None:
    described = house.app.openapi()
    assert set(described["components"]["securitySchemes"]) == {"token", "session"}
    operation = described["paths"]["/api/curation/tokens"]["post"]
    assert {name for one in operation["security"] for name in one} == {"token", "session"}
    assert not [path for path in described["paths"] if path.startswith("/console")]
