"""The doctor looks at the company's CRM, too."""

from __future__ import annotations

from pathlib import Path

from tests.actions.crm.vendors import webhook_server
from tests.conftest import Desk, new_desk
from tests.faults.test_commands import findings, guichet


def test_a_crm_whose_settings_are_missing_is_named_by_every_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path, extra={"GUICHET_CRM": "espocrm"})
    for command in (("doctor",), ("serve",), ("crm", "outbox")):
        answer = guichet(desk, *command)
        assert answer.returncode != 0, command
        assert "GUICHET_CRM_URL, GUICHET_CRM_SECRET" in answer.stderr, command
        assert "Traceback" not in answer.stderr, command


def test_a_company_crm_that_does_not_answer_and_one_that_does(tmp_path: Path) -> None:
    away = {"GUICHET_CRM": "webhook", "GUICHET_CRM_SECRET": webhook_server.SECRET}
    desk = new_desk(tmp_path / "data", extra={**away, "GUICHET_CRM_URL": "http://127.0.0.1:1/"})
    found = findings(desk)["CRM"]
    assert not found["well"] and "GUICHET_CRM_URL" in str(found["advice"])
    with webhook_server.served() as account:
        there = Desk(tmp_path / "there", extra={**away, "GUICHET_CRM_URL": account.url})
        found = findings(there)
    assert (found["CRM"]["well"], found["CRM"]["state"]) == (True, "webhook: Maison")


def test_without_a_company_crm_the_records_are_kept_here(tmp_path: Path) -> None:
    assert findings(Desk(tmp_path))["CRM"]["well"]
