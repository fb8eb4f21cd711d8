"""Whoever is killed, whenever: each promise reaches the company's CRM, and none twice."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from actions.crm.outbox.dead_letters import listed
from actions.crm.outbox.tables import State
from bot import database
from tests.actions.crm.outbox.conftest import NAME
from tests.conftest import ROOT

KILLS = 60  # of the desk, and as many of the courier


@pytest.mark.parametrize("seed", [1])
def test_no_promise_is_lost_or_kept_twice(
    url: str, elsewhere: str, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised = tmp_path / "promised"
    promised.touch()
    monkeypatch.setenv("GUICHET_CALLBACK_CAPACITY", "1000000")
    program = [sys.executable, "-m", "tests.actions.crm.outbox.killed", url, elsewhere]
    subprocess.run([*program, str(promised), str(KILLS), str(seed)], cwd=ROOT, check=True)
    there = Counter(_keys(elsewhere))
    kept = promised.read_text().split()
    assert len(kept) > KILLS / 4
    assert [key for key in kept if there[key] != 1] == []
    assert [key for key, times in there.items() if times > 1] == []
    assert sorted(there) == sorted(_keys(url))
    assert listed(database.engine(url), NAME, State.DEAD) == []


def _keys(url: str) -> list[str]:
    both = "SELECT external_ref FROM crm_cases UNION ALL SELECT external_ref FROM crm_callbacks"
    with database.engine(url).begin() as connection:
        return [row[0] for row in connection.execute(text(both))]
