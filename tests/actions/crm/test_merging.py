"""Two contacts become one person and two again, and nothing is lost in between."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.crm.customers import duplicates, merging
from actions.crm.customers.books import changing
from actions.crm.customers.duplicates import Reason
from actions.crm.customers.names import are_close, compared
from actions.crm.embedded import EmbeddedCrm
from actions.crm.lists import Query
from actions.crm.port import CrmRefused, NewContact, Refusal
from bot import database
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import a_callback, a_case, a_lead, at, number

HELD = ("crm_contacts", "crm_cases", "crm_callbacks", "crm_leads", "crm_remarks", "crm_notes", "crm_callback_requests", "crm_feedback")


def held(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the books, as it stands."""
    tables = {name: database.metadata.tables[name] for name in HELD}
    with database.engine(url).connect() as connection:
        return {name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()] for name, table in tables.items()}


def merge(url: str, kept: str, gone: str) -> int:
    with changing(database.engine(url)) as unit:
        return merging.merge(unit, kept, gone, "agent")


def undo(url: str, number: int) -> None:
    with changing(database.engine(url)) as unit:
        merging.undo(unit, number, "agent")


def two(crm: EmbeddedCrm) -> tuple[str, str]:
    """Somebody by telephone, who is also somebody by e-mail."""
    by_phone = run(crm.save_contact(NewContact("Camille Martin", phone=number(1))))
    by_email = run(crm.save_contact(NewContact("Camille Martin", email="camille@exemple.fr")))
    return by_phone.ref, by_email.ref


def test_after_a_merge_whoever_names_either_finds_the_one_that_was_kept(crm: EmbeddedCrm, url: str) -> None:
    kept, gone = two(crm)
    case = run(crm.open_case(a_case(contact=NewContact(email="camille@exemple.fr"))))
    merge(url, kept, gone)
    assert run(crm.case(case.ref)).contact == kept  # type: ignore[union-attr]
    assert [one.ref for one in run(crm.find_contacts(email="camille@exemple.fr"))] == [kept]
    assert [one.ref for one in run(crm.find_contacts(number(1), "camille@exemple.fr"))] == [kept]
    assert run(crm.contact(gone)).ref == kept  # type: ignore[union-attr]
    later = run(crm.open_case(a_case(external_ref="later", contact=NewContact("C. Martin", email="camille@exemple.fr"))))
    assert later.contact == kept
    assert [one.ref for one in run(crm.contacts(Query())).items] == [kept]
    assert [one.ref for one in run(crm.contacts(Query(email="camille@exemple.fr"))).items] == [kept]
    assert {one.ref for one in run(crm.cases(Query(email="camille@exemple.fr"))).items} == {case.ref, later.ref}


def test_what_came_after_a_merge_stays_with_the_one_that_was_kept(crm: EmbeddedCrm, url: str) -> None:
    kept, gone = two(crm)
    before = run(crm.open_case(a_case(contact=NewContact(email="camille@exemple.fr"))))
    made = merge(url, kept, gone)
    after = run(crm.open_case(a_case(external_ref="after", contact=NewContact(email="camille@exemple.fr"))))
    undo(url, made)
    assert run(crm.case(before.ref)).contact == gone  # type: ignore[union-attr]
    assert run(crm.case(after.ref)).contact == kept  # type: ignore[union-attr]
    assert run(crm.contact(gone)).ref == gone  # type: ignore[union-attr]


def test_a_merge_is_undone_once_and_the_later_one_first(crm: EmbeddedCrm, url: str) -> None:
    kept, gone = two(crm)
    third = run(crm.save_contact(NewContact("C. Martin", phone=number(3)))).ref
    first = merge(url, kept, gone)
    second = merge(url, third, kept)
    assert run(crm.contact(gone)).ref == third  # type: ignore[union-attr]
    for refused in (lambda: undo(url, first), lambda: merge(url, kept, third), lambda: merge(url, gone, third)):
        with pytest.raises(CrmRefused) as error:
            refused()
        assert error.value.reason is Refusal.CONFLICT
    undo(url, second)
    undo(url, first)
    with pytest.raises(CrmRefused):
        undo(url, first)
    with pytest.raises(CrmRefused) as error:
        merge(url, kept, kept)
    assert error.value.reason is Refusal.INVALID


