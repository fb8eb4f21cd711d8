"""`guichet doctor` on houses that are not well: it says what, and what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from bot import doctor
from bot.settings import settings
from tests.conftest import Desk, new_desk
from tests.faults.test_commands import findings, guichet


def test_a_database_that_cannot_be_reached(tmp_path: Path) -> None:
    nobody = "postgresql+psycopg2://guichet:a-password@127.0.0.1:1/guichet"
    desk = Desk(tmp_path, extra={"GUICHET_DATABASE_URL": nobody})
    found = findings(desk)["database"]
    assert (found["state"], found["well"]) == ("postgresql+psycopg2, unreachable", False)
    assert "GUICHET_DATABASE_URL" in str(found["advice"])
    assert "a-password" not in str(found)


@pytest.mark.parametrize(("content", "state"), [(b"", "empty"), (b"no database" * 99, "unreach")])
def test_a_database_file_that_is_empty_or_is_none(
    tmp_path: Path, content: bytes, state: str
) -> None:
    (tmp_path / "guichet.db").write_bytes(content)
    found = findings(Desk(tmp_path))["database"]
    assert not found["well"] and state in str(found["state"])


def test_a_database_without_our_tables(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "guichet.db") as other:
        other.execute("CREATE TABLE somebody_elses (id INTEGER)")
    found = findings(Desk(tmp_path))["database"]
    assert not found["well"] and "guichet prepare" in str(found["advice"])


@pytest.mark.parametrize("harm", ["cut", "missing"])
def test_a_damaged_index(tmp_path: Path, harm: str) -> None:
    desk = new_desk(tmp_path / "data")
    biggest = max((desk.data / "knowledge").rglob("*.faiss"), key=lambda path: path.stat().st_size)
    if harm == "cut":
        biggest.write_bytes(biggest.read_bytes()[:-100])
    else:
        biggest.unlink()
    found = findings(desk)["knowledge index"]
    assert not found["well"] and "refused" in str(found["state"])
    assert "guichet kb build" in str(found["advice"])


def test_a_model_that_was_never_trained(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "data")
    (desk.data / "models").unlink()
    (desk.data / "models").mkdir()
    found = findings(desk)
    assert not found["Rasa model"]["well"] and "guichet train" in str(found["Rasa model"]["advice"])
    assert not found["encoder"]["well"] and "guichet prepare" in str(found["encoder"]["advice"])


def test_a_recogniser_that_is_named_and_is_not_there(tmp_path: Path) -> None:
    desk = Desk(tmp_path, extra={"GUICHET_VOSK_MODEL_FR": str(tmp_path / "nowhere")})
    unwell = [one for one in findings(desk).values() if not one["well"]]
    assert any("GUICHET_VOSK_MODEL_FR" in f"{one['state']} {one['advice']}" for one in unwell)


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", shutil.disk_usage(tmp_path).free / 1e9 + 1000)
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path / "not" / "there" / "yet"))
    settings.cache_clear()
    found = doctor._disk()
    settings.cache_clear()
    assert not found.well and found.advice.startswith("free ")


def test_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "version_info", (3, 12, 1))
    monkeypatch.setattr(doctor.platform, "python_version", lambda: "3.12.1")
    assert doctor._python() == doctor.Finding("Python", "3.12.1", False, "run `make run`")


def test_a_package_that_is_missing() -> None:
    assert not doctor._package("no_such_package").well
    assert doctor._package("rasa").well


def test_a_crm_whose_settings_are_missing_is_named_by_every_command(tmp_path: Path) -> None:
    desk = Desk(tmp_path, extra={"GUICHET_CRM": "espocrm"})
    for command in (("doctor",), ("serve",), ("crm", "outbox")):
        answer = guichet(desk, *command)
        assert answer.returncode != 0, command
        assert "GUICHET_CRM_URL, GUICHET_CRM_SECRET" in answer.stderr, command
        assert "Traceback" not in answer.stderr, command
