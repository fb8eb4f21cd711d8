"""What the benchmarks print and draw from their figures."""

from __future__ import annotations

from pathlib import Path

from benchmarks import footprint, search_report
from benchmarks.footprint import Start

HELD = {
    "dialogue": {"resident": 1600.0, "own": 1500.0},
    "gateway": {"resident": 700.0, "own": 600.0},
}


def test_the_footprint_is_a_table_and_a_picture(tmp_path: Path) -> None:
    found = footprint.figures([Start(18.0, HELD, HELD)], {"environment": 5000.0})
    footprint.picture(found, tmp_path / "reports" / "footprint.png")
    assert (tmp_path / "reports" / "footprint.png").stat().st_size > 1000
    assert "18" in footprint.table(found) and "1600" in footprint.table(found)


def test_the_search_is_a_picture_too(tmp_path: Path) -> None:
    times = {"p50": 1.0, "p95": 2.0}
    row = {"phrasings": 1000, "index": times, "numpy": times, "search": times}
    search_report.draw({"sizes": [row, {**row, "phrasings": 10_000}]}, tmp_path / "search.png")
    assert (tmp_path / "search.png").stat().st_size > 1000
