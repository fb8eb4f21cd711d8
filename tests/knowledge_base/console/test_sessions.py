"""Sessions: how long they last, what ends them, and that looking at one only reads."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from bot.database import read_only
from knowledge_base.curation.changes import Changes
from knowledge_base.curation.roles import Role
from knowledge_base.curation.sessions import sessions
from tests.knowledge_base.console.conftest import PASSWORD, Colleague, House


def is_in(colleague: Colleague) -> bool:
    return bool(colleague.get("/account").status_code == 200)


def kept(house: House) -> list[Any]:
    with read_only(house.console.database) as connection:
        return connection.execute(sa.select(sessions)).all()  # type: ignore[no-any-return]


def test_only_the_digest_of_a_session_is_kept(house: House) -> None:
    colleague = house.colleague("reader")
    secret = colleague.client.cookies["guichet_console"]
    (row,) = kept(house)
    assert row.digest == sha256(secret.encode()).hexdigest()
    assert len(secret) >= 43 and secret not in str(row)


def test_signing_in_always_makes_a_new_secret(house: House) -> None:
    colleague = house.colleague("reader")
    first = colleague.client.cookies["guichet_console"]
    house.console.sessions.end_all(1)
    colleague.sign_in("reader")
    assert colleague.client.cookies["guichet_console"] != first


def test_a_session_ends_after_eight_idle_hours(house: House) -> None:
    colleague = house.colleague("reader")
    house.hours.pass_by(hours=7)
    assert is_in(colleague)
    house.hours.pass_by(hours=7)
    assert is_in(colleague)
    house.hours.pass_by(hours=9)
    assert not is_in(colleague)


def test_a_session_ends_after_seven_days_however_busy(house: House) -> None:
    colleague = house.colleague("reader")
    for _ in range(27):
        house.hours.pass_by(hours=6)
        assert is_in(colleague)
    house.hours.pass_by(hours=6)
    assert not is_in(colleague)


def test_looking_at_a_page_only_reads_but_once_in_five_minutes(house: House) -> None:
    colleague, written = house.colleague("reader"), []
    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    sa.event.listen(house.console.database, "before_cursor_execute", note)
    try:
        for path in ("/", "/account"):
            colleague.get(path)
        assert written == []
        house.hours.pass_by(minutes=6)
        colleague.get("/")
        assert len([one for one in written if one.startswith("UPDATE sessions")]) == 1
        written.clear()
        colleague.get("/account")
        assert written == []
    finally:
        sa.event.remove(house.console.database, "before_cursor_execute", note)


def test_a_page_is_read_while_somebody_writes(house: House) -> None:
    colleague = house.colleague("reader")
    with house.console.database.begin():
        assert is_in(colleague)


def test_a_person_ends_one_session_or_all_others(house: House) -> None:
    one, two, three = (house.colleague("reader") for _ in range(3))
    stranger = house.colleague("agent")
    first = house.console.sessions.find(one.client.cookies["guichet_console"])
    assert first
    stranger.post(f"/account/sessions/{first.id}/end")
    assert is_in(one)
    two.post(f"/account/sessions/{first.id}/end")
    assert not is_in(one) and is_in(two) and is_in(three)
    two.post("/account/sessions/end-others")
    assert is_in(two) and not is_in(three) and is_in(stranger)


def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    one, two = house.colleague("reader"), house.colleague("reader")
    wrong = one.post("/account/password", old="not it", new="another good phrase")
    assert wrong.status_code == 422 and 'id="old-error"' in wrong.text
    weak = one.post("/account/password", old=PASSWORD, new="short")
    assert weak.status_code == 422 and 'id="new-error"' in weak.text and is_in(two)
    assert one.post("/account/password", old=PASSWORD, new="another good phrase").status_code == 303
    assert is_in(one) and not is_in(two)
    assert house.stranger().sign_in("reader").status_code == 401
    assert house.stranger().sign_in("reader", "another good phrase").status_code == 303


def test_signing_out_ends_the_session_itself(house: House) -> None:
    colleague = house.colleague("reader")
    secret = colleague.client.cookies["guichet_console"]
    assert colleague.post("/sign-out").headers["location"] == "/console/sign-in"
    assert house.console.sessions.find(secret) is None


def test_a_role_counts_from_the_next_request_and_leave_ends_everything(house: House) -> None:
    colleague, changes = house.colleague("reader"), Changes(house.console.database)
    number = house.console.people.named("reader")
    assert number and colleague.get("/people").status_code == 403
    changes.give_role(number.id, Role.ADMINISTRATOR, "tests")
    assert colleague.get("/people").status_code == 200
    changes.give_role(number.id, Role.READER, "tests")
    assert colleague.get("/people").status_code == 403
    changes.disable(number.id, "tests")
    assert not is_in(colleague)
    assert house.stranger().sign_in("reader").status_code == 401
    changes.enable(number.id, "tests")
    assert not is_in(colleague) and house.stranger().sign_in("reader").status_code == 303
