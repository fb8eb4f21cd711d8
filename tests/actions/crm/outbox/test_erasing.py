"""Who is forgotten here is forgotten in the company's CRM, whatever is on its way there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from actions.crm.customers.books import changing
from actions.crm.customers.merging import merge
from actions.crm.embedded.personal import PersonalRecords
from actions.crm.outbox.company import CompanyRecords
from actions.crm.outbox.erasures import Erasures
from actions.crm.outbox.forgetting import StillThere
from actions.crm.outbox.tables import State, erasures, known
from actions.crm.port import CrmRefused, NewContact, Refusal
from bot.person import Person
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import CAMILLE, PHONE, a_callback, a_case, number

pytestmark = pytest.mark.usefixtures("no_pauses")
SHE = Person(phone=PHONE)


def erase(house: House, person: Person = SHE) -> tuple[int, CompanyRecords]:
    """As `guichet privacy erase` does."""
    company = CompanyRecords(house.mail.database, NAME, lambda: house.company)  # type: ignore[arg-type,return-value]
    records = PersonalRecords(house.mail.database, company)
    return records.erase(records.known(person)), company


def there(house: House, **who: str) -> Any:
    return run(house.company.books.find_contacts(**who))


def rows(house: House, table: Any) -> list[Any]:
    with house.mail.database.begin() as connection:
        return list(connection.execute(sa.select(table)).mappings())


def test_who_is_forgotten_is_forgotten_there(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    house.deliver()
    run(house.desk.erase(case.contact))
    house.deliver()
    assert [one.description for one in house.there("cases")] == [""]
    assert there(house, phone=PHONE) == ()


@pytest.mark.parametrize("when", ["after", "before"])
def test_an_erasure_waits_behind_a_letter_that_was_tried(house: House, when: str) -> None:
    run(house.desk.open_case(a_case()))
    house.company.fails = [(when, lost())]
    house.once()
    records, company = erase(house)
    assert records > 0
    assert run(house.desk.find_contacts(phone=PHONE)) == ()
    assert [one.state for one in company.outcome(0)] == [State.WAITING]
    house.deliver()
    assert there(house, phone=PHONE) == ()
    assert all(one.description == "" for one in house.there("cases"))
    assert [one.state for one in company.outcome(0)] == [State.DELIVERED]


def test_a_request_without_an_answer_is_given_time_before_it_is_looked_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.settings import settings

    run(house.desk.open_case(a_case()))
    house.company.fails = [("after", lost())]
    house.once()
    monkeypatch.setenv("GUICHET_CRM_DELIVERY_TIMEOUT", "30")
    settings.cache_clear()
    erase(house)
    house.deliver()
    (waiting,) = house.letters(State.WAITING)
    assert (waiting.kind.value, waiting.attempts) == ("erasure", 0)
    assert 59 < (waiting.due_at - waiting.created_at).total_seconds() < 61


def test_whom_it_is_about_is_gone_once_it_has_arrived(house: House) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    house.company.down = lost("HTTP 503")
    erase(house)
    house.once()
    (waiting,) = rows(house, erasures)
    assert (waiting["phone"], waiting["email"]) == (PHONE, CAMILLE.email)
    house.company.down = None
    house.deliver()
    (done,) = rows(house, erasures)
    assert (done["phone"], done["email"]) == ("", "")
    assert done["records"] > 0 and done["checked_at"] is not None


def test_nothing_of_whom_it_was_about_stays_in_the_files(house: House) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    erase(house)
    house.deliver()
    file = house.mail.database.url.database
    if house.mail.database.dialect.name == "sqlite":
        for name in (file, f"{file}-wal"):
            with open(name, "rb") as held:
                assert PHONE.encode() not in held.read(), name


def test_a_merged_person_is_forgotten_as_everyone_they_were(house: House) -> None:
    one, other = (
        run(house.desk.open_case(a_case(contact=_only(phone), external_ref=phone)))
        for phone in (number(1), number(2))
    )
    house.deliver()
    with changing(house.mail.database) as unit:
        merge(unit, one.contact, other.contact, "agent")
    erase(house, Person(phone=number(2)))
    house.deliver()
    assert there(house, phone=number(1)) == there(house, phone=number(2)) == ()
    assert [one.description for one in house.there("cases")] == ["", ""]
    assert rows(house, known) == []


def test_who_is_only_known_there_is_found_by_number_and_address(house: House) -> None:
    run(house.company.books.save_contact(NewContact("Camille", PHONE)))
    run(house.company.books.save_contact(NewContact("Camille", "", CAMILLE.email)))
    run(house.desk.open_case(a_case()))
    erase(house)
    house.deliver()
    assert there(house, phone=PHONE, email=CAMILLE.email) == ()


def test_somebody_whom_the_desk_never_met_is_asked_for_once(house: House) -> None:
    run(house.company.books.save_contact(NewContact("Camille", PHONE)))
    assert erase(house)[0] == 0
    _, company = erase(house)
    assert len(house.letters(State.WAITING)) == 1
    house.deliver()
    assert there(house, phone=PHONE) == ()
    assert [one.records > 0 for one in company.outcome(0)] == [True]


def test_a_crm_that_ignores_the_filter_loses_nobody_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = run(house.company.books.save_contact(NewContact("Paul", number(7))))
    run(house.desk.open_case(a_case()))
    house.deliver()

    async def everyone(*_: str) -> Any:
        return [other, *await house.company.books.find_contacts(PHONE, CAMILLE.email)]

    monkeypatch.setattr(house.company, "find_contacts", everyone, raising=False)
    erase(house)
    house.deliver()
    assert there(house, phone=PHONE) == ()
    assert [one.ref for one in there(house, phone=number(7))] == [other.ref]


def test_the_proof_is_that_nobody_is_found_afterwards(house: House) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    erase(house)
    with capture_logs() as logs:
        house.deliver()
    assert house.company.asked[-3:] == ["erase", "find_contacts", "find_contacts"]
    (told,) = [one for one in logs if one["event"] == "erased in the company's crm"]
    assert told["records"] > 0 and told["found_afterwards"] == 0
    assert PHONE not in str(logs) and CAMILLE.email not in str(logs)
    (proof,) = Erasures(house.mail.database).past()
    assert proof.state is State.DELIVERED and proof.checked_at is not None


def test_who_is_still_found_is_erased_again_and_nobody_else_waits_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    (camille,) = there(house, phone=PHONE)
    lagging = [[camille]] * 14

    async def stale(*_: str) -> Any:
        return lagging.pop() if lagging else []

    monkeypatch.setattr(house.company, "find_contacts", stale, raising=False)
    erase(house)
    house.once()
    (waiting,) = house.letters(State.WAITING)
    assert waiting.problem == str(StillThere("still found after the erasure"))
    for _ in range(5):
        house.once()
    assert house.courier()._breaker.places(4) == 4
    house.deliver()
    assert len(house.letters(State.DELIVERED)) == 2


def test_a_refusal_is_seen_to_by_a_person_and_sent_again(house: House) -> None:
    from actions.crm.lists import Query
    from actions.crm.outbox import dead_letters

    run(house.desk.open_case(a_case()))
    house.deliver()
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 403"))]
    _, company = erase(house)
    house.deliver()
    (refused,) = company.outcome(0)
    assert (refused.state, refused.problem) == (State.DEAD, "invalid: HTTP 403")
    assert len(run(house.desk.cases(Query(category=dead_letters.UNDELIVERED))).items) == 1
    assert [one.letter for one in company.erasures(past=False)] == [refused.letter]
    dead_letters.replay(house.mail.database, NAME, [refused.letter])
    house.deliver()
    assert there(house, phone=PHONE) == ()
    assert company.erasures(past=False) == []


def test_what_it_called_an_erased_person_is_forgotten_and_nobody_elses(house: House) -> None:
    run(house.desk.open_case(a_case()))
    run(house.desk.book_callback(a_callback()))
    other = run(house.desk.open_case(a_case(contact=_only(number(3)), external_ref="k3")))
    house.deliver()
    erase(house)
    assert len(rows(house, known)) == 5
    house.deliver()
    left = {(row["kind"], row["ref"]) for row in rows(house, known)}
    assert left == {("case", other.ref), ("contact", other.contact)}


def test_a_desk_that_erases_says_so_in_its_own_letters(house: House) -> None:
    from actions.crm.port import Outcome

    case = run(house.desk.open_case(a_case()))
    house.deliver()
    mine = house.desk.following()
    assert run(mine.erase(case.contact)) > 0
    house.deliver()
    assert run(mine.outcome(0)) is Outcome.DELIVERED
    assert run(mine.erase("C-NOBODY")) == 0


def _only(phone: str) -> NewContact:
    return replace(CAMILLE, phone=phone, email="")
