"""The commands that help when something is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import ROOT, Desk, new_desk


def guichet(desk: Desk, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env={**desk.environment, **more},
        input="bonjour\n", capture_output=True, text=True, timeout=120, check=False,
    )


def findings(desk: Desk) -> dict[str, dict[str, object]]:
    answer = guichet(desk, "doctor", "--json")
    assert "Traceback" not in answer.stderr
    return {one["thing"]: one for one in json.loads(answer.stdout)}


def test_the_doctor_says_what_a_bare_house_lacks_and_what_to_do(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "nothing")
    found = findings(desk)
    for thing in ("encoder", "Rasa model", "database", "knowledge index"):
        assert not found[thing]["well"] and "guichet" in str(found[thing]["advice"]), thing
    assert not desk.data.exists()
    shown = guichet(desk, "doctor")
    assert shown.returncode == 1 and "guichet prepare" in shown.stdout


def test_the_doctor_is_content_with_a_prepared_house(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "data")
    bare = findings(desk)
    assert bare["encoder"]["well"] and bare["knowledge index"]["well"]
    assert bare["Rasa model"]["state"] != "none"


@pytest.mark.parametrize(("page", "is_well"), [('{"status": "ok"}', True), ("<html>", False)])
def test_the_doctor_tells_the_desk_from_a_stranger_on_its_port(
    tmp_path: Path, page: str, is_well: bool
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "healthz").write_text(page)
    there = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), there) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found = findings(Desk(tmp_path / "data", gateway_port=server.server_port))
        server.shutdown()
    assert found["port of the gateway"]["well"] is is_well
    assert ("GUICHET_GATEWAY_PORT" in str(found["port of the gateway"]["advice"])) is not is_well
    assert found["port of the dialogue"]["well"]


def test_without_a_desk_the_terminal_says_how_to_start_one(tmp_path: Path) -> None:
    answer = guichet(Desk(tmp_path), "chat", "--language", "en")
    assert answer.returncode == 1 and "make run" in answer.stdout
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("missing", ["GUICHET_API_TOKEN", "GUICHET_SECRET"])
@pytest.mark.parametrize("command", ["serve", "gateway", "dialogue"])
def test_production_refuses_to_start_without_its_secrets(
    tmp_path: Path, command: str, missing: str
) -> None:
    answer = guichet(Desk(tmp_path), command, GUICHET_ENVIRONMENT="production", **{missing: ""})
    assert answer.returncode == 1
    assert f"{missing} must have 32 characters or more" in answer.stderr
    assert "Traceback" not in answer.stderr and "a-secret-for" not in answer.stderr


def test_a_setting_that_cannot_be_read_is_named_without_its_value(tmp_path: Path) -> None:
    answer = guichet(Desk(tmp_path), "serve", GUICHET_GATEWAY_PORT="quatre-vingts")
    assert answer.returncode == 1 and "GUICHET_GATEWAY_PORT" in answer.stderr
    assert "Traceback" not in answer.stderr and "quatre-vingts" not in answer.stderr


def test_a_dialogue_without_a_model_says_how_to_make_one(tmp_path: Path) -> None:
    answer = guichet(Desk(tmp_path / "nothing"), "dialogue")
    assert answer.returncode == 1 and "guichet" in answer.stderr
    assert "Traceback" not in answer.stderr
