"""What happens when eight or fifty ask for the same thing at once, from threads and from processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Any

from sqlalchemy import select

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.tables import callbacks
from actions.crm.lists import Query
from actions.crm.port import CrmRefused, NewContact, NewFeedback
from bot import database
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.samples import (
    CAMILLE,
    EMAIL,
    PHONE,
    a_callback,
    a_case,
    a_lead,
    at,
    number,
)

EIGHT, FIFTY = 8, 50


def at_once(url: str, ask: Callable[[EmbeddedCrm, int], Awaitable[Any]]) -> list[Any]:
    """Eight desks, each with threads of its own."""
    desks = [EmbeddedCrm(url, OfficeHours(), timeout=30) for _ in range(EIGHT)]

    async def everyone() -> list[Any]:
        asked = (ask(desk, n) for n, desk in enumerate(desks))
        return list(await asyncio.gather(*asked, return_exceptions=True))

    return asyncio.run(everyone())


def outcomes(answers: Sequence[Any]) -> Counter[str]:
    return Counter(str(one) if isinstance(one, Exception) else "done" for one in answers)


def in_a_process(url: str, n: int) -> str:
    """Opens the same case, then tries for the same slot under a number of its own."""
    desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
    case = run(desk.open_case(a_case()))
    try:
        run(desk.book_callback(a_callback(phone=number(n), external_ref=f"b{n}")))
    except CrmRefused as refused:
        return f"{case.ref} {refused}"
    return f"{case.ref} done"


def test_eight_attempts_at_one_record_make_one_record(url: str) -> None:
    for ask in (
        lambda desk, _: desk.open_case(a_case()),
        lambda desk, _: desk.open_lead(a_lead()),
        lambda desk, _: desk.book_callback(a_callback()),
        lambda desk, _: desk.save_contact(CAMILLE),
    ):
        assert len({one.ref for one in at_once(url, ask)}) == 1
    desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
    pages: tuple[Any, ...] = (desk.cases, desk.leads, desk.callbacks, desk.contacts)
    for page in pages:
        assert len(run(page(Query())).items) == 1


def test_eight_attempts_at_one_note_and_one_opinion_keep_one(url: str) -> None:
    desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
    case = run(desk.open_case(a_case()))
    given = NewFeedback("csat", "f1", 4, conversation="visitor-1")
    at_once(url, lambda desk, _: desk.add_note(case.ref, "toujours rouge", "note-1"))
    at_once(url, lambda desk, _: desk.save_feedback(given))
    held: Any = run(desk.export(case.contact))
    assert (len(held["notes"]), len(held["feedback"])) == (1, 1)


def test_people_who_are_named_crosswise_do_not_block_each_other(url: str) -> None:
    people = (NewContact(phone=PHONE, email=EMAIL), NewContact(email=EMAIL, phone=number(2)))
    answers = at_once(url, lambda desk, n: desk.save_contact(people[n % 2]))
    assert outcomes(answers) == {"done": EIGHT}


def test_a_slot_is_never_overbooked(url: str) -> None:
    answers = at_once(
        url,
        lambda desk, n: desk.book_callback(a_callback(phone=number(n), external_ref=f"b{n}")),
    )
    assert outcomes(answers) == {"done": 3, "full": 5}


def test_moving_and_booking_together_never_overbook(url: str) -> None:
    desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
    booked = [
        run(
            desk.book_callback(
                a_callback(phone=number(n), start=at(14, 30 * (n // 2)), external_ref=f"b{n}")
            )
        )
        for n in range(4)
    ]

    def ask(desk: EmbeddedCrm, n: int) -> Awaitable[Any]:
        start = at(11) + timedelta(minutes=5 * n)
        if n < 4:
            return desk.move_callback(booked[n].ref, start, f"move-{n}")
        return desk.book_callback(a_callback(phone=number(n), start=start, external_ref=f"b{n}"))

    answers = at_once(url, ask)
    assert outcomes(answers)["full"] + outcomes(answers)["done"] == EIGHT
    placed = [one for one in answers if not isinstance(one, Exception)]
    busiest = max(sum(o.start <= one.start < o.end for o in placed) for one in placed)
    assert busiest <= 3


def test_one_number_that_asks_for_eight_times_has_one_callback(url: str) -> None:
    answers = at_once(
        url,
        lambda desk, n: desk.book_callback(
            a_callback(start=at(11) + timedelta(minutes=30 * n), external_ref=f"b{n}")
        ),
    )
    assert outcomes(answers) == {"done": EIGHT}
    assert len({one.ref for one in answers}) == 1
    assert len(run(EmbeddedCrm(url, OfficeHours(), timeout=30).callbacks_of(PHONE))) == 1


def test_processes_agree_too(url: str) -> None:
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(EIGHT, mp_context=context) as processes:
        answers = list(processes.map(in_a_process, [url] * EIGHT, range(EIGHT)))
    assert len({answer.split()[0] for answer in answers}) == 1
    assert Counter(answer.split()[1] for answer in answers) == {"done": 3, "full": 5}


def test_a_person_is_forgotten_while_they_write(url: str) -> None:
    """Nothing that came before the end of the erasure still names them afterwards."""
    desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
    before = run(desk.save_contact(CAMILLE))

    def ask(desk: EmbeddedCrm, n: int) -> Awaitable[Any]:
        if n == 4:
            return desk.erase(before.ref)
        return desk.open_case(a_case(external_ref=f"case-{n}"))

    at_once(url, ask)
    held: Any = run(desk.export(before.ref))
    assert all(case["description"] == "" for case in held["cases"])


def one_of_fifty(url: str, n: int) -> str:
    """A caller with a desk of their own; whoever is refused looks at what else is free."""
    desk = EmbeddedCrm(url, OfficeHours(), timeout=60)
    try:
        run(desk.book_callback(a_callback(phone=number(n), external_ref=f"b{n}")))
    except CrmRefused as refused:
        others = run(desk.free_slots(at(11), 3))
        return str(refused) if others == (at(11, 30), at(12), at(12, 30)) else f"offered {others}"
    return "done"


def half_of_fifty(url: str, first: int) -> list[str]:
    """25 callers in threads of one process."""
    with ThreadPoolExecutor(FIFTY // 2) as threads:
        return list(
            threads.map(one_of_fifty, [url] * (FIFTY // 2), range(first, first + FIFTY // 2))
        )


def held(url: str) -> list[str]:
    """The numbers whose callback is open at eleven."""
    with database.engine(url).begin() as connection:
        mine = select(callbacks.c.phone).where(callbacks.c.status.in_(("booked", "moved")))
        return list(connection.execute(mine.where(callbacks.c.start == at(11))).scalars())


def test_fifty_callers_in_threads_get_three_places_and_the_others_are_offered_more(
    url: str,
) -> None:
    with ThreadPoolExecutor(FIFTY) as threads:
        answers = Counter(threads.map(one_of_fifty, [url] * FIFTY, range(FIFTY)))
    assert answers == {"done": 3, "full": FIFTY - 3}
    assert len(set(held(url))) == len(held(url)) == 3


def test_fifty_callers_in_two_processes_get_three_places(url: str) -> None:
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(2, mp_context=context) as processes:
        halves = list(processes.map(half_of_fifty, [url] * 2, (0, FIFTY // 2)))
    assert Counter(answer for half in halves for answer in half) == {"done": 3, "full": FIFTY - 3}
    assert len(set(held(url))) == 3


def test_fifty_requests_of_one_number_leave_one_open(url: str) -> None:
    def ask(n: int) -> str:
        desk = EmbeddedCrm(url, OfficeHours(), timeout=60)
        start = at(11) + timedelta(minutes=30 * (n % 10))
        return run(desk.book_callback(a_callback(start=start, external_ref=f"b{n}"))).ref

    with ThreadPoolExecutor(FIFTY) as threads:
        assert len(set(threads.map(ask, range(FIFTY)))) == 1
    with database.engine(url).begin() as connection:
        rows = connection.execute(select(callbacks.c.phone, callbacks.c.status)).all()
    assert [phone for phone, _ in rows] == [PHONE]
