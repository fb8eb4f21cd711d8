"""The outbox as a store of one person's data: told, emptied, and nobody else's touched."""

from __future__ import annotations

from actions.crm.customers.books import changing
from actions.crm.customers.merging import merge
from actions.crm.outbox.erasing import ask_for
from actions.crm.outbox.personal import TheirLetters, erasures_of
from actions.crm.outbox.tables import State
from bot.person import Person
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House
from tests.actions.crm.outbox.test_courier import somebody
from tests.actions.crm.samples import a_case, number

SHE = Person(phone=number(1))


def test_a_copy_tells_which_of_their_records_were_told_of(house: House) -> None:
    mine = run(house.desk.open_case(a_case(**somebody(1))))
    run(house.desk.open_case(a_case(**somebody(2))))
    house.deliver()
    (told,) = TheirLetters(house.mail.database).held(SHE)
    assert (told["kind"], told["ref"], told["state"]) == ("case", mine.ref, "delivered")


def test_an_erasure_takes_what_arrived_and_leaves_what_has_still_to_go(house: House) -> None:
    run(house.desk.open_case(a_case(**somebody(1))))
    run(house.desk.open_case(a_case(**somebody(2))))
    house.deliver()
    run(house.desk.open_case(a_case(**{**somebody(1), "external_ref": "another"})))
    store = TheirLetters(house.mail.database)
    assert store.erase(SHE) == 1
    assert [one["state"] for one in store.held(SHE)] == ["waiting"]
    assert len(house.letters(State.DELIVERED)) == 1
    assert store.erase(SHE) == 0


def test_letters_of_whoever_was_joined_are_theirs(house: House) -> None:
    one = run(house.desk.open_case(a_case(**somebody(1))))
    other = run(house.desk.open_case(a_case(**somebody(2))))
    house.deliver()
    with changing(house.mail.database) as unit:
        merge(unit, other.contact, one.contact, "agent")
    assert TheirLetters(house.mail.database).erase(SHE) == 2


def test_an_erasure_on_its_way_is_told_in_a_copy_and_left(house: House) -> None:
    with changing(house.mail.database) as unit:
        ask_for(unit, NAME, SHE.phone, "")
    store = erasures_of(house.mail.database)
    assert [one["phone"] for one in store.held(SHE)] == [SHE.phone]
    assert (store.erase(SHE), len(store.held(SHE))) == (0, 1)
