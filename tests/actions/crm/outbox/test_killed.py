"""Whoever is killed, whenever: each promise reaches the company's CRM, and none twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.killed import desk, finish, verdict
from tests.actions.crm.samples import a_case
from tests.conftest import ROOT

KILLS = 50  # each time; 300 over both databases and all seeds


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_no_promise_is_lost_or_kept_twice(url: str, seed: int) -> None:
    program = [sys.executable, "-m", "tests.actions.crm.outbox.killed", "--json", "--url", url]
    asked = [*program, "--kills", str(KILLS), "--seed", str(seed)]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout, done.stderr
    found = json.loads(done.stdout)
    assert found["promised"] > KILLS / 8
    assert {name: found[name] for name in ("lost", "twice", "unlike", "refused")} == {
        "lost": [], "twice": [], "unlike": [], "refused": [],
    }  # fmt: skip
    assert done.returncode == 0


def test_what_is_lost_is_seen(url: str, elsewhere: str, tmp_path: Path) -> None:
    """A promise that nobody wrote, and one that the company never got."""
    promised = tmp_path / "promised"
    promised.write_text("case-1\ncase-2\n")
    run(desk(url, elsewhere).open_case(a_case(external_ref="case-1")))
    assert verdict(url, elsewhere, promised)["lost"] == ["case-1", "case-2"]
    run(finish(url, elsewhere))
    assert verdict(url, elsewhere, promised)["lost"] == ["case-2"]


def test_what_only_one_side_has_is_seen(url: str, elsewhere: str, tmp_path: Path) -> None:
    (tmp_path / "promised").touch()
    run(desk(url, elsewhere).open_case(a_case(external_ref="case-1")))
    found = verdict(url, elsewhere, tmp_path / "promised")
    assert found["unlike"] == ["case-1"] and not found["lost"]
