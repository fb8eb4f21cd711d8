"""The company's CRM as a store: a copy holds what it has of a person, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.crm.customers.books import changing
from actions.crm.customers.merging import merge
from actions.crm.outbox.company import CompanyRecords
from actions.crm.port import CrmRefused, NewContact, Refusal
from bot.person import Person, Unreachable
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import CAMILLE, PHONE, a_case, number

pytestmark = pytest.mark.usefixtures("no_pauses")
SHE = Person(phone=PHONE)


@pytest.fixture
def store(house: House) -> CompanyRecords:
    async def closed() -> None:
        pass

    house.company.close = closed  # type: ignore[attr-defined]
    return CompanyRecords(house.mail.database, NAME, lambda: house.company)  # type: ignore[arg-type,return-value]


def subjects(held: list[dict[str, Any]]) -> list[str]:
    return sorted(case["description"] for one in held for case in one["cases"])


def test_a_copy_holds_whom_the_desk_told_of_and_whom_it_finds(
    house: House, store: CompanyRecords
) -> None:
    for count, contact in enumerate((CAMILLE, NewContact("Paul", number(7)))):
        run(house.desk.open_case(a_case(contact=contact, external_ref=f"k{count}")))
    house.deliver()
    elsewhere = a_case(contact=NewContact("C. Durand", "", "autre@exemple.fr"), description="avant")
    run(house.company.books.open_case(replace(elsewhere, external_ref="theirs")))
    assert len(store.held(SHE)) == 1
    assert "avant" in subjects(store.held(Person(phone=PHONE, email="autre@exemple.fr")))


def test_a_copy_of_a_merged_person_holds_everyone_they_were(
    house: House, store: CompanyRecords
) -> None:
    one, other = (
        run(
            house.desk.open_case(
                a_case(contact=replace(CAMILLE, phone=phone, email=""), external_ref=phone)
            )
        )
        for phone in (number(1), number(2))
    )
    house.deliver()
    with changing(house.mail.database) as unit:
        merge(unit, one.contact, other.contact, "agent")
    phones = {one["contact"]["phone"] for one in store.held(Person(phone=number(2)))}
    assert phones == {number(1), number(2)}


def test_a_crm_that_does_not_answer_is_told_of(house: House, store: CompanyRecords) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    house.company.down = lost("HTTP 503")
    with pytest.raises(Unreachable, match="HTTP 503"):
        store.held(SHE)


def test_who_is_gone_there_is_no_failure(house: House, store: CompanyRecords) -> None:
    run(house.desk.open_case(a_case()))
    house.deliver()
    house.company.fails = [("before", CrmRefused(Refusal.UNKNOWN))] * 5
    assert store.held(SHE) == []
