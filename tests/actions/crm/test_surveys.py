"""Nobody is asked twice in a conversation, nor again too soon; what is said is told, masked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.survey_tables import surveys
from actions.crm.port import NewFeedback, NewSurvey
from bot import database
from bot.settings import settings
from knowledge_base.curation.webhooks import Webhooks, deliveries
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.samples import CAMILLE, EMAIL, PHONE, a_callback, a_case, a_lead, number


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.cache_clear()


def at(patch: pytest.MonkeyPatch, moment: str) -> None:
    patch.setenv("GUICHET_NOW", moment)
    settings.cache_clear()


def asked(crm: EmbeddedCrm, conversation: str, phone: str = "") -> bool:
    return run(crm.begin_survey(NewSurvey("csat", conversation, phone)))


def test_a_conversation_is_asked_once(crm: EmbeddedCrm) -> None:
    assert [asked(crm, "a"), asked(crm, "a"), asked(crm, "b")] == [True, False, True]


def test_somebody_known_is_left_in_peace_for_a_month(
    crm: EmbeddedCrm, later: pytest.MonkeyPatch
) -> None:
    run(crm.open_case(a_case(conversation="a")))
    run(crm.book_callback(a_callback(conversation="b")))
    run(crm.open_lead(a_lead(conversation="other", contact=_other())))
    assert [asked(crm, one) for one in ("a", "b", "other")] == [True, False, True]
    at(later, "2026-12-22T12:00:00+01:00")
    assert not asked(crm, "c", PHONE)
    at(later, "2026-12-24T12:00:00+01:00")
    assert asked(crm, "c", PHONE)


def test_a_caller_is_known_by_their_number(crm: EmbeddedCrm) -> None:
    assert asked(crm, "a", PHONE)
    assert not asked(crm, "b", PHONE)
    assert asked(crm, "c", number(7))


def test_a_pause_of_no_days_asks_at_every_conversation(
    crm: EmbeddedCrm, later: pytest.MonkeyPatch
) -> None:
    later.setenv("GUICHET_SURVEY_PAUSE_DAYS", "0")
    settings.cache_clear()
    assert asked(crm, "a", PHONE) and asked(crm, "b", PHONE)


def test_an_opinion_given_unasked_counts_as_asked(crm: EmbeddedCrm) -> None:
    run(crm.open_case(a_case(conversation="a")))
    run(crm.save_feedback(NewFeedback("csat", "f1", 4, conversation="a")))
    run(crm.save_feedback(NewFeedback("answer", "f2", 1, conversation="b")))
    assert not asked(crm, "a") and not asked(crm, "c", PHONE) and asked(crm, "b")


def test_eight_at_once_ask_once(url: str) -> None:
    desks = [EmbeddedCrm(url, OfficeHours(), timeout=30) for _ in range(8)]

    async def everyone() -> list[bool]:
        asking = (one.begin_survey(NewSurvey("nps", f"c{n}", PHONE)) for n, one in enumerate(desks))
        return list(await asyncio.gather(*asking))

    assert sorted(asyncio.run(everyone())) == [False] * 7 + [True]


def test_who_left_a_number_is_known_in_that_conversation_alone(crm: EmbeddedCrm) -> None:
    run(crm.open_case(a_case(conversation="a")))
    known = run(crm.known_in("a"))
    assert known and (known.phone, known.email) == (PHONE, EMAIL)
    assert run(crm.known_in("b")) is None and run(crm.known_in("")) is None


def test_no_number_lies_in_the_table_and_an_erasure_takes_the_person_out(
    crm: EmbeddedCrm, url: str
) -> None:
    case = run(crm.open_case(a_case(conversation="a")))
    assert asked(crm, "a") and asked(crm, "b", number(7))
    with database.engine(url).connect() as connection:
        rows = str(connection.execute(sa.select(surveys)).all())
        assert PHONE not in rows and PHONE[1:] not in rows and EMAIL not in rows
    run(crm.erase(case.contact))
    with database.engine(url).connect() as connection:
        assert [row.conversation for row in connection.execute(sa.select(surveys))] == ["b"]


def test_what_is_old_is_forgotten(crm: EmbeddedCrm, url: str, later: pytest.MonkeyPatch) -> None:
    asked(crm, "a")
    at(later, "2027-03-01T12:00:00+01:00")
    asked(crm, "b")
    with database.engine(url).connect() as connection:
        assert [row.conversation for row in connection.execute(sa.select(surveys))] == ["b"]


def test_subscribers_hear_of_opinions_masked_and_of_low_ones_once_more(
    crm: EmbeddedCrm, url: str
) -> None:
    made = database.engine(url)
    Webhooks(made).add("https://hooks.example.com", ("feedback.given", "feedback.detractor"), "awa")
    low = NewFeedback("nps", "f1", 6, "rappelez le 06 12 34 56 78", "", "a", "voice", "fr")
    for one in (
        low,
        low,
        NewFeedback("nps", "f2", 7, "bien", "", "b"),
        NewFeedback("answer", "f3", 0),
    ):
        run(crm.save_feedback(one))
    with made.connect() as connection:
        told = [json.loads(row.body) for row in connection.execute(sa.select(deliveries))]
    kinds = sorted(one["kind"] for one in told)
    assert kinds == ["feedback.detractor", "feedback.given", "feedback.given"]
    data = [one["data"] for one in told if one["data"]["score"] == 6]
    assert len(data) == 2 and data[0] == data[1]
    assert data[0]["comment"] == "rappelez le [phone]" and data[0]["channel"] == "voice"
    assert data[0]["conversation"] not in ("", "a")
    _emptied(url)


def _emptied(url: str) -> None:
    """The subscription goes with the test: other tests share the server."""
    hooks = Webhooks(database.engine(url))
    for one in hooks.all():
        hooks.drop(one.id)


def _other() -> object:
    return type(CAMILLE)(name="Léa", phone=number(3))
