"""The CRM that the settings name, in the company's own hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from actions import crm as chosen
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CrmRefused, Refusal
from bot import database
from bot.clock import PARIS
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import a_callback, a_case

CHRISTMAS_WEEK = datetime(2026, 12, 24, 18, 0, tzinfo=PARIS)


@pytest.fixture
def anew() -> Iterator[None]:
    """Nothing is remembered of another test's settings."""
    for remembered in (chosen.crm, database.engine):
        remembered.cache_clear()
    yield
    for remembered in (chosen.crm, database.engine):
        remembered.cache_clear()


def test_the_embedded_crm_needs_no_setting(anew: None) -> None:
    database.migrate()
    case = run(chosen.crm().open_case(a_case()))
    assert run(chosen.crm().case(case.ref)) == case
    assert run(chosen.crm().ready())


def test_nobody_is_called_on_christmas_day(url: str, clock: Callable[[datetime], None]) -> None:
    clock(CHRISTMAS_WEEK)
    crm = EmbeddedCrm(url, timeout=30)
    christmas = CHRISTMAS_WEEK.replace(day=25, hour=11)
    with pytest.raises(CrmRefused) as refused:
        run(crm.book_callback(a_callback(start=christmas)))
    assert refused.value.reason is Refusal.CLOSED
    offered = run(crm.free_slots(CHRISTMAS_WEEK, limit=4))
    assert [(one.day, one.hour) for one in offered] == [(24, 18), (24, 19), (24, 19), (26, 9)]
