"""Colleagues: invited by a link that serves once, changed, and never without an administrator."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import database
from bot.settings import settings
from knowledge_base.console.commands import app
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.changes import Changes
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Role
from tests.knowledge_base.console.conftest import PASSWORD, House
from tests.knowledge_base.console.routes import PAYLOADS, traces

LINK = re.compile(r"http://desk\.example/console(/invitation/[\w-]{43})<")


def invited(house: House, name: str = "Nadia", role: str = "curator") -> str:
    page = house.colleague("administrator").post("/people", name=name, role=role, language="en")
    return LINK.findall(page.text)[0]  # type: ignore[no-any-return]


def test_an_invitation_serves_once_and_signs_in(house: House) -> None:
    path, guest = invited(house), house.stranger()
    assert "Nadia" in guest.get(path).text
    differ = guest.post(path, new="a phrase to enter with", again="another phrase")
    assert differ.status_code == 422 and 'aria-describedby="again-error"' in differ.text
    assert guest.post(path, new="short", again="short").status_code == 422
    assert guest.post(path, new="a phrase to enter with", again="a phrase to enter with").status_code == 303
    assert '<html lang="en">' in guest.get("/").text
    again = house.stranger()
    assert again.get(path).status_code == 404
    assert again.sign_in("nadia", "a phrase to enter with").status_code == 303


def test_an_invitation_ends_after_a_day_by_another_one_and_by_leave(house: House) -> None:
    path, nadia = invited(house), house.console.people.named("nadia")
    assert nadia
    newer = "/invitation/" + house.console.people.invite(nadia.id, "tests")
    assert [house.stranger().get(one).status_code for one in (path, newer)] == [404, 200]
    house.hours.pass_by(hours=25)
    assert house.stranger().get(newer).status_code == 404
    last = "/invitation/" + house.console.people.invite(nadia.id, "tests")
    Changes(house.console.database).disable(nadia.id, "tests")
    assert house.stranger().get(last).status_code == 404


def test_the_last_administrator_stays(house: House) -> None:
    colleague, me = house.colleague("administrator"), house.console.people.named("administrator")
    assert me
    invited(house, "Not yet here", "administrator")  # cannot sign in: does not count
    for change, fields in (("role", {"role": "reader"}), ("disable", {})):
        refused = colleague.post(f"/people/{me.id}/{change}", **fields)
        assert refused.status_code == 409 and "dernier administrateur" in refused.text
    headers = {"X-CSRF-Token": colleague.csrf}
    by_api = colleague.client.patch(f"/api/curation/people/{me.id}", json={"role": "agent"}, headers=headers)
    assert (by_api.status_code, by_api.json()["reason"]) == (409, "last")
    house.person("second", Role.ADMINISTRATOR)
    assert colleague.post(f"/people/{me.id}/role", role="reader").status_code == 303
    second = house.console.people.named("second")
    with pytest.raises(NotPossible, match="last"):
        Changes(house.console.database).disable(second.id if second else 0, "tests")


def test_what_is_done_to_people_is_written_down(house: House) -> None:
    colleague, reader = house.colleague("administrator"), house.console.people.named("reader")
    assert reader
    victim = house.colleague("reader")
    colleague.post(f"/people/{reader.id}/role", role="agent")
    colleague.post(f"/people/{reader.id}/sign-out")
    assert victim.get("/").status_code == 303
    colleague.post(f"/people/{reader.id}/disable")
    noted = house.console.audit.page(Wanted(who="administrator", subject="reader"))
    assert [one.what for one in noted] == ["person.disable", "person.sign_out", "person.role"]
    assert (noted[2].before, noted[2].after) == ({"role": "reader"}, {"role": "agent"})


@pytest.mark.parametrize("name", ["", "x", "READER", "a\u202eb", "y" * 81])
def test_names_that_are_taken_or_odd_are_refused(house: House, name: str) -> None:
    page = house.colleague("administrator").post("/people", name=name, role="reader")
    assert page.status_code == 422 and 'id="name-error"' in page.text


def test_no_payload_runs_on_the_pages_of_people(house: House) -> None:
    colleague = house.colleague("administrator")
    for payload in PAYLOADS:
        made = colleague.post("/people", name=payload, role="reader")
        assert made.status_code == 200 and traces(made.text) == []
        assert traces(colleague.post("/people", name=payload * 9, role="reader").text) == []
        assert traces(house.stranger().sign_in(payload, payload, next=payload).text) == []
        assert traces(colleague.post("/tokens", name=payload, role="reader", days=payload).text) == []
    for path in ("/people", "/audit", "/tokens", f"/audit?who={PAYLOADS[2]}&subject={PAYLOADS[0]}"):
        page = colleague.get(path)
        assert page.status_code == 200 and traces(page.text) == []


def test_the_traces_of_a_payload_would_be_found() -> None:
    assert all(traces(f"<p>{one}</p>") for one in PAYLOADS[:3]) and traces('<a href="javascript:1">')


def test_the_command_makes_the_first_administrator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_PUBLIC_URL", "https://desk.example/")
    settings.cache_clear(), database.engine.cache_clear()
    try:
        run = CliRunner()
        link = run.invoke(app, ["invite", "--name", "Ada"]).stdout.strip()
        assert re.fullmatch(r"https://desk\.example/console/invitation/[\w-]{43}", link)
        made = run.invoke(app, ["add-person", "Bob", "--role", "agent"], input=PASSWORD + "\n")
        assert made.stdout.strip() == "Bob: agent"
        assert run.invoke(app, ["add-person", "Carl"], input="short\n").exit_code == 2
        assert run.invoke(app, ["add-person", "BOB"], input=PASSWORD + "\n").exit_code == 2
        listed = run.invoke(app, ["people"]).stdout
        assert "Ada" in listed and "Bob" in listed and "Carl" not in listed
    finally:
        monkeypatch.undo()
        settings.cache_clear(), database.engine.cache_clear()
