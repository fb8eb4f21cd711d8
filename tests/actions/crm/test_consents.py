"""What people agreed to: kept with their request, told, and withdrawn."""

from __future__ import annotations

import pytest

from actions.crm.calls import CallOutcome, Consent, NewAttempt, Purpose
from actions.crm.embedded import EmbeddedCrm
from tests.actions.crm.conftest import run
from tests.actions.crm.program import CALLBACK, LEAD, Api
from tests.actions.crm.samples import EMAIL, MONDAY, PHONE, a_callback, a_lead, number

CALL = Consent(Purpose.CALLBACK, "web", "0123456789ab", "On vous rappelle {start}, au {phone}.", "fr")
OFFERS = Consent(Purpose.PROSPECTING, "voice", "ba9876543210", "About offers. All right?", "en")


def test_a_consent_is_kept_with_the_callback_it_came_with(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback(consent=CALL)))
    (kept,) = run(crm.consents(PHONE))
    assert (kept.record, kept.contact, kept.phone) == (booked.ref, booked.contact, PHONE)
    assert (kept.purpose, kept.channel, kept.wording) == (Purpose.CALLBACK, "web", CALL.wording)
    assert (kept.text, kept.language, kept.conversation) == (CALL.text, "fr", "visitor-1")
    assert (kept.created_at, kept.withdrawn_at) == (MONDAY, None)


def test_the_same_request_is_one_consent_and_another_request_another(crm: EmbeddedCrm) -> None:
    for _ in range(2):
        run(crm.book_callback(a_callback(consent=CALL)))
    run(crm.book_callback(a_callback(consent=CALL, external_ref="second")))
    assert len(run(crm.consents(PHONE))) == 2


def test_an_offer_is_agreed_to_with_the_address_that_was_given(crm: EmbeddedCrm) -> None:
    lead = run(crm.open_lead(a_lead(consent=OFFERS)))
    (kept,) = run(crm.consents(contact=lead.contact))
    assert (kept.purpose, kept.email, kept.record) == (Purpose.PROSPECTING, EMAIL, lead.ref)


def test_nothing_is_kept_where_nothing_was_said(crm: EmbeddedCrm) -> None:
    run(crm.book_callback(a_callback()))
    run(crm.open_lead(a_lead()))
    assert run(crm.consents(PHONE)) == ()


def test_whoever_does_not_want_to_be_called_withdraws_all(crm: EmbeddedCrm) -> None:
    run(crm.open_lead(a_lead(consent=OFFERS)))
    run(crm.book_callback(a_callback(phone=number(9), consent=CALL, external_ref="other")))
    ref = run(crm.book_callback(a_callback(consent=CALL))).ref
    run(crm.attempted(ref, NewAttempt(CallOutcome.REFUSED)))
    assert [one.withdrawn_at for one in run(crm.consents(PHONE))] == [MONDAY, MONDAY]
    assert [one.withdrawn_at for one in run(crm.consents(number(9)))] == [None]


def test_who_is_forgotten_leaves_no_number_in_the_proof(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback(consent=CALL)))
    assert run(crm.export(booked.contact))["consents"][0]["phone"] == PHONE  # type: ignore[index]
    run(crm.erase(booked.contact))
    (left,) = run(crm.consents(contact=booked.contact))
    assert (left.phone, left.email, left.conversation) == ("", "", "")
    assert left.withdrawn_at == MONDAY


def test_a_program_reads_what_was_agreed_to(desk: EmbeddedCrm, api: Api) -> None:
    booked = run(desk.book_callback(a_callback(consent=CALL)))
    (told,) = api.get("consents", phone=PHONE).json()
    assert (told["record"], told["purpose"], told["text"]) == (booked.ref, "callback", CALL.text)
    assert told["created_at"] == "2026-11-23T08:00:00Z"
    assert api.get("consents").status_code == 422


def test_a_program_says_what_was_agreed_to(desk: EmbeddedCrm, api: Api) -> None:
    words = {"text": "Nous vous rappelons, d’accord ?", "channel": "form"}
    assert api.post("callbacks", {**CALLBACK, "consent": words}).status_code == 201
    assert api.post("leads", {**LEAD, "consent": {**words, "language": "en"}}).status_code == 201
    about_offers, about_the_call = api.get("consents", phone=PHONE).json()
    assert (about_offers["purpose"], about_offers["language"]) == ("prospecting", "en")
    assert (about_the_call["purpose"], about_the_call["text"]) == ("callback", words["text"])
    assert about_offers["wording"] == about_the_call["wording"] != ""


@pytest.mark.parametrize("words", [{}, {"text": "", "channel": "form"}, {"text": "Oui ?"}, "oui"])
def test_an_agreement_to_nothing_is_refused(desk: EmbeddedCrm, api: Api, words: object) -> None:
    assert api.post("callbacks", {**CALLBACK, "consent": words}).status_code == 422
    assert api.get("callbacks").json()["items"] == []
