"""The card of a customer: found, shown whole, and every look at it written down."""

from __future__ import annotations

import re
from functools import partial
from html import unescape
from typing import Any

import pytest

from actions.crm.port import NewContact, NewFeedback
from bot.conversation import Message, Reply
from connectors.conversations import MessageLog
from connectors.said import said
from knowledge_base.curation.audit import Wanted
from tests.actions.crm.conftest import run
from tests.actions.crm.console.conftest import Desk
from tests.actions.crm.samples import a_lead, at, number
from tests.knowledge_base.console.routes import PAYLOADS, traces


def speak(desk: Desk, conversation: str, text: str, answer: str) -> None:
    log = MessageLog(desk.house.console.database)
    message = Message(conversation, text, "web", id=text)
    log.open(message)
    log.answer(message, (Reply(answer),))
    desk.house.console.said = partial(said, desk.house.console.database)


def whose(desk: Desk, ref: str) -> str:
    found = run(desk.books.case(ref))
    assert found
    return found.contact


@pytest.mark.parametrize("asked", ["martin camille", "Cämille", "06 39 98 01 01", "+33639980101", "camille.martin@EXEMPLE.fr", "{case}", "{contact}"])
def test_somebody_is_found_by_what_they_are_known_by(desk: Desk, asked: str) -> None:
    case = desk.case()
    contact = whose(desk, case)
    page = desk.colleague().get("/customers", params={"q": asked.format(case=case.lower(), contact=contact)}).text
    assert contact in page and "Camille Martin" in page


@pytest.mark.parametrize("asked", ["", " ", "durand", "06 39 98 01 99", "x@exemple.fr", "D-222222", "\x00", "%", "_"])
def test_nobody_is_found_by_anything_else(desk: Desk, asked: str) -> None:
    contact = whose(desk, desk.case())
    page = desk.colleague().get("/customers", params={"q": asked})
    assert page.status_code == (404 if "\x00" in asked else 200) and contact not in page.text


def test_the_card_tells_everything_newest_first_and_what_was_said_masked(desk: Desk) -> None:
    case, callback = desk.case(), desk.callback(1, conversation="visitor-1")
    run(desk.books.open_lead(a_lead(external_ref="lead")))
    run(desk.books.add_note(case, "Toujours en panne", "visitor-note"))
    run(desk.books.save_feedback(NewFeedback("nps", "nps", 9, "Merci", conversation="visitor-1")))
    speak(desk, "visitor-1", "Ma box est en panne, appelez le 06 39 98 01 77", "C’est noté pour zoe@exemple.fr.")
    contact, agent = whose(desk, case), desk.colleague()
    agent.get(f"/callbacks/{callback}")
    agent.post(f"/callbacks/{callback}/outcome", do="answerphone", note="Message laissé")
    agent.get(f"/customers/{contact}")
    assert agent.post(f"/customers/{contact}/note", note="Préfère le matin").status_code == 303
    page = unescape(agent.get(f"/customers/{contact}").text)
    timeline = page[page.index('id="timeline"'):]
    for words in (case, callback, "la fibre", "Toujours en panne", "Recommandation 9", "Merci", "Message laissé", "Messagerie", "Préfère le matin", "2 messages, données personnelles masquées", "Ma box est en panne"):
        assert words in timeline or words in page, words
    assert timeline.index("Préfère le matin") < timeline.index("Toujours en panne")
    assert "06 39 98 01 77" not in page and "zoe@exemple.fr" not in page


def test_a_number_is_proven_once_a_colleague_spoke_to_them_there(desk: Desk) -> None:
    callback, agent = desk.callback(1), desk.colleague()
    contact = run(desk.books.find_contacts(number(1)))[0].ref
    assert "non prouvé" in unescape(agent.get(f"/customers/{contact}").text)
    agent.post(f"/callbacks/{callback}/outcome", do="reached")
    page = unescape(agent.get(f"/customers/{contact}").text)
    assert "un conseiller lui a parlé à ce numéro le 23/11/2026 à 09:00" in page and "non prouvé" not in page


def test_every_look_at_a_card_is_in_the_audit_and_no_other(desk: Desk) -> None:
    contact, agent = whose(desk, desk.case()), desk.colleague()
    agent.get("/customers?q=camille")
    assert desk.audit("contact.view") == []
    agent.get(f"/customers/{contact}")
    assert agent.client.get(f"/api/curation/crm/customers/{contact}").json()["names"] == ["Camille Martin"]
    assert agent.get("/customers/C-222222").status_code == 404
    assert agent.client.get("/api/curation/crm/customers/C-222222").status_code == 404
    assert [(one.who, one.subject) for one in desk.audit("contact.view")] == [("agent", contact)] * 2


