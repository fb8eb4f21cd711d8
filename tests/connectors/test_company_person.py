"""`guichet privacy` and the company's CRM: copied, forgotten, proved, and said when it is not."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.tables import contacts
from actions.crm.outbox import courier
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.outbox.tables import erasures as asked
from actions.crm.outbox.tables import known, letters
from actions.crm.port import CrmRefused, CrmUnavailable, NewCase, NewContact, Refusal
from bot import database
from bot.settings import settings
from connectors.parts import retention
from connectors.privacy.commands import app
from tests.actions.crm.outbox.conftest import CompanyCrm
from tests.connectors.conftest import forget_house

NAME, PHONE, EMAIL, NUMBER = (
    "Camille Durand",
    "+33639981234",
    "camille@exemple.fr",
    "06 39 98 12 34",
)
CRM = "webhook"


@pytest.fixture()
def company(
    house: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> CompanyCrm:
    """A case that the company's CRM, which lies elsewhere, was told of."""
    house.setenv("GUICHET_CRM", CRM)
    house.setenv("GUICHET_CRM_URL", "http://127.0.0.1:1/")
    house.setenv("GUICHET_CRM_SECRET", "s" * 32)
    house.setenv("GUICHET_CRM_DELIVERY_TIMEOUT", "0.001")
    house.setattr(courier, "FIRST_PAUSE", 0.0)
    forget_house()
    database.migrate()
    elsewhere = tmp_path_factory.mktemp("company") / "company.db"
    with database.engine().connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(settings().data_dir / "guichet.db", elsewhere)
    made = CompanyCrm(EmbeddedCrm(f"sqlite:///{elsewhere}", timeout=10))
    made.close = closed  # type: ignore[attr-defined]
    house.setattr("actions.crm.outbox.opening.company_crm", lambda: made)
    desk = PromisingCrm(CRM, made, timeout=10)  # type: ignore[arg-type]
    case = NewCase("panne", "ma ligne", "k1", contact=NewContact(NAME, PHONE, EMAIL))
    asyncio.run(desk.open_case(case))
    deliver(made)
    return made


async def closed() -> None:
    pass


def the_courier(company: CompanyCrm) -> Courier:
    mail = Mail(database.engine(), CRM)
    delivery = Delivery(database.engine(), CRM, company)  # type: ignore[arg-type]
    return Courier(mail, delivery, round_of(database.engine()), 0.0, chance=lambda: 0.0)


def deliver(company: CompanyCrm) -> None:
    asyncio.run(the_courier(company).drain())


async def once(company: CompanyCrm) -> None:
    """One look into the outbox."""
    courier = the_courier(company)
    await courier._one_round()
    await asyncio.gather(*courier._under_way.values())
    courier._round.leave()


@contextmanager
def delivering(company: CompanyCrm) -> Iterator[None]:
    """A gateway's courier at work beside the command."""
    stopped = threading.Event()
    work = threading.Thread(target=lambda: asyncio.run(the_courier(company).work(stopped)))
    with capture_logs():
        work.start()
        yield
        stopped.set()
        work.join()


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def told(*words: str) -> tuple[int, Any]:
    done = ran(*words, "--json")
    return done.exit_code, json.loads(done.stdout)


def rows(table: Any) -> list[Any]:
    with database.engine().connect() as connection:
        return list(connection.execute(select(table)).mappings())


def there(company: CompanyCrm) -> Any:
    return asyncio.run(company.books.find_contacts(PHONE, EMAIL))


def test_a_copy_has_a_file_of_what_the_company_holds(company: CompanyCrm, tmp_path: Path) -> None:
    code, receipt = told("export", NUMBER, "-o", str(tmp_path / "copy.zip"))
    assert (code, receipt["failed"], receipt["stores"]["company crm"]) == (0, {}, 1)
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        (held,) = json.loads(archive.read("company-crm.json"))
    assert held["contact"]["phone"] == PHONE and held["cases"][0]["description"] == "ma ligne"


def test_a_copy_is_made_of_the_rest_when_the_company_cannot_be_asked(
    company: CompanyCrm, tmp_path: Path
) -> None:
    company.down = CrmUnavailable("HTTP 503")
    code, receipt = told("export", NUMBER, "-o", str(tmp_path / "copy.zip"))
    assert (code, receipt["failed"]) == (1, {"company crm": "HTTP 503"})
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert "ma ligne" in archive.read("crm.json").decode()
        assert json.loads(archive.read("receipt.json"))[0]["failed"] == receipt["failed"]


def test_an_erasure_is_done_there_while_the_command_waits(company: CompanyCrm) -> None:
    with delivering(company):
        code, receipt = told("erase", NUMBER, "--wait", "20")
    (line,) = receipt["company"]
    assert (code, receipt["left"], receipt["failed"]) == (0, [], {})
    assert (line["crm"], line["state"], line["problem"]) == (CRM, "done", "")
    assert line["records"] >= 2 and line["checked_at"]
    assert there(company) == () and rows(known) == []


