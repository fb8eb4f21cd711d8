"""What agents read after a call: when the next one is, which case asks, what was agreed to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape

from actions.crm.calls import Consent, Purpose
from tests.actions.crm.conftest import run
from tests.actions.crm.console.conftest import Desk
from tests.actions.crm.samples import CAMILLE, a_callback, a_lead, at

Clock = Callable[[datetime], None]
OFFERS = Consent(Purpose.PROSPECTING, "web", "0123456789ab", "Un conseiller vous contacte à : {contact}.", "fr")


def end(desk: Desk, ref: str, outcome: str, note: str = "") -> str:
    """The page after a call was ended so."""
    agent = desk.colleague()
    agent.get(f"/callbacks/{ref}")
    assert agent.post(f"/callbacks/{ref}/outcome", do=outcome, note=note).status_code == 303
    return unescape(agent.get("/callbacks").text)


def test_whoever_got_no_answer_reads_when_the_next_call_is(desk: Desk, clock: Clock) -> None:
    ref = desk.callback(1, 10)
    clock(at(10, 10))
    assert f"{ref} : personne n’a répondu. Prochain appel : 23/11/2026 à 11:30" in end(desk, ref, "no_answer")


def test_after_the_last_attempt_the_case_is_named(desk: Desk, clock: Clock) -> None:
    ref = desk.callback(1, 10)
    for hour in (10, 12):
        clock(at(hour, 25))
        end(desk, ref, "answerphone")
    clock(at(14, 25))
    said = end(desk, ref, "no_answer", "Trois fois")
    (case,) = [one for one in desk.colleague().client.get("/api/curation/crm/cases").json()["items"]
               if one["queue"] == "callback_missed"]  # fmt: skip
    assert f"Le dossier {case['ref']} est ouvert" in said
    page = unescape(desk.colleague().get(f"/callbacks/{ref}").text)
    assert page.count("Messagerie") >= 2 and "Trois fois" in page
    assert "rappel manqué" in unescape(desk.colleague().get(f"/cases/{case['ref']}").text)


def test_a_wrong_number_is_said_on_the_card(desk: Desk) -> None:
    ref = run(desk.books.book_callback(a_callback()))
    end(desk, ref.ref, "wrong_number")
    assert "mauvais numéro" in unescape(desk.colleague().get(f"/customers/{ref.contact}").text)


def test_the_card_shows_what_was_agreed_to_and_takes_it_back(desk: Desk) -> None:
    contact = run(desk.books.open_lead(a_lead(consent=OFFERS))).contact
    agent = desk.colleague()
    page = unescape(agent.get(f"/customers/{contact}").text)
    assert OFFERS.text in page and "être contacté pour des offres" in page
    assert agent.client.get(f"/api/curation/crm/customers/{contact}").json()["consents"][0]["wording"] == OFFERS.wording
    assert agent.post(f"/customers/{contact}/withdraw").status_code == 303
    assert "retiré le 23/11/2026" in unescape(agent.get(f"/customers/{contact}").text)
    assert [one.what for one in desk.audit("contact.consent_withdrawn")] == ["contact.consent_withdrawn"]


def test_the_script_of_a_sale_warns_unless_there_is_a_consent(desk: Desk) -> None:
    ref = run(desk.books.book_callback(a_callback(queue="sales"))).ref
    warning = "ne démarchez pas"
    assert warning in unescape(desk.colleague().get(f"/callbacks/{ref}").text)
    run(desk.books.open_lead(a_lead(consent=OFFERS, contact=CAMILLE)))
    assert warning not in unescape(desk.colleague().get(f"/callbacks/{ref}").text)
    support = desk.callback(2)
    assert warning not in unescape(desk.colleague().get(f"/callbacks/{support}").text)
