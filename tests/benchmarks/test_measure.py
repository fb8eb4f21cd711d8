"""The benchmarks' arithmetic: what is typical, what is compared, whose CPU it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.measure import (
    Spread,
    cpu_seconds,
    disk_megabytes,
    memory,
    percentile,
    processes,
    ratio,
)

BUSY = "sum(range(10_000_000)); print('done', flush=True); input()"
PARENT = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}], start_new_session={})"


@pytest.fixture(params=[False, True])
def family(request: pytest.FixtureRequest) -> Iterator[int]:
    """A process and its child, in the same session or not, which has worked and waits."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(BUSY, request.param)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert parent.stdin and parent.stdout
    parent.stdout.readline()
    yield parent.pid
    parent.communicate(b"\n")


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 1.0), (50, 3.0), (95, 4.8), (100, 5.0), (25, 2.0)]
)
def test_a_percentile_falls_between_its_neighbours(percent: float, expected: float) -> None:
    assert percentile([5, 1, 4, 2, 3], percent) == pytest.approx(expected)


def test_one_value_is_every_percentile() -> None:
    assert percentile([7], 95) == 7


def test_a_spread_is_the_median_between_its_extremes() -> None:
    assert Spread.of([3, 1, 2]) == Spread(2, 1, 3)
    assert Spread(2, 1, 3).shown() == "2.0 (1.0–3.0)"


def test_a_ratio_compares_neighbours_and_not_medians() -> None:
    assert ratio([1, 10, 100], [2, 20, 200]) == Spread(0.5, 0.5, 0.5)


def test_rounds_without_a_partner_are_refused() -> None:
    with pytest.raises(ValueError):
        ratio([1, 2], [1])


def test_the_cpu_of_a_child_counts_for_its_session(family: int) -> None:
    assert len(list(processes(family))) == 2
    assert cpu_seconds([family]) > 0.05


def test_memory_is_counted_for_the_whole_session(family: int) -> None:
    held = memory(family)
    assert held["resident"] >= held["own"] > 1


def test_a_file_with_two_names_takes_its_space_once(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"x" * 1_000_000)
    before = disk_megabytes(tmp_path)
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    assert disk_megabytes(tmp_path) == before == pytest.approx(1, abs=0.1)
