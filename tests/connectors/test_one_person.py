"""One person's data is found in every store, copied, and taken out of all of them."""

from __future__ import annotations

import asyncio
import gzip
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from actions.crm.embedded import EmbeddedCrm
from actions.crm.records import NewCase, NewContact
from bot import clock, database
from bot.conversation import Message, Reply
from bot.person import NobodyNamed, Person, person_of
from bot.settings import settings
from bot.tracker_table import conversations
from connectors.conversations import MessageLog
from connectors.privacy.commands import app
from connectors.privacy.scan import places
from connectors.tables import messages
from knowledge_base.curation import asked
from knowledge_base.curation.question_tables import questions

PHONE, NUMBER = "+33639981234", "06 39 98 12 34"
EMAIL, NAME = "camille.durand@exemple.fr", "Camille Durand"
HER = Person(PHONE, EMAIL, NAME)


@pytest.mark.parametrize(
    "text",
    [
        "rappelez le 06 39 98 12 34", "0639981234", "06.39.98.12.34", "+33639981234",
        "+33 (0)6 39 98 12 34", "0033 6 39 98 12 34", "33639981234",
        "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
        "zero six three nine nine eight one two three four",
        "écrivez à CAMILLE.DURAND@exemple.fr", "camille point durand arobase exemple point fr",
        "camille dot durand at exemple dot fr", "Durand Camille", "CAMILLE  DURAND",
    ],
)  # fmt: skip
def test_a_person_is_recognised_however_they_are_written(text: str) -> None:
    assert HER.is_named_in(text)


@pytest.mark.parametrize(
    "text",
    ["06 39 98 12 35", "10639981234", "6399812345", "camille@exemple.fr", "Camille", "Durand et fils",
     "xcamille.durand@exemple.fr", "une camille", "referer 63998 1234567"],
)  # fmt: skip
def test_somebody_else_is_not_taken_for_them(text: str) -> None:
    assert not HER.is_named_in(text)


@pytest.mark.parametrize(
    "given", ["06 39 98 12 34", "+33 6 39 98 12 34", "0033639981234", "06.39.98.12.34"]
)
def test_a_number_is_read_as_it_is_dialled(given: str) -> None:
    assert person_of(given).phone == PHONE


@pytest.mark.parametrize("given", ["Camille", "12", "", "a@b"])
def test_who_cannot_be_told_is_nobody(given: str) -> None:
    with pytest.raises(NobodyNamed):
        person_of(given)


@pytest.fixture()
def lived(house: pytest.MonkeyPatch) -> Path:
    """Two people were here; one of them is to be forgotten."""
    house.setenv("GUICHET_NOW", "2026-11-23T10:00:00")
    settings.cache_clear()
    database.migrate()
    crm = EmbeddedCrm(timeout=10)
    for sender, number, contact in (
        ("web-1", NUMBER, NewContact(NAME, PHONE, EMAIL)),
        ("web-2", "06 39 98 55 55", NewContact("Paul Petit", "+33639985555")),
    ):
        case = NewCase(
            "panne", f"rappelez au {number}", f"{sender}/case", contact=contact, conversation=sender
        )
        asyncio.run(crm.open_case(case))
        log = MessageLog(database.engine())
        message = Message(sender, f"mon numéro est le {number}", "web", "fr", "m1")
        log.open(message)
        log.answer(message, (Reply(f"Au {number} ?"),))
        state = {
            "sender": sender,
            "state": json.dumps([number]),
            "updated_at": clock.utc(clock.now()),
        }
        with database.engine().begin() as connection:
            connection.execute(conversations.insert().values(state))
            asked.keep(connection, asked.Asked("où est ma box", "fr", "web", sender, "abstained"))
    logs = settings().data_dir / "logs"
    logs.mkdir()
    lines = (f'{{"event": "odd", "number": "{NUMBER}"}}', '{"event": "fine"}')
    (logs / "gateway.log").write_text("\n".join(lines) + "\n", "utf-8")
    return settings().data_dir


def ran(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.output))


@pytest.mark.parametrize("who", [NUMBER, EMAIL])
def test_a_copy_holds_everything_and_nobody_else(lived: Path, who: str, tmp_path: Path) -> None:
    receipt = ran("export", who, "-o", str(tmp_path / "copy.zip"))
    counts = {name: count for name, count in receipt["stores"].items() if count}
    assert counts == {"states": 1, "messages": 1, "logs": 1, "questions": 1, "crm": 1}
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        said = {name: archive.read(name).decode() for name in archive.namelist()}
    assert NAME in said["crm.json"] and "rappelez au" in said["crm.json"]
    assert NAME not in said["receipt.json"] and NUMBER not in said["receipt.json"]
    assert not any("Petit" in text or "55 55" in text for text in said.values())


@pytest.mark.parametrize("who", [NUMBER, EMAIL])
def test_an_erasure_leaves_nothing_and_everybody_else(lived: Path, who: str) -> None:
    receipt = ran("erase", who)
    counts = {name: count for name, count in receipt["stores"].items() if count}
    assert counts.pop("crm") >= 2
    assert counts == {"states": 1, "messages": 1, "logs": 1, "questions": 1}
    assert receipt["left"] == []
    content = b"".join(path.read_bytes() for path in lived.rglob("*") if path.is_file())
    for form in (NUMBER, PHONE, PHONE[3:], EMAIL, NAME):
        assert form.encode() not in content
    assert b"06 39 98 55 55" in content and b"Paul Petit" in content
    with database.engine().connect() as connection:
        for table in (messages, conversations, questions):
            assert len(connection.execute(select(table)).all()) == 1
    assert "fine" in (lived / "logs" / "gateway.log").read_text("utf-8")
    assert not any(ran("erase", who)["stores"].values())


def test_what_cannot_be_taken_out_is_told_and_the_command_fails(lived: Path) -> None:
    (lived / "reports").mkdir()
    (lived / "reports" / "old.json.gz").write_bytes(gzip.compress(f"lire : {NUMBER}".encode()))
    done = CliRunner().invoke(app, ["erase", NUMBER, "--json"])
    assert done.exit_code == 1
    assert json.loads(done.output)["left"] == ["reports/old.json.gz"]


def test_a_deleted_row_leaves_the_pages_of_the_file(lived: Path) -> None:
    with database.engine().begin() as connection:
        connection.execute(conversations.delete())
    found = places(database.engine(), lived, Person(PHONE))
    assert "conversations.state" not in found and "messages.replies" in found


def test_requests_whose_legal_date_is_near_are_listed(
    lived: Path, house: pytest.MonkeyPatch
) -> None:
    crm, contact = EmbeddedCrm(timeout=10), NewContact(NAME, PHONE)
    for number, (right, days) in enumerate([("export", 30), ("erasure", 5), ("erasure", -1)]):
        case = NewCase(
            right, "", f"x{number}", category=f"data_{right}", contact=contact,
            due=clock.now() + timedelta(days=days),
        )  # fmt: skip
        asyncio.run(crm.open_case(case))
    rows = json.loads(CliRunner().invoke(app, ["due", "--json"]).output)
    assert [(row["right"], row["days"]) for row in rows] == [("erasure", -1), ("erasure", 5)]
    every = json.loads(CliRunner().invoke(app, ["due", "--days", "31", "--json"]).output)
    assert len(every) == 3
