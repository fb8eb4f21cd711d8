"""Whoever takes over reads what is open already; a number that was only typed tells nothing."""

from __future__ import annotations

from typing import Any

from actions.already_open import already_open
from actions.crm.calls import CallOutcome
from actions.crm.customers import doing
from actions.crm.customers.books import changing
from actions.crm.embedded import EmbeddedCrm
from actions.crm.lists import Query
from actions.crm.port import CaseStatus
from actions.handoff import HandOff
from actions.turn import Say, Turn
from bot import database
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import PHONE, a_callback, a_case


def turn(channel: str = "voice", caller: str = PHONE, language: str = "fr", **slots: Any) -> Turn:
    given = {"phone": PHONE, "confirmed": True, **slots}
    return Turn("visitor-9", "un conseiller", "talk_to_human", 0.9, language, channel, None, "handoff_form", False,
                caller=caller, slots=given, said=("un conseiller",))  # fmt: skip


def test_a_caller_who_has_a_case_and_a_callback_need_not_say_so(crm: EmbeddedCrm) -> None:
    case, callback = run(crm.open_case(a_case())), run(crm.book_callback(a_callback()))
    assert run(already_open(crm, turn())) == f"Déjà en cours : {case.ref} (Box en panne), {callback.ref} (lundi 23 novembre à 11 h)."
    assert run(already_open(crm, turn(language="en"))).startswith(f"Already open: {case.ref}")


def test_a_visitor_who_proved_a_case_need_not_either(crm: EmbeddedCrm) -> None:
    case = run(crm.open_case(a_case()))
    assert case.ref in run(already_open(crm, turn("web", "", proven_case=case.ref)))


def test_a_number_that_was_only_typed_tells_nothing(crm: EmbeddedCrm) -> None:
    run(crm.open_case(a_case()))
    assert run(already_open(crm, turn("web", ""))) == ""
    assert run(already_open(crm, turn("web", "", proven_case="D-222222"))) == ""


def test_what_is_resolved_or_made_is_not_open(crm: EmbeddedCrm, url: str) -> None:
    case, callback = run(crm.open_case(a_case())), run(crm.book_callback(a_callback()))
    with changing(database.engine(url)) as unit:
        doing.set_status(unit, case.ref, CaseStatus.RESOLVED, "agent")
        doing.settle(unit, callback.ref, CallOutcome.REACHED, "", "agent")
    assert run(already_open(crm, turn())) == ""


def test_the_case_of_the_handoff_says_it_and_is_still_one_case(crm: EmbeddedCrm) -> None:
    before = run(crm.open_case(a_case()))
    for _ in range(2):
        run(HandOff().act(crm, Say(), turn()))
    (handed,) = run(crm.cases(Query(category="handoff"))).items
    said = "Sujet : un conseiller\nLa personne a dit :\n- un conseiller"
    assert handed.description == f"{said}\nDéjà en cours : {before.ref} (Box en panne)."
