"""`guichet crm check`: what answered, or what to do, and an exit code that a script can use."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from actions.crm.checking import ADDRESS, KEY, LATER, NAMES, RIGHTS, checked
from actions.crm.commands import app
from actions.crm.vendors.account import Account
from bot.settings import settings
from tests.actions.crm.conftest import run
from tests.actions.crm.vendors.espocrm_server import KEY as SECRET
from tests.actions.crm.vendors.espocrm_server import Server
from tests.actions.crm.vendors.hand_written import listening
from tests.actions.crm.vendors.line import Fault, Line, line_to, never_arrives, says
from tests.conftest import free_port

HTML = says(200, b"<html>Welcome</html>", content_type="text/html")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def line(server: Server) -> Iterator[Line]:
    with listening(server) as url, line_to(url) as line:
        yield line


def test_what_answers_is_named(line: Line) -> None:
    verdict = run(checked("espocrm", Account(line.url, secret=SECRET)))
    assert (verdict.answered, verdict.problem) == ("EspoCRM 8.4.2", "")


@pytest.mark.parametrize(
    ("fault", "problem", "advice"),
    [
        (says(401), "HTTP 401", KEY),
        (says(403, X_Status_Reason="No access"), "HTTP 403", RIGHTS),
        (says(404, X_Status_Reason=""), "HTTP 404", ADDRESS),
        (says(403), "HTTP 403, not from the CRM itself", ADDRESS),
        (says(404, b"<html>"), "HTTP 404, not from the CRM itself", ADDRESS),
        (says(302), "HTTP 302", ADDRESS),
        (HTML, "not JSON", ADDRESS),
        (says(200, b"[]"), "an answer of another kind", ADDRESS),
        (says(429), "HTTP 429", LATER),
        (says(503), "HTTP 503", LATER),
        (never_arrives, "RemoteProtocolError", ADDRESS),
    ],
)
def test_what_stands_in_the_way_is_told_with_what_to_do(
    line: Line, fault: Fault, problem: str, advice: str
) -> None:
    line.fails(fault)
    verdict = run(checked("espocrm", Account(line.url, secret=SECRET)))
    assert (verdict.answered, verdict.problem, verdict.advice) == ("", problem, advice)


def test_a_field_that_is_missing_is_named(line: Line, server: Server) -> None:
    server.fields.remove("Call")
    verdict = run(checked("espocrm", Account(line.url, secret=SECRET)))
    assert (verdict.problem, verdict.advice) == ("Call has no field cExternalRef", NAMES)


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "no-address", "http://[", "ftp://x"])
def test_an_address_that_leads_nowhere_is_told(url: str) -> None:
    verdict = run(checked("espocrm", Account(url.format(port=free_port()), secret=SECRET)))
    assert (verdict.answered, verdict.advice) == ("", ADDRESS)


@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_says_it_and_its_exit_code_too(
    line: Line, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    for secret, code in ((SECRET, 0), ("another", 1)):
        for name, value in (("", "espocrm"), ("_URL", line.url), ("_SECRET", secret)):
            monkeypatch.setenv(f"GUICHET_CRM{name}", value)
        settings.cache_clear()
        said = CliRunner().invoke(app, ["check", *(["--json"] if as_json else [])])
        assert said.exit_code == code
        text = (
            json.loads(said.output)["answered" if code == 0 else "advice"]
            if as_json
            else said.output
        )
        assert ("EspoCRM 8.4.2" if code == 0 else KEY) in text
        assert secret not in said.output


def test_our_own_crm_needs_no_check() -> None:
    said = CliRunner().invoke(app, ["check"])
    assert (said.exit_code, said.output) == (0, "The records are kept here.\n")
