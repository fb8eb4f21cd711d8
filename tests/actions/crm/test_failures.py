"""When the database is away, slow or locked, the desk hears of it in time, and of nothing else."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.transactions import Transactions, Unit
from actions.crm.lists import Query
from actions.crm.port import CrmUnavailable
from bot import database
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.samples import PHONE, a_case
from tests.actions.crm.unreliable import UnreliableCrm

NOBODY = "postgresql+psycopg2://postgres@127.0.0.1:1/none"


@pytest.mark.parametrize("away", [NOBODY, "sqlite:////proc/nowhere/crm.db"])
def test_a_database_that_is_away_is_unavailable(away: str) -> None:
    desk = EmbeddedCrm(away, OfficeHours())
    assert not run(desk.ready())
    with pytest.raises(CrmUnavailable):
        run(desk.open_case(a_case()))


def test_a_crm_is_ready_once_its_tables_are_there(tmp_path: Path, crm: EmbeddedCrm) -> None:
    desk = EmbeddedCrm(f"sqlite:///{tmp_path / 'empty.db'}", OfficeHours())
    assert not run(desk.ready())
    assert run(crm.ready())


def test_a_failure_names_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk = EmbeddedCrm(f"sqlite:///{tmp_path / 'empty.db'}", OfficeHours())
    with caplog.at_level(logging.DEBUG), pytest.raises(CrmUnavailable) as failed:
        run(desk.open_case(a_case()))
    told = "".join(traceback.format_exception(failed.type, failed.value, failed.tb)) + caplog.text
    assert "CRM database unavailable" in caplog.text
    assert PHONE not in told and "Camille" not in told
    assert failed.value.__context__ is None or "Camille" not in repr(failed.value.__context__)


def test_a_locked_database_is_told_while_it_is_locked(url: str) -> None:
    desk = EmbeddedCrm(url, OfficeHours(), timeout=0.5)
    with database.engine(url).begin() as holder:
        if holder.dialect.name == "postgresql":
            holder.execute(text("LOCK TABLE crm_cases IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(CrmUnavailable):
            run(desk.open_case(a_case()))


def test_whoever_has_time_waits_for_a_lock_to_end(sqlite_url: str) -> None:
    desk = EmbeddedCrm(sqlite_url, OfficeHours(), timeout=60)
    holder = database.engine(sqlite_url).connect()
    holder.begin()
    threading.Timer(database.BUSY + 1, holder.close).start()
    assert run(desk.open_case(a_case())).ref


def test_what_was_told_to_be_too_slow_is_not_done_later(url: str) -> None:
    desk = EmbeddedCrm(url, OfficeHours(), timeout=0.3)
    with database.engine(url).begin() as holder:
        if holder.dialect.name == "postgresql":
            holder.execute(text("LOCK TABLE crm_cases IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(CrmUnavailable):
            run(desk.open_case(a_case()))
    time.sleep(0.5)
    later = EmbeddedCrm(url, OfficeHours(), timeout=30)
    assert run(later.cases(Query())).items == ()
    assert run(later.contacts(Query())).items == ()


def test_a_statement_that_never_ends_is_broken_off_and_the_next_one_runs(url: str) -> None:
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    )
    transactions = Transactions(url, 0.3, str)
    with pytest.raises(CrmUnavailable):
        run(transactions.run(lambda unit: unit.connection.exec_driver_sql(endless).scalar()))
    later = Transactions(url, 10, str)
    transactions._timeout = 10
    for one in (transactions, later):
        assert run(one.run(lambda unit: unit.connection.exec_driver_sql("SELECT 1").scalar())) == 1


def test_slow_work_does_not_hold_up_the_conversation_of_others(url: str) -> None:
    transactions = Transactions(url, 5, str)

    def slow(_: Unit) -> float:
        time.sleep(0.3)
        return time.monotonic()

    async def beside() -> tuple[float, float]:
        working = asyncio.create_task(transactions.run(slow))
        await asyncio.sleep(0.05)
        return time.monotonic(), await working

    meanwhile, ended = run(beside())
    assert meanwhile < ended


def test_after_a_lost_answer_the_same_request_finds_what_was_done(crm: EmbeddedCrm) -> None:
    unreliable: Any = UnreliableCrm(crm)
    unreliable.fails = "after"
    with pytest.raises(CrmUnavailable):
        run(unreliable.open_case(a_case()))
    unreliable.fails = ""
    case = run(unreliable.open_case(a_case()))
    assert run(crm.cases(Query())).items == (case,)
