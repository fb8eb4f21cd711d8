"""Chores are done in their time, and one that fails stops no other."""

from __future__ import annotations

import threading

from knowledge_base.curation.chores import Chores


class Clock:
    time = 0.0

    def __call__(self) -> float:
        return self.time


def test_each_chore_is_done_in_its_own_time_whatever_the_others_do() -> None:
    clock, done = Clock(), []

    def fails() -> None:
        done.append("fails")
        raise OSError("the disk")

    chores = Chores(
        [("fails", 1, fails), ("often", 1, lambda: done.append("often")),
         ("seldom", 5, lambda: done.append("seldom"))], clock
    )  # fmt: skip
    for second in range(6):
        clock.time = second
        chores.tick()
    assert [done.count(name) for name in ("fails", "often", "seldom")] == [5, 5, 1]
    assert chores.failures == {"fails": 5}


def test_the_thread_works_until_it_is_closed_and_then_once_more() -> None:
    done: list[str] = []
    begun = threading.Event()
    chores = Chores([("now", 0.001, begun.set), ("later", 3600, lambda: done.append("later"))])
    chores.start()
    assert begun.wait(5)
    chores.close()
    assert done == ["later"]


def test_without_chores_there_is_nothing_to_do() -> None:
    chores = Chores([])
    chores.start()
    chores.close()
    assert not chores.failures
