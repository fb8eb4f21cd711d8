"""In every CRM, somebody of whom it never told us is found, exported, erased and looked for."""

from __future__ import annotations

from typing import Any

from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.company import CompanyRecords
from actions.crm.outbox.erasing import ask_for
from actions.crm.outbox.forgetting import Forgetting
from actions.crm.outbox.mail import Mail
from actions.crm.port import CompanyCrm, NewContact
from actions.fields.references import new_reference
from bot import database
from bot.clock import now
from bot.person import Person
from tests.actions.crm.vendors.test_contract import a_callback, a_case

NAME = "company"


async def test_whose_answer_was_lost_is_forgotten_all_the_same(
    crm: CompanyCrm, somebody: NewContact, sqlite_url: str
) -> None:
    await crm.open_case(a_case(somebody))
    await crm.book_callback(a_callback(somebody))
    books: Any = database.engine(sqlite_url)
    with books.begin() as connection:
        unit = Unit(connection, now(), new_reference)
        ask_for(unit, NAME, somebody.phone, somebody.email)
    store = CompanyRecords(books, NAME, lambda: crm)  # type: ignore[arg-type,return-value]
    (letter,) = Mail(books, NAME).due(1)
    await Forgetting(books, NAME, crm).deliver(letter)  # type: ignore[arg-type]
    assert not await crm.find_contacts(somebody.phone, somebody.email)
    (proof,) = store.erasures(past=True)
    assert proof.records >= 2 and proof.checked_at is not None


async def test_a_copy_is_whole_for_whom_the_desk_does_not_know(
    crm: CompanyCrm, somebody: NewContact, sqlite_url: str
) -> None:
    case = await crm.open_case(a_case(somebody))
    store = CompanyRecords(database.engine(sqlite_url), NAME, lambda: _open(crm))
    (held,) = await store._exported(Person(phone=somebody.phone, email=somebody.email))
    assert [one["ref"] for one in held["cases"]] == [case.ref]


def _open(crm: CompanyCrm) -> Any:
    """The fixture closes it."""

    class Lent:
        def __getattr__(self, name: str) -> Any:
            return getattr(crm, name)

        async def close(self) -> None: ...

    return Lent()