def test_an_erasure_that_waits_is_told_listed_and_proved_later(company: CompanyCrm) -> None:
    company.down = CrmUnavailable("HTTP 503")
    code, receipt = told("erase", NUMBER, "--wait", "0")
    assert (code, [one["state"] for one in receipt["company"]]) == (1, ["waiting"])
    assert "crm_erasures.phone" in receipt["left"]
    assert "waiting" in ran("erase", NUMBER, "--wait", "0").stdout
    code, listed = told("erasures")
    assert (code, [one["state"] for one in listed]) == (0, ["waiting"])
    assert PHONE not in json.dumps(listed) and "waiting" in ran("erasures").stdout
    company.down = None
    deliver(company)
    assert told("erasures") == (0, [])
    code, past = told("erasures", "--past")
    assert [one["state"] for one in past] == ["done"] and past[0]["checked_at"]
    with delivering(company):
        code, receipt = told("erase", NUMBER, "--wait", "20")
    assert (code, receipt["left"]) == (0, [])


def test_an_erasure_that_is_refused_is_told_with_its_reason(company: CompanyCrm) -> None:
    company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 403"))]
    with delivering(company):
        code, receipt = told("erase", NUMBER, "--wait", "20")
    (line,) = receipt["company"]
    assert (code, line["state"], line["problem"]) == (1, "refused", "invalid: HTTP 403")
    assert told("erasures")[0] == 1
    assert "refused: invalid: HTTP 403" in " ".join(
        ran("erase", NUMBER, "--wait", "0").stdout.split()
    )


def test_a_tried_letter_holds_no_erasure_up(company: CompanyCrm) -> None:
    desk = PromisingCrm(CRM, company, timeout=10)  # type: ignore[arg-type]
    more = NewCase("encore", "ma box", "k2", contact=NewContact(NAME, PHONE, EMAIL))
    asyncio.run(desk.open_case(more))
    company.down = CrmUnavailable("HTTP 503")
    asyncio.run(once(company))
    code, receipt = told("erase", NUMBER, "--wait", "0")
    assert (code, receipt["failed"]) == (1, {}) and receipt["stores"]["crm"] > 0
    assert [row["phone"] for row in rows(contacts)] == [None]


def test_a_store_that_fails_leaves_the_others_their_receipt(
    company: CompanyCrm, house: pytest.MonkeyPatch
) -> None:
    from actions.crm.outbox.personal import TheirLetters

    def broken(*_: Any) -> int:
        raise CrmUnavailable("told to")

    house.setattr(TheirLetters, "erase", broken)
    code, receipt = told("erase", NUMBER, "--wait", "0")
    assert (code, receipt["failed"]) == (1, {"outbox": "CrmUnavailable"})
    assert receipt["stores"]["crm"] > 0
    assert "failed: CrmUnavailable" in ran("erase", NUMBER, "--wait", "0").stdout


def test_without_a_company_crm_nothing_is_asked(
    house: pytest.MonkeyPatch,
) -> None:
    code, receipt = told("erase", NUMBER)
    assert (code, "company" in receipt, told("erasures")) == (0, False, (0, []))


def test_letters_that_arrived_have_their_time(
    company: CompanyCrm, house: pytest.MonkeyPatch
) -> None:
    assert forgotten()["crm letters"] == 0
    later(house, days=91)
    assert forgotten()["crm letters"] == 1
    assert rows(letters) == [] and len(rows(known)) == 2


def test_names_of_people_who_are_gone_go_unless_an_erasure_needs_them(
    company: CompanyCrm, house: pytest.MonkeyPatch
) -> None:
    assert forgotten()["crm names"] == 0
    company.down = CrmUnavailable("HTTP 503")
    told("erase", NUMBER, "--wait", "0")
    later(house, days=1)
    assert forgotten()["crm names"] == 0
    with database.engine().begin() as connection:
        connection.execute(letters.delete())
    assert forgotten()["crm names"] == 2


def test_proofs_of_erasures_have_their_time(company: CompanyCrm, house: pytest.MonkeyPatch) -> None:
    told("erase", NUMBER, "--wait", "0")
    deliver(company)
    later(house, days=1000)
    assert forgotten()["erasures"] == 0
    later(house, days=1200)
    assert forgotten()["erasures"] == 1 and rows(asked) == []


def later(house: pytest.MonkeyPatch, days: int) -> None:
    from datetime import timedelta

    from bot.clock import machine_time

    house.setenv("GUICHET_NOW", (machine_time() + timedelta(days=days)).isoformat())
    forget_house()


def forgotten() -> dict[str, int]:
    async def all_of_it() -> dict[str, int]:
        work = retention(settings())
        return {rule.kind: await work.run(rule) for rule in work.rules}

    return asyncio.run(all_of_it())
