"""The desks that conversations are held with: the shared one, and one special one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import TUESDAY_MORNING, Desk, new_desk
from tests.dialogues.company import Company, company_on_a_line
from tests.dialogues.conversations import Setting

DeskAt = Callable[[Setting], Desk]


@pytest.fixture(scope="session")
def company() -> Iterator[Company]:
    """The company's CRM, of those desks that have one."""
    with company_on_a_line() as made:
        yield made


@pytest.fixture(scope="session")
def desk_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, company: Company
) -> Iterator[DeskAt]:
    """The desk that is set so: the shared one, or one of its own.

    Each takes two gigabytes: the one before is stopped.
    """
    special: dict[Setting, Desk] = {}

    def at(wanted: Setting) -> Desk:
        if not any(wanted):
            return request.getfixturevalue("desk")  # type: ignore[no-any-return]
        if wanted not in special:
            leave()
            special[wanted] = started(tmp_path_factory.mktemp("desk"), wanted, company)
        return special[wanted]

    def leave() -> None:
        while special:
            special.popitem()[1].stop()

    yield at
    leave()


def started(folder: Path, wanted: Setting, company: Company) -> Desk:
    """A desk of its own, ready."""
    names = ("GUICHET_SURVEY", "GUICHET_SURVEY_PAUSE_DAYS")
    extra = dict(zip(names, wanted.survey.split(), strict=False))
    extra |= {"GUICHET_CALLBACK_QUEUES": wanted.queues} if wanted.queues else {}
    extra |= company.settings if wanted.company else {}
    made = new_desk(folder, now=wanted.now or TUESDAY_MORNING, extra=extra)
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
    except RuntimeError:
        made.stop(kill=True)
        raise
    return made
