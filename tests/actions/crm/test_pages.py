"""Leafing through the records loses none and shows none twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.crm.embedded import EmbeddedCrm
from actions.crm.lists import Query
from actions.crm.port import CrmRefused, NewContact
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.samples import a_case, number

SHARED = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def full(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedCrm:
    """Thirty cases, of five people, in three conversations."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("pages") / "crm.db")
    crm = EmbeddedCrm(f"sqlite:///{path}", OfficeHours(), timeout=30)
    for n in range(30):
        person = NewContact(phone=number(n % 5))
        key, conversation = f"case-{n}", f"visitor-{n % 3}"
        run(crm.open_case(a_case(external_ref=key, contact=person, conversation=conversation)))
    return crm


def leafed(crm: EmbeddedCrm, query: Query) -> Iterator[str]:
    """The keys of every page, one after the other."""
    while True:
        page = run(crm.cases(query))
        yield from (case.external_ref for case in page.items)
        if page.next is None:
            return
        query = Query(**{**vars(query), "after": page.next})


@SHARED
@given(limit=st.integers(1, 40))
def test_pages_of_any_size_hold_everything_once(full: EmbeddedCrm, limit: int) -> None:
    seen = [key for key in leafed(full, Query(limit=limit)) if key.startswith("case-")]
    assert seen == [f"case-{n}" for n in reversed(range(30))]


@SHARED
@given(limit=st.integers(1, 12), conversation=st.integers(0, 3), person=st.integers(0, 5))
def test_filters_and_pages_go_together(
    full: EmbeddedCrm, limit: int, conversation: int, person: int
) -> None:
    query = Query(limit=limit, conversation=f"visitor-{conversation}", phone=number(person))
    wanted = [n for n in range(30) if (n % 3, n % 5) == (conversation, person)]
    assert list(leafed(full, query)) == [f"case-{n}" for n in reversed(wanted)]


@SHARED
@given(limit=st.integers(1, 10))
def test_what_arrives_meanwhile_moves_no_page(full: EmbeddedCrm, limit: int) -> None:
    late = f"late-{uuid4()}"
    first = run(full.cases(Query(limit=limit)))
    run(full.open_case(a_case(external_ref=late, conversation="late")))
    rest = leafed(full, Query(limit=limit, after=first.next or ""))
    seen = [case.external_ref for case in first.items] + list(rest)
    assert len(seen) == len(set(seen)) and late not in seen
    assert {key for key in seen if key.startswith("case-")} == {f"case-{n}" for n in range(30)}


@SHARED
@given(text=st.text(min_size=1, max_size=300))
def test_no_filter_is_more_than_a_value(full: EmbeddedCrm, text: str) -> None:
    for name in ("conversation", "external_ref", "status", "ref", "email", "phone"):
        assert run(full.cases(Query(**{name: text}))).items == ()  # type: ignore[arg-type]
    with pytest.raises(CrmRefused):
        run(full.cases(Query(after=text)))


@SHARED
@given(subject=st.text(max_size=300), key=st.text(min_size=1, max_size=200))
def test_any_text_is_kept_or_refused(full: EmbeddedCrm, subject: str, key: str) -> None:
    try:
        case = run(full.open_case(a_case(subject=subject, external_ref=f"{key}", conversation="")))
    except CrmRefused:
        return
    assert run(full.case(case.ref)) == case
