"""Signing in: whom it lets in, whom it keeps out, and what it never tells."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from bot.database import read_only
from knowledge_base.console.sign_in import within
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.passwords import HASHER, Passwords, WeakPassword
from knowledge_base.curation.people import people
from knowledge_base.curation.roles import Role
from knowledge_base.curation.sign_in import LockedOut, SignIn
from tests.knowledge_base.console.conftest import CHEAP, PASSWORD, House


def test_a_stranger_is_sent_to_sign_in_and_comes_back(house: House) -> None:
    someone = house.stranger()
    sent = someone.get("/account?a=1")
    assert (sent.status_code, sent.headers["location"]) == (303, "/console/sign-in?next=/console/account%3Fa%3D1")
    back = someone.sign_in("Reader ", next="/console/account?a=1")
    assert (back.status_code, back.headers["location"]) == (303, "/console/account?a=1")
    assert someone.get("/").status_code == 200


def test_wrong_names_and_wrong_passwords_are_told_apart_by_nobody(house: House) -> None:
    answers = []
    for name in ("reader", "nobody at all"):
        someone = house.stranger("en")
        refused = someone.sign_in(name, "a wrong password")
        assert refused.status_code == 401
        answers.append(refused.text.replace(name, "").replace(someone.csrf, ""))
    assert answers[0] == answers[1]
    assert 'aria-describedby="password-error"' in answers[0]


def test_an_unknown_name_costs_the_same_work(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    hasher = house.console.passwords._hasher
    real = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda self, kept, word: (checked.append(kept), real(self, kept, word))[1])
    for name in ("reader", "nobody at all"):
        house.console.sign_in.by_password(name, "a wrong password", "1.2.3.4")
    assert len(checked) == 2 and all(kept.startswith("$argon2id$") for kept in checked)


@pytest.mark.parametrize("name", ["reader", "nobody at all"])
def test_five_failures_lock_a_name_for_a_quarter_of_an_hour(house: House, name: str) -> None:
    someone = house.stranger()
    assert [someone.sign_in(name, "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    again = SignIn(house.console.database, Passwords(CHEAP), house.hours)  # after a restart
    with pytest.raises(LockedOut):
        again.by_password(name, PASSWORD, "5.6.7.8")
    assert someone.sign_in("agent").status_code == 303
    noted = house.console.audit.page(Wanted(what="sign_in.locked"))
    assert [one.subject for one in noted] == (["reader"] if name == "reader" else [""])
    house.hours.pass_by(minutes=16)
    assert house.stranger().sign_in(name).status_code == (303 if name == "reader" else 401)


def test_an_address_that_tries_many_names_is_locked_too(house: House) -> None:
    tries = [house.console.sign_in.by_password(f"name {n}", "x", "9.9.9.9") for n in range(20)]
    assert tries == [None] * 20
    with pytest.raises(LockedOut):
        house.console.sign_in.by_password("reader", PASSWORD, "9.9.9.9")
    assert house.console.sign_in.by_password("reader", PASSWORD, "8.8.8.8")


def test_a_success_gives_the_tries_back(house: House) -> None:
    sign_in = house.console.sign_in
    for _ in range(3):
        for _ in range(4):
            assert sign_in.by_password("reader", "wrong", "1.1.1.1") is None
        assert sign_in.by_password("reader", PASSWORD, "1.1.1.1")


def test_a_password_is_hashed_anew_when_the_parameters_change(house: House) -> None:
    stronger = SignIn(house.console.database, Passwords(PasswordHasher(2, 16, 1)), house.hours)
    assert stronger.by_password("reader", PASSWORD, "1.1.1.1")
    with read_only(house.console.database) as connection:
        kept = connection.execute(sa.select(people.c.password).where(people.c.folded == "reader")).scalar()
    assert "m=16,t=2" in kept
    assert stronger.by_password("reader", PASSWORD, "1.1.1.1")


def test_the_passwords_of_the_product_are_argon2id_and_dear() -> None:
    assert HASHER.hash("a password").startswith("$argon2id$v=19$m=65536,t=3,p=1$")


@pytest.mark.parametrize(("password", "reason"), [("short", "short"), ("x" * 201, "long"), ("Administrator", "name")])
def test_weak_passwords_are_refused(house: House, password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        Passwords(CHEAP).hashed(password, "administrator")
    assert refused.value.reason == reason


def test_accents_are_the_same_however_they_are_typed(house: House) -> None:
    made = house.console.people.add("Zoé  Ségur", Role.AGENT, "tests")
    house.console.sign_in.set_password(made, "un café à l’été".replace("é", "e\u0301"))
    assert house.console.sign_in.by_password("zoe\u0301 ségur", "un café à l’été", "1.1.1.1")


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/console/\\..", "/console\n/x", "/consolex", "javascript:1"]
)
def test_signing_in_never_leads_elsewhere(wanted: str) -> None:
    assert within(wanted) == "/console/"


def test_the_language_switch_serves_before_and_after_signing_in(house: House) -> None:
    someone = house.stranger("fr")
    assert '<html lang="fr">' in someone.get("/sign-in").text
    assert someone.post("/language", language="en", back="/console/sign-in").headers["location"] == "/console/sign-in"
    assert '<html lang="en">' in someone.get("/sign-in").text
    someone.sign_in("reader")
    assert '<html lang="fr">' in someone.get("/account").text
    someone.post("/language", language="en", back="/console/account")
    found = house.console.people.named("reader")
    assert found and found.language == "en"
