"""The benchmark of faults tells the longest wait, and each beside the wait without a fault."""

from __future__ import annotations

from benchmarks.faults import figures, table

MS = {"well": [100.0, 200.0], "dialogue stuck": [2500.0, 2600.0], "database locked": [2000.0, 1900.0]}


def test_the_longest_wait_is_one_with_a_fault() -> None:
    assert figures({**MS, "well": [9000.0, 9000.0]})["longest_ms"] == 2600.0


def test_each_fault_stands_beside_the_same_round_without_one() -> None:
    ratios = figures(MS)["ratio"]
    assert set(ratios) == {"dialogue stuck", "database locked"}
    assert (ratios["dialogue stuck"]["low"], ratios["dialogue stuck"]["high"]) == (13.0, 25.0)


def test_every_fault_has_a_line() -> None:
    shown = table({"goal_ms": 3000.0, "ms": MS, **figures(MS)})
    assert all(name in shown for name in MS)