def test_the_link_of_a_joined_contact_leads_to_the_card_that_was_kept(desk: Desk) -> None:
    kept, gone = whose(desk, desk.case()), run(desk.books.save_contact(NewContact("Camille Martin", phone=number(7)))).ref
    agent = desk.colleague()
    page = agent.get("/duplicates").text
    assert kept in page and gone in page and "noms proches" in page
    assert agent.post("/duplicates", do="merge", one=kept, other=gone).status_code == 303
    assert agent.get(f"/customers/{gone}").headers["location"] == f"/console/customers/{kept}"
    page = unescape(agent.get(f"/customers/{kept}").text)
    assert number(7) in page and "réuni avec" in page
    assert agent.post("/duplicates", do="merge", one=kept, other=gone).status_code == 409
    assert agent.post("/duplicates/1/undo").headers["location"] == f"/console/customers/{gone}"
    assert agent.post("/duplicates/1/undo").status_code == 409
    assert agent.post("/duplicates/99/undo").status_code == 404
    assert number(7) not in agent.get(f"/customers/{kept}").text
    assert [one.what for one in desk.house.console.audit.page(Wanted()) if one.what.endswith("merge")] == ["contact.unmerge", "contact.merge"]


def test_programs_join_and_part_by_the_api(desk: Desk) -> None:
    kept, gone = whose(desk, desk.case()), run(desk.books.save_contact(NewContact("Camile Martin", phone=number(7)))).ref
    agent = desk.colleague()
    api, csrf = "/api/curation/crm", {"X-CSRF-Token": agent.csrf}
    (pair,) = agent.client.get(f"{api}/duplicates").json()
    assert (pair["one"]["ref"], pair["other"]["ref"], pair["reasons"]) == (kept, gone, ["name"])
    made = agent.client.post(f"{api}/merges", json={"kept": kept, "gone": gone}, headers=csrf).json()
    assert [one["number"] for one in agent.client.get(f"{api}/merges").json()] == [made["number"]]
    assert agent.client.post(f"{api}/merges/{made['number']}/undo", headers=csrf).status_code == 200
    assert agent.client.get(f"{api}/duplicates").json() == []
    note = {"text": "Par programme"}
    assert agent.client.post(f"{api}/customers/{gone}/notes", json=note, headers=csrf).status_code == 201
    told = agent.client.get(f"{api}/customers/{gone}").json()["timeline"]
    assert [(one["kind"], one["text"], one["who"]) for one in told] == [("remark", "Par programme", "agent")]


@pytest.mark.parametrize("signal", ["termination", "detractor", "repeated"])
def test_a_sign_of_leaving_is_a_flag_on_the_card_and_a_filter_of_the_lists(desk: Desk, signal: str) -> None:
    case = desk.case(1, category="termination" if signal == "termination" else "other")
    calm = desk.case(2, contact=NewContact("Zoé Petit", phone=number(8)), conversation="calm")
    if signal == "detractor":
        run(desk.books.save_feedback(NewFeedback("nps", "nps", 6, conversation="visitor-1")))
        run(desk.books.save_feedback(NewFeedback("nps", "nps-2", 7, conversation="calm")))
    if signal == "repeated":
        desk.case(3, conversation="visitor-3")
        desk.case(4, conversation="visitor-4")
    flag = {"termination": "veut partir", "detractor": "mécontent", "repeated": "revient souvent"}[signal]
    agent = desk.colleague()
    listed = agent.get(f"/cases?signal={signal}").text
    assert f"open-{case}" in listed and f"open-{calm}" not in listed and f"⚑ {flag}" in listed
    assert f"⚑ {flag}" in agent.get(f"/customers/{whose(desk, case)}").text
    assert "⚑" not in agent.get(f"/customers/{whose(desk, calm)}").text
    shown = agent.client.get("/api/curation/crm/cases").json()["items"]
    assert {one["ref"]: one["signals"] for one in shown}[case] == [signal]


