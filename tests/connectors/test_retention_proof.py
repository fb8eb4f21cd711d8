"""Each kind of data has its time, and each time it is kept to is written down."""

from __future__ import annotations

import asyncio
import json
import os
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.tables import cases, contacts, feedback
from actions.crm.port import NewCase, NewContact, NewFeedback
from bot import database
from bot.forgetting import Proof
from bot.settings import settings
from connectors.parts import retention
from connectors.privacy.commands import app
from tests.connectors.conftest import forget_house

MONDAY = "2026-11-23T10:00:00"
PERSON = NewContact("Camille Durand", "+33639981234", "camille@exemple.fr")


@pytest.fixture()
def crm(house: pytest.MonkeyPatch) -> EmbeddedCrm:
    at(house, MONDAY)
    database.migrate()
    return EmbeddedCrm(timeout=10)


def at(house: pytest.MonkeyPatch, moment: str) -> None:
    house.setenv("GUICHET_NOW", moment)
    forget_house()


def forgotten() -> dict[str, int]:
    async def all_of_it() -> dict[str, int]:
        work = retention(settings())
        return {rule.kind: await work.run(rule) for rule in work.rules}

    return asyncio.run(all_of_it())


def names() -> list[str]:
    with database.engine().connect() as connection:
        return list(connection.execute(select(contacts.c.name)).scalars())


def test_a_person_stays_while_a_case_is_open_and_leaves_when_all_is_over(
    crm: EmbeddedCrm, house: pytest.MonkeyPatch
) -> None:
    asyncio.run(crm.open_case(NewCase("panne", "ma ligne", "x1", contact=PERSON)))
    at(house, "2030-11-23T10:00:00")
    assert forgotten()["contacts"] == 0
    with database.engine().begin() as connection:
        connection.execute(cases.update().values(status="closed"))
    assert forgotten()["contacts"] == 1
    assert names() == [""]


def test_comments_lose_their_words_and_keep_their_score(
    crm: EmbeddedCrm, house: pytest.MonkeyPatch
) -> None:
    asyncio.run(crm.save_feedback(NewFeedback("csat", "x1", 2, "Camille a bien aidé")))
    at(house, "2027-11-22T10:00:00")
    assert forgotten()["comments"] == 0
    at(house, "2027-11-24T10:00:00")
    assert forgotten()["comments"] == 1
    with database.engine().connect() as connection:
        (row,) = connection.execute(select(feedback)).all()
    assert (row.score, row.comment) == (2, "")


def test_old_lines_leave_a_log_that_is_being_written(
    crm: EmbeddedCrm, house: pytest.MonkeyPatch
) -> None:
    log = settings().data_dir / "logs" / "gateway.log"
    log.parent.mkdir()
    now = datetime.now(timezone.utc)
    with log.open("a", encoding="utf-8") as writing:
        for age in (31, 29):
            line = {"event": f"é {age}", "at": (now - timedelta(days=age)).isoformat()}
            writing.write(json.dumps(line, ensure_ascii=False) + "\n")
        writing.flush()
        assert forgotten()["logs"] == 1
        writing.write('{"event": "after"}\n')
    events = [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()]
    assert events == ["é 29", "after"]


def test_a_sound_that_nobody_wanted_is_dropped(crm: EmbeddedCrm) -> None:
    folder = settings().data_dir / "audio" / "ab"
    folder.mkdir(parents=True)
    for name, age in (("old.pcm", 91), ("young.pcm", 89)):
        (folder / name).write_bytes(b"sound")
        then = time.time() - age * 86400
        os.utime(folder / name, (then, then))
    assert forgotten()["audio"] == 1
    assert [path.name for path in folder.iterdir()] == ["young.pcm"]


def test_every_kind_is_written_down_once_a_day_and_whenever_something_was_forgotten(
    crm: EmbeddedCrm, house: pytest.MonkeyPatch
) -> None:
    kinds = set(forgotten())
    forgotten()
    runs = Proof(database.engine()).newest()
    assert len(runs) == len(kinds) and {run.kind for run in runs} == kinds
    asyncio.run(crm.save_feedback(NewFeedback("csat", "x1", 2, "bien")))
    at(house, "2028-01-01T10:00:00")
    forgotten()
    newest = Proof(database.engine()).newest(len(kinds))
    assert {run.kind: run.records for run in newest}["comments"] == 1


def test_a_dry_run_counts_and_changes_nothing(
    crm: EmbeddedCrm, house: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asyncio.run(crm.save_feedback(NewFeedback("csat", "x1", 2, "bien")))
    at(house, "2028-01-01T10:00:00")
    for options, records in ((["--dry-run"], 1), (["--dry-run"], 1), ([], 1), (["--dry-run"], 0)):
        printed = CliRunner().invoke(app, ["retention", "--json", *options])
        assert printed.exit_code == 0, printed.output
        rows = {row["kind"]: row["records"] for row in json.loads(printed.output)}
        assert rows["comments"] == records
    past = json.loads(CliRunner().invoke(app, ["retention", "--past", "--json"]).output)
    assert {"comments"} <= {row["kind"] for row in past}
