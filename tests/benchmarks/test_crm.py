"""The CRM's benchmark measures what it says, on few records."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import crm_silent
from benchmarks.crm import picture, table
from benchmarks.crm_outbox import action_figures, drain_figures
from benchmarks.crm_slots import slot_figures
from bot.settings import settings


def test_its_figures_make_a_table_and_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    try:
        found = action_figures(tmp_path, 3) | drain_figures(tmp_path, 3) | slot_figures(tmp_path, 20)
    finally:
        settings.cache_clear()
    assert found["letters_per_second"] > 0
    assert set(found["action_ms"]) == {"books", "outbox"}
    assert len(table(found).splitlines()) == 6
    picture(found, tmp_path / "crm.png")
    assert (tmp_path / "crm.png").stat().st_size > 1000


def test_the_wait_of_those_who_meet_a_silent_crm_stands_beside_the_others() -> None:
    found = crm_silent.figures({"accepts": [200.0, 400.0], "silent": [800.0, 900.0]})
    assert found["worst_ms"]["silent"] == 900.0 and found["ratio"]["high"] == 4.0
    shown = crm_silent.table(found).splitlines()
    assert [line.split()[-2:] for line in shown[1:3]] == [["300", "400"], ["850", "900"]]
