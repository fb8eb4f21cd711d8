"""Letters are forgotten with the person they were written to, and with time."""

from __future__ import annotations

import asyncio
import json
import os
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.tables import callbacks, notices
from actions.crm.letters.carriers import carrier, folder
from actions.crm.letters.post import Post
from actions.crm.letters.postman import Postman
from actions.crm.outbox.round import round_of
from actions.crm.records import NewCallback
from bot import database
from bot.clock import now
from bot.person import person_of
from bot.settings import settings
from connectors.parts import retention
from connectors.privacy.commands import app
from connectors.privacy.scan import places
from tests.connectors.conftest import forget_house

PHONE, EMAIL = "+33639981234", "camille.durand@exemple.fr"
OTHER = "paul@exemple.fr"


@pytest.fixture()
def refs(house: pytest.MonkeyPatch) -> list[str]:
    """Two people have a callback, and the letters that tell of it lie in the folder."""
    house.setenv("GUICHET_NOW", "2026-11-23T10:00:00")
    forget_house()
    database.migrate()
    crm, found = EmbeddedCrm(timeout=10), []
    for number, address in ((PHONE, EMAIL), ("+33639985555", OTHER)):
        start = next(iter(asyncio.run(crm.free_slots(now() + timedelta(days=1)))))
        name = f"web-{len(found)}"
        new = NewCallback(number, start, "ma facture", name, conversation=name, email=address)
        found.append(asyncio.run(crm.book_callback(new)).ref)
    deliver()
    return found


def deliver() -> None:
    round = round_of(database.engine(), "postman")
    Postman(Post(database.engine()), carrier(settings()), round).round()
    round.leave()


def files() -> list[str]:
    return sorted(path.name for path in folder(settings().data_dir).glob("*"))


def kept(column: Any) -> set[str]:
    with database.engine().connect() as connection:
        return set(connection.execute(select(column)).scalars())


def ran(*words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.output))


@pytest.mark.parametrize("who", ["06 39 98 12 34", EMAIL])
def test_an_erasure_takes_the_letters_too(refs: list[str], who: str) -> None:
    assert len(files()) == 2 and kept(notices.c.to) == {EMAIL, OTHER}
    receipt = ran("erase", who)
    assert receipt["stores"]["letters"] >= 2
    assert kept(notices.c.to) == {OTHER} and kept(callbacks.c.email) == {"", OTHER}
    assert [refs[1] in name for name in files()] == [True]
    assert not list(places(database.engine(), settings().data_dir, person_of(EMAIL)))


def test_a_copy_holds_the_letters(refs: list[str], tmp_path: Path) -> None:
    receipt = ran("export", EMAIL, "-o", str(tmp_path / "copy.zip"))
    assert receipt["stores"]["letters"] >= 2
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        said = archive.read("letters.json").decode()
    assert refs[0] in said and EMAIL in said and OTHER not in said


def test_letters_have_their_time(refs: list[str], house: pytest.MonkeyPatch) -> None:
    assert forgotten()["letters"] == 0 and len(files()) == 2
    house.setenv("GUICHET_NOW", "2027-11-23T10:00:00")
    forget_house()
    old = time.time() - 91 * 86400
    os.utime(folder(settings().data_dir) / files()[0], (old, old))
    runs = forgotten()
    assert runs["letters"] == 4 and runs["letter files"] == 1
    assert kept(notices.c.to) == set() and len(files()) == 1


def forgotten() -> dict[str, int]:
    async def all_of_it() -> dict[str, int]:
        work = retention(settings())
        return {rule.kind: await work.run(rule) for rule in work.rules}

    return asyncio.run(all_of_it())