def test_two_conversations_or_long_ago_are_not_repeated_contact(desk: Desk, clock: Any) -> None:
    case = desk.case(1)
    desk.case(2)
    desk.case(3)
    desk.case(4, conversation="visitor-1")
    contact, agent = whose(desk, case), desk.colleague()
    assert "revient souvent" in agent.get(f"/customers/{contact}").text
    clock(at(10, days=8))
    assert "revient souvent" not in agent.get(f"/customers/{contact}").text
    desk.case(5)
    desk.case(6, conversation="visitor-5")
    assert "revient souvent" not in agent.get(f"/customers/{contact}").text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_on_a_card_runs(desk: Desk, payload: str) -> None:
    case = desk.case(subject=payload, description=payload, contact=NewContact(payload, phone=number(1)))
    run(desk.books.open_lead(a_lead(external_ref="lead", interest=payload, contact=NewContact(payload, phone=number(2)))))
    run(desk.books.save_feedback(NewFeedback("nps", "nps", 0, payload, conversation="visitor-1")))
    speak(desk, "visitor-1", payload, payload)
    contact, agent = whose(desk, case), desk.colleague()
    agent.get(f"/customers/{contact}")
    agent.post(f"/customers/{contact}/note", note=payload)
    for path in (f"/customers/{contact}", "/customers", "/duplicates"):
        assert traces(agent.get(path, params={"q": payload}).text) == [], path


@pytest.mark.parametrize("odd", ["9" * 30, str(2**31), "²", "-1", "x", "\x00", "", "é" * 300])
def test_odd_numbers_and_names_are_refused_and_break_nothing(desk: Desk, odd: str) -> None:
    kept, agent = whose(desk, desk.case()), desk.colleague()
    agent.get("/duplicates")
    api, csrf = "/api/curation/crm", {"X-CSRF-Token": agent.csrf}
    got = [
        agent.post("/duplicates", do="merge", one=kept, other=odd), agent.post("/duplicates", do=odd, one=odd, other=odd),
        agent.client.post(f"{api}/merges", json={"kept": kept, "gone": odd}, headers=csrf),
        agent.client.post(f"{api}/outbox/again", json={"numbers": [odd]}, headers=csrf),
    ]  # fmt: skip
    if odd.isprintable() and odd:
        got += [agent.get(f"/customers/{odd}"), agent.post(f"/duplicates/{odd}/undo"), agent.client.get(f"{api}/customers/{odd}")]
    assert {one.status_code for one in got} <= {404, 409, 422}
    assert agent.client.get(f"{api}/merges").json() == []


def test_a_person_who_was_erased_has_an_empty_card(desk: Desk) -> None:
    contact, agent = whose(desk, desk.case()), desk.colleague()
    agent.get(f"/customers/{contact}")
    agent.post(f"/customers/{contact}/note", note="Habite à Lyon")
    run(desk.books.erase(contact))
    page = unescape(agent.get(f"/customers/{contact}").text)
    assert "a été effacée le" in page
    assert "Camille" not in page and number(1) not in page and "Lyon" not in page


def test_what_was_said_is_read_in_the_order_it_was_said(desk: Desk) -> None:
    for one in ("un", "deux", "trois"):
        speak(desk, "visitor-1", one, f"réponse {one}")
    database = desk.house.console.database
    assert [(one.text, one.by_visitor) for one in said(database, "visitor-1")] == [
        ("un", True), ("réponse un", False), ("deux", True), ("réponse deux", False), ("trois", True), ("réponse trois", False),
    ]  # fmt: skip
    assert said(database, "visitor-2") == []


@pytest.mark.parametrize("path", ["/", "/callbacks", "/callbacks/{callback}", "/cases", "/cases/{case}", "/customers?q=martin", "/customers/{contact}", "/duplicates", "/outbox"])
def test_each_page_has_one_heading_no_name_twice_and_nothing_that_the_policy_forbids(desk: Desk, path: str) -> None:
    case, callback = desk.case(), desk.callback()
    run(desk.books.save_contact(NewContact("Camille Martin", phone=number(7))))
    speak(desk, "visitor-1", "Bonjour", "Bonjour !")
    found = desk.colleague().get(path.format(case=case, callback=callback, contact=whose(desk, case)))
    html = found.text
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html) == []
    assert len(re.findall(r"<h1[\s>]", html)) == 1
    assert sorted(re.findall(r'\sid="([^"]+)"', html)) == sorted(set(re.findall(r'\sid="([^"]+)"', html)))


def test_two_colleagues_read_each_in_their_language(desk: Desk) -> None:
    callback, agent = desk.callback(), desk.colleague()
    agent.get("/account")
    agent.post("/account/preferences", language="en", shortcuts="yes")
    assert "Call Personne 1 back" in agent.get(f"/callbacks/{callback}").text
    assert "Rappeler Personne 1" in desk.colleague("curator").get(f"/callbacks/{callback}").text