def test_forgetting_a_joined_person_forgets_every_part_of_them(crm: EmbeddedCrm, url: str) -> None:
    kept, gone = two(crm)
    made = merge(url, kept, gone)
    told = run(crm.export(gone))
    assert told["contact"]["ref"] == kept  # type: ignore[index]
    assert [one["email"] for one in told["known_as"]] == ["camille@exemple.fr"]  # type: ignore[attr-defined]
    run(crm.erase(gone))
    assert "camille" not in str(held(url)).lower() and number(1) not in str(held(url))
    with pytest.raises(CrmRefused):
        undo(url, made)


PEOPLE = st.integers(0, 3)
STEP = st.one_of(
    st.tuples(st.just("case"), PEOPLE, st.integers(0, 9)),
    st.tuples(st.just("callback"), PEOPLE, st.integers(0, 9)),
    st.tuples(st.just("lead"), PEOPLE, st.integers(0, 9)),
    st.tuples(st.just("merge"), PEOPLE, PEOPLE),
)


NUMBERS = count(33_700_000_000)


def _take(crm: EmbeddedCrm, url: str, step: tuple[str, int, int], phones: list[str], refs: list[str]) -> int | None:
    """One step; the number of the merge, if it was one and was made."""
    what, who, which = step
    phone = phones[who]
    person = NewContact(f"Personne {who}", phone=phone)
    try:
        if what == "merge":
            return merge(url, refs[who], refs[which])
        if what == "case":
            run(crm.open_case(a_case(external_ref=f"case-{phone}-{which}", contact=person)))
        if what == "callback":
            run(crm.book_callback(a_callback(phone=phone, external_ref=f"callback-{phone}-{which}", start=at(8, days=1), queue=phone)))
        if what == "lead":
            run(crm.open_lead(a_lead(external_ref=f"lead-{phone}-{which}", contact=person)))
    except CrmRefused:
        pass
    return None


@given(before=st.lists(STEP, max_size=8), pair=st.tuples(PEOPLE, PEOPLE))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_merge_and_its_undoing_leave_everything_as_it_was(crm: EmbeddedCrm, url: str, before: list[tuple[str, int, int]], pair: tuple[int, int]) -> None:
    phones = [f"+{next(NUMBERS)}" for _ in range(4)]
    refs = [run(crm.save_contact(NewContact(phone=one))).ref for one in phones]
    for step in before:
        _take(crm, url, step, phones, refs)
    books = held(url)
    made = _take(crm, url, ("merge", *pair), phones, refs)
    if made is not None:
        assert held(url) != books
        undo(url, made)
    assert held(url) == books


def test_the_same_address_or_a_close_name_is_proposed_until_somebody_tells_them_apart(crm: EmbeddedCrm, url: str) -> None:
    kept, gone = two(crm)
    other = run(crm.save_contact(NewContact("Zoé Petit", phone=number(5)))).ref
    lead = a_lead(contact=NewContact("Zoé Petit", phone=number(5), email="camille@exemple.fr"))
    run(crm.open_lead(lead))
    with changing(database.engine(url)) as unit:
        pairs = {frozenset((one.one["ref"], one.other["ref"])): one.reasons for one in duplicates.proposed(unit)}
    assert pairs == {frozenset((kept, gone)): (Reason.NAME,), frozenset((gone, other)): (Reason.EMAIL,)}
    with changing(database.engine(url)) as unit:
        merging.tell_apart(unit, gone, other, "agent")
        assert [one.reasons for one in duplicates.proposed(unit)] == [(Reason.NAME,)]
    merge(url, kept, gone)
    with changing(database.engine(url)) as unit:
        assert duplicates.proposed(unit) == []


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Élodie Martin", "MARTIN Elodie", True),
        ("Jean-Pierre Dupont", "jean pierre dupond", True),
        ("Camille Martin", "Camile Martin", True),
        ("Camille Martin", "Camille Durand", False),
        ("Camille", "Camille", False),
        ("", "", False),
        ("Marie Martin", "Mario Martin", True),
        ("Paul Martin", "Anne Martin", False),
    ],
)
def test_names_are_close_without_accents_in_any_order(one: str, other: str, close: bool) -> None:
    assert are_close(compared(one), compared(other)) is close
