"""Adding a line to a call and closing it, where an answer is lost on the way."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from actions.crm.calls import CallEnd
from actions.crm.port import CallbackStatus, CrmUnavailable, Kind, NewContact, RemoteCrm
from tests.actions.crm.vendors.conftest import Connect
from tests.actions.crm.vendors.line import Line, answer_is_lost, never_arrives
from tests.actions.crm.vendors.test_contract import a_callback

MOST_REQUESTS = 30
LINE = "Accord retiré : rappel (callback)"


async def both(crm: RemoteCrm, ref: str) -> None:
    await crm.remark(Kind.CALLBACK, ref, LINE)
    await crm.close_callback(ref, CallEnd.REACHED)


async def failed(work: Awaitable[object]) -> bool:
    try:
        await work
    except CrmUnavailable:
        return True
    return False


async def test_whatever_answer_is_lost_the_next_try_closes_it(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    crm = connect()
    for nth in range(1, MOST_REQUESTS):
        booked = await crm.book_callback(a_callback(somebody))
        line.fails(answer_is_lost, nth)
        if not await failed(both(crm, booked.ref)):
            break
        line.heals()
        await both(crm, booked.ref)
        stands = await crm.callback_state(booked.ref)
        assert stands is not None and stands.status is CallbackStatus.DONE
    assert nth > 2


async def test_a_state_that_is_not_answered_is_no_state(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    booked = await connect().book_callback(a_callback(somebody))
    line.fails(never_arrives)
    with pytest.raises(CrmUnavailable):
        await connect().callback_state(booked.ref)
