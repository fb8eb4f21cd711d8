"""A desk that the faults may break: each test finds it ready, and may leave it anyhow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Desk, new_desk
from tests.faults.house import Person


@pytest.fixture(scope="package")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = new_desk(tmp_path_factory.mktemp("breakable"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        made.say("warm-up", Person().request)
        yield made
    finally:
        made.stop()


@pytest.fixture()
def desk(breakable: Desk) -> Desk:
    """Ready again, whatever the test before did."""
    for name in ("dialogue", "gateway"):
        process = breakable.processes.get(name)
        if process is None or process.poll() is not None:
            breakable.start(name)
    breakable.wait_ready()
    return breakable


@pytest.fixture()
def person() -> Person:
    return Person()
