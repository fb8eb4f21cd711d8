"""What the desk may count on from any company's CRM about a call that it was told of."""

from __future__ import annotations

import pytest

from actions.crm.calls import CallEnd, Consent, Purpose
from actions.crm.port import (
    CallbackStatus,
    CallState,
    CrmRefused,
    Kind,
    NewContact,
    Refusal,
    RemoteCrm,
)
from tests.actions.crm.vendors.test_contract import (
    STRANGE,
    SUMMER,
    WINTER,
    a_callback,
    a_lead,
    held,
    key,
)

CALL = Consent(
    Purpose.CALLBACK, "web", "0123456789ab", "On vous rappelle\n{start} ?", given_at=SUMMER
)
OFFERS = Consent(Purpose.PROSPECTING, "voice", "ba98", "Des offres, d’accord ?", given_at=WINTER)


async def test_how_a_call_stands_is_told(company: RemoteCrm, somebody: NewContact) -> None:
    ref = (await company.book_callback(a_callback(somebody))).ref
    assert await company.callback_state(ref) == CallState(CallbackStatus.BOOKED, SUMMER)
    await company.move_callback(ref, WINTER, key())
    assert await company.callback_state(ref) == CallState(CallbackStatus.BOOKED, WINTER)
    await company.cancel_callback(ref)
    stands = await company.callback_state(ref)
    assert stands is not None and stands.status is CallbackStatus.CANCELLED


@pytest.mark.parametrize("end", CallEnd)
async def test_a_call_is_closed_with_its_end(
    company: RemoteCrm, somebody: NewContact, end: CallEnd
) -> None:
    booked = await company.book_callback(a_callback(somebody))
    for _ in range(2):
        await company.close_callback(booked.ref, end)
    stands = await company.callback_state(booked.ref)
    assert stands is not None
    assert stands.status in (CallbackStatus.DONE, CallbackStatus.CANCELLED)
    if end is CallEnd.REACHED:
        assert stands.status is CallbackStatus.DONE
    with pytest.raises(CrmRefused) as refused:
        await company.move_callback(booked.ref, WINTER, key())
    assert refused.value.reason is Refusal.NOT_OPEN


async def test_a_call_that_was_cancelled_stays_cancelled(
    company: RemoteCrm, somebody: NewContact
) -> None:
    ref = (await company.book_callback(a_callback(somebody))).ref
    await company.cancel_callback(ref)
    await company.close_callback(ref, CallEnd.EXPIRED)
    stands = await company.callback_state(ref)
    assert stands is not None and stands.status is CallbackStatus.CANCELLED


@pytest.mark.parametrize("ref", STRANGE)
async def test_a_call_that_there_is_none_of_is_not_told_of(company: RemoteCrm, ref: str) -> None:
    assert await company.callback_state(ref) is None
    for ask in (
        company.close_callback(ref, CallEnd.REACHED),
        company.remark(Kind.CALLBACK, ref, "perdu"),
        company.remark(Kind.LEAD, ref, "perdu"),
    ):
        with pytest.raises(CrmRefused) as refused:
            await ask
        assert refused.value.reason is Refusal.UNKNOWN


async def test_what_was_agreed_to_spoils_nothing_that_is_read_back(
    company: RemoteCrm, somebody: NewContact
) -> None:
    call = await company.book_callback(a_callback(somebody, consent=CALL))
    lead = await company.open_lead(a_lead(somebody, consent=OFFERS))
    for _ in range(2):
        await company.remark(Kind.CALLBACK, call.ref, "Accord retiré : rappel (callback)")
        await company.remark(Kind.LEAD, lead.ref, "Accord retiré : offres (prospecting)")
    kept = await held(company, call.contact)
    (told,) = kept["callbacks"]
    assert (told["ref"], told["phone"]) == (call.ref, somebody.phone)
    assert told["language"] in ("fr", "")
    assert [(one["ref"], one["interest"]) for one in kept["leads"]] == [(lead.ref, "la fibre")]
    again = await company.book_callback(a_callback(somebody, consent=CALL, external_ref=key()))
    assert again.ref != call.ref
