"""`guichet crm outbox` says how things stand, and sends again what was refused."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from actions.crm.commands import app
from actions.crm.outbox import report
from actions.crm.port import CrmRefused, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import a_case, a_lead


@pytest.fixture
def shown(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    class Chosen:
        crm = NAME

    monkeypatch.setattr(report, "engine", lambda: house.mail.database)
    monkeypatch.setattr(report, "settings", lambda: Chosen)
    monkeypatch.setattr("bot.settings.settings", lambda: Chosen)
    return house


def test_what_was_refused_is_listed_and_sent_again(shown: House) -> None:
    run(shown.desk.open_case(a_case()))
    shown.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 400"))]
    shown.deliver()
    answer = CliRunner().invoke(app, ["outbox", "--json"])
    found = json.loads(answer.stdout)
    assert (answer.exit_code, found["letters"]["dead"]) == (1, 1)
    assert found["dead"][0]["problem"] == "invalid: HTTP 400"
    again = CliRunner().invoke(app, ["outbox", "--replay", str(found["dead"][0]["number"])])
    assert (again.exit_code, "1 sent again" in again.stdout) == (0, True)
    shown.deliver()
    assert len(shown.there("cases")) == 1


def test_what_waits_is_listed_with_its_reason(shown: House) -> None:
    run(shown.desk.open_lead(a_lead()))
    shown.company.down = lost("HTTP 429", retry_after=300.0)
    shown.deliver()
    answer = CliRunner().invoke(app, ["outbox"])
    assert answer.exit_code == 0
    assert "1 waiting" in answer.stdout
    assert "left alone until" in answer.stdout and "HTTP 429" in answer.stdout


def test_without_a_company_crm_it_says_so() -> None:
    answer = CliRunner().invoke(app, ["outbox"])
    assert (answer.exit_code, answer.stdout) == (0, "The records are kept here.\n")
