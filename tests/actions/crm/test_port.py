"""What the desk may count on from a CRM, whichever database is behind it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select

from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import (
    CaseStatus,
    CrmRefused,
    NewContact,
    NewFeedback,
    Priority,
    Refusal,
)
from bot.database import engine
from knowledge_base.curation import asked
from knowledge_base.curation.asked import Asked
from knowledge_base.curation.discretion import keyed
from knowledge_base.curation.question_tables import questions
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.samples import (
    CAMILLE,
    EMAIL,
    MONDAY,
    PHONE,
    a_callback,
    a_case,
    a_lead,
    at,
    number,
)


def test_a_case_is_found_again_by_its_reference(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case(priority=Priority.HIGH, due=at(12, days=30))))
    assert case.ref.startswith("D-") and len(case.ref) == 8
    assert (case.status, case.priority) == (CaseStatus.OPEN, Priority.HIGH)
    assert case.created_at == MONDAY and case.created_at.tzinfo == timezone.utc
    assert case.due == at(12, days=30)
    assert run(crm.case(case.ref.lower())) == case


def test_an_unknown_reference_is_none(crm: EmbeddedCrm) -> None:
    assert run(crm.case("D-222222")) is None
    assert run(crm.contact("C-222222")) is None
    assert run(crm.find_contacts(phone=number(99))) == ()
    assert run(crm.find_contacts()) == ()


def test_the_same_external_ref_is_the_same_record(crm: EmbeddedCrm) -> None:
    assert run(crm.open_case(a_case())) == run(crm.open_case(a_case(subject="Autre")))
    assert run(crm.open_lead(a_lead())) == run(crm.open_lead(a_lead()))
    assert run(crm.book_callback(a_callback())) == run(crm.book_callback(a_callback()))


def test_someone_is_known_by_number_or_by_address(crm: EmbeddedCrm) -> None:
    camille = run(crm.save_contact(CAMILLE))
    assert run(crm.save_contact(NewContact(phone=PHONE))) == camille
    assert run(crm.save_contact(NewContact(email=EMAIL.upper()))) == camille
    assert run(crm.find_contacts(email=f" {EMAIL.title()} ")) == (camille,)
    assert run(crm.find_contacts(phone=PHONE, email="autre@exemple.fr")) == (camille,)


def test_what_is_known_of_someone_is_completed_but_not_replaced(crm: EmbeddedCrm) -> None:
    first = run(crm.save_contact(NewContact(phone=PHONE)))
    assert run(crm.save_contact(CAMILLE)).ref == first.ref
    stranger = NewContact(name="Autre", phone=PHONE, email="autre@exemple.fr", language="en")
    after = run(crm.save_contact(stranger))
    assert (after.name, after.email, after.language) == (CAMILLE.name, EMAIL, "en")


def test_the_number_of_one_and_the_address_of_another_do_not_merge_them(crm: EmbeddedCrm) -> None:
    one = run(crm.save_contact(NewContact(phone=PHONE)))
    other = run(crm.save_contact(NewContact(email=EMAIL)))
    assert run(crm.save_contact(CAMILLE)).ref == one.ref
    assert run(crm.contact(one.ref)).email == ""  # type: ignore[union-attr]
    assert len(run(crm.find_contacts(PHONE, EMAIL))) == 2
    assert run(crm.contact(other.ref)) == other


@pytest.mark.parametrize(
    "contact",
    [
        NewContact(name="Personne"),
        NewContact(phone="0639980101"),
        NewContact(phone="+33 639980101"),
        NewContact(email="pas une adresse"),
        NewContact(email="a@b.fr" + "x" * 260),
    ],
)
def test_nobody_is_refused_without_a_way_to_reach_them(
    crm: EmbeddedCrm, contact: NewContact
) -> None:
    with pytest.raises(CrmRefused) as refused:
        run(crm.save_contact(contact))
    assert refused.value.reason is Refusal.INVALID
    assert str(refused.value) == "invalid"


def test_text_that_a_database_cannot_hold_is_kept_without_it(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case(subject="a\x00b\ud800c", description="é 😀 \u202e")))
    assert (case.subject, case.description) == ("abc", "é 😀 \u202e")


def test_keys_have_a_length(crm: EmbeddedCrm) -> None:
    for wrong in ("", "x" * 201, "a\x00"):
        with pytest.raises(CrmRefused):
            run(crm.open_case(a_case(external_ref=wrong)))


def test_a_note_is_added_once_and_only_to_a_case_that_exists(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case()))
    run(crm.add_note(case.ref, "toujours rouge", "note-1"))
    run(crm.add_note(case.ref, "toujours rouge", "note-1"))
    held = run(crm.export(case.contact))
    assert [note["text"] for note in held["notes"]] == ["toujours rouge"]  # type: ignore[attr-defined]
    with pytest.raises(CrmRefused) as refused:
        run(crm.add_note("D-222222", "perdu", "note-2"))
    assert refused.value.reason is Refusal.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "score", "accepted"),
    [
        ("csat", 5, True),
        ("csat", 6, False),
        ("nps", 0, True),
        ("nps", 11, False),
        ("ces", 0, False),
        ("answer", 1, True),
        ("answer", None, True),
        ("stars", 3, False),
    ],
)
def test_feedback_is_on_a_known_scale(
    crm: EmbeddedCrm, kind: str, score: int | None, accepted: bool
) -> None:
    given = NewFeedback(kind=kind, score=score, external_ref="feedback-1")
    if accepted:
        run(crm.save_feedback(given))
        run(crm.save_feedback(given))
    else:
        with pytest.raises(CrmRefused):
            run(crm.save_feedback(given))


def test_export_holds_everything_as_json(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case()))
    run(crm.book_callback(a_callback()))
    run(crm.open_lead(a_lead()))
    run(crm.save_feedback(NewFeedback("csat", "f1", 4, "merci", conversation="visitor-1")))
    run(crm.save_feedback(NewFeedback("csat", "f2", 1, "autre", conversation="visitor-2")))
    held = json.loads(json.dumps(run(crm.export(case.contact))))
    assert held["contact"]["phone"] == PHONE
    assert [held[kind][0]["ref"][0] for kind in ("cases", "callbacks", "leads")] == list("DRL")
    assert held["callbacks"][0]["start"] == "2026-11-23T10:00:00Z"
    assert [one["comment"] for one in held["feedback"]] == ["merci"]
    assert run(crm.export("C-222222")) == {}


def test_a_forgotten_person_leaves_records_without_them(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case()))
    run(crm.add_note(case.ref, "rappeler Camille", "note-1"))
    run(crm.book_callback(a_callback()))
    run(crm.open_lead(a_lead()))
    run(crm.save_feedback(NewFeedback("csat", "f1", 4, "Camille", conversation="visitor-1")))
    assert run(crm.erase(case.contact)) == 6
    held = json.dumps(run(crm.export(case.contact)))
    for personal in ("Camille", "Martin", "639980101", EMAIL, "rouge", "facture", "visitor-1"):
        assert personal not in held.replace("visitor-1:", "")
    assert run(crm.case(case.ref)) is not None
    assert run(crm.callbacks_of(PHONE)) == ()
    assert run(crm.find_contacts(PHONE, EMAIL)) == ()


def test_a_forgotten_persons_questions_are_forgotten_too(crm: EmbeddedCrm, url: str) -> None:
    case = run(crm.open_case(a_case()))
    with engine(url).begin() as connection:
        for sender, caller in (("visitor-1", ""), ("another-call", PHONE), ("visitor-2", "")):
            said = Asked("ma box", "fr", "web", sender, "abstained", "abstained", caller=caller)
            asked.keep(connection, said)
    held: Any = run(crm.export(case.contact))
    assert [one["text"] for one in held["questions"]] == ["ma box", "ma box"]
    run(crm.erase(case.contact))
    with engine(url).connect() as connection:
        left = connection.execute(select(questions.c.conversation)).scalars().all()
    assert left == [keyed("conversation", "visitor-2")]


def test_forgetting_again_touches_nothing(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case()))
    assert run(crm.erase(case.contact)) == 2
    assert run(crm.erase(case.contact)) == 0
    assert run(crm.erase("C-222222")) == 0


def test_someone_who_comes_back_is_someone_new(crm: EmbeddedCrm) -> None:
    before = run(crm.save_contact(CAMILLE))
    run(crm.erase(before.ref))
    assert run(crm.save_contact(CAMILLE)).ref != before.ref


def test_a_reference_that_is_taken_is_drawn_again(url: str) -> None:
    drawn = iter(["D-AAAAA2", "C-AAAAA2", "D-AAAAA2", "D-AAAAA3"])
    crm = EmbeddedCrm(url, OfficeHours(), timeout=30, draw=lambda _prefix: next(drawn))
    first = run(crm.open_case(a_case()))
    second = run(crm.open_case(a_case(external_ref="another")))
    assert (first.ref, second.ref) == ("D-AAAAA2", "D-AAAAA3")


def test_moments_keep_their_instant_whatever_their_zone(
    crm: EmbeddedCrm, clock: Callable[[datetime], None]
) -> None:
    clock(MONDAY + timedelta(days=200))  # summer time
    tokyo = timezone(timedelta(hours=9))
    case = run(crm.open_case(a_case(due=at(12).astimezone(tokyo))))
    assert case.due == at(12) and case.due.tzinfo == timezone.utc
    with pytest.raises(CrmRefused):
        run(crm.open_case(a_case(due=datetime(2026, 12, 1, 12), external_ref="naive")))
