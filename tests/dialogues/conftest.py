"""The desks that conversations are held with: the shared one, and one special one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import TUESDAY_MORNING, Desk, new_desk

DeskAt = Callable[[str, str, str], Desk]


@pytest.fixture(scope="session")
def desk_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DeskAt]:
    """The desk at a moment, with a survey and queues: the shared one, or one of its own.

    Each takes two gigabytes: the one before is stopped.
    """
    special: dict[tuple[str, str, str], Desk] = {}

    def at(now: str, survey: str, queues: str) -> Desk:
        if not (now or survey or queues):
            return request.getfixturevalue("desk")  # type: ignore[no-any-return]
        if (now, survey, queues) not in special:
            leave()
            folder = tmp_path_factory.mktemp("desk")
            special[now, survey, queues] = started(folder, now, survey, queues)
        return special[now, survey, queues]

    def leave() -> None:
        while special:
            special.popitem()[1].stop()

    yield at
    leave()


def started(folder: Path, now: str, survey: str, queues: str) -> Desk:
    """A desk of its own, ready."""
    names = ("GUICHET_SURVEY", "GUICHET_SURVEY_PAUSE_DAYS")
    extra = dict(zip(names, survey.split(), strict=False))
    extra |= {"GUICHET_CALLBACK_QUEUES": queues} if queues else {}
    made = new_desk(folder, now=now or TUESDAY_MORNING, extra=extra)
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
    except RuntimeError:
        made.stop(kill=True)
        raise
    return made
