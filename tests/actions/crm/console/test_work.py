"""Callbacks of the day and cases: listed, taken, noted, ended; nobody writes over somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape
from urllib.parse import quote

import pytest

from actions.crm.embedded.tables import callbacks
from actions.crm.port import Priority
from tests.actions.crm.conftest import run
from tests.actions.crm.console.conftest import Desk
from tests.actions.crm.samples import at
from tests.knowledge_base.console.routes import PAYLOADS, traces

Clock = Callable[[datetime], None]


def test_the_list_shows_the_callbacks_of_the_day_by_their_hour(desk: Desk) -> None:
    later, sooner, tomorrow = desk.callback(1, 15), desk.callback(2, 10), desk.callback(3, 10, days=1)
    page = desk.colleague().get("/callbacks").text
    assert page.index(sooner) < page.index(later) and tomorrow not in page
    assert "encore 1 h 00" in page
    assert tomorrow in desk.colleague().get("/callbacks?day=2026-11-24").text
    assert all(one in desk.colleague().get("/callbacks?day=all").text for one in (later, sooner, tomorrow))


def test_a_late_callback_says_so_in_words_and_is_found_on_any_day(desk: Desk, clock: Clock) -> None:
    late, other = desk.callback(1, 10), desk.callback(2, 16)
    clock(at(11))
    page = unescape(desk.colleague().get("/callbacks").text)
    assert "⚠ en retard de 1 h 00" in page
    clock(at(9, days=1))
    page = desk.colleague().get("/callbacks?late=1").text
    assert late in page and other in page
    assert "2 rappels en retard" in desk.colleague().get("/").text


def test_filters_are_by_queue_status_and_whose_it_is(desk: Desk) -> None:
    mine, sales = desk.callback(1, 10), desk.callback(2, 11, queue="sales")
    agent = desk.colleague()
    agent.get("/callbacks")
    assert agent.post(f"/callbacks/{mine}/assign", to="me", seen="").status_code == 303
    only = {q: agent.get(f"/callbacks?{q}").text for q in ("mine=1", "queue=sales", "status=done", "status=nonsense")}
    assert mine in only["mine=1"] and sales not in only["mine=1"]
    assert sales in only["queue=sales"] and f"open-{mine}" not in only["queue=sales"]
    assert "Aucun rappel" in only["status=done"] and mine in only["status=nonsense"]


def test_two_colleagues_do_not_take_the_same_callback(desk: Desk) -> None:
    ref = desk.callback()
    first, second = desk.colleague("agent"), desk.colleague("curator")
    for who in (first, second):
        who.get(f"/callbacks/{ref}")
    assert first.post(f"/callbacks/{ref}/assign", to="me", seen="").status_code == 303
    refused = second.post(f"/callbacks/{ref}/assign", to="me", seen="")
    assert refused.status_code == 409 and "pendant que vous le regardiez" in unescape(refused.text)
    assert second.post(f"/callbacks/{ref}/assign", to="me", seen="agent").status_code == 303
    assert [(one.before, one.after) for one in desk.audit("callback.assign")] == [("agent", "curator"), ("", "agent")]


@pytest.mark.parametrize(("outcome", "status"), [("reached", "done"), ("refused", "done"), ("wrong_number", "done"), ("answerphone", "booked"), ("no_answer", "booked")])
def test_an_outcome_ends_the_callback_only_when_there_is_nobody_left_to_reach(desk: Desk, outcome: str, status: str) -> None:
    ref, following = desk.callback(1, 10), desk.callback(2, 11)
    agent = desk.colleague()
    agent.get(f"/callbacks/{ref}")
    ended = agent.post(f"/callbacks/{ref}/outcome", do=outcome, note="Box rebranchée")
    assert ended.headers["location"] == f"/console/callbacks/{following}"
    page = agent.get(f"/callbacks/{ref}").text
    assert "Box rebranchée" in page and "agent" in page
    api = agent.client.get("/api/curation/crm/callbacks?status=all").json()["items"]
    assert {one["ref"]: one["status"] for one in api}[ref] == status
    assert [one.after for one in desk.audit("callback.outcome")] == [outcome]
    again = agent.post(f"/callbacks/{ref}/outcome", do="reached")
    assert again.status_code == (409 if status == "done" else 303)


def test_the_script_speaks_the_language_of_who_is_called(desk: Desk) -> None:
    french, english = desk.callback(1, 10, queue="billing"), desk.callback(2, 11, language="en")
    agent = desk.colleague()
    assert "quelle ligne vous étonne" in unescape(agent.get(f"/callbacks/{french}").text)
    page = unescape(agent.get(f"/callbacks/{english}").text)
    assert "You asked us to call you back. Am I speaking to Personne 2?" in page
    assert "C’est noté" not in page and "Que dire" in page


def test_cases_are_listed_by_urgency_with_what_is_left_of_their_time(desk: Desk, clock: Clock) -> None:
    low, urgent = desk.case(1, priority=Priority.LOW), desk.case(2, priority=Priority.URGENT)
    clock(at(11))
    page = unescape(desk.colleague().get("/cases").text)
    assert page.index(urgent) < page.index(low)
    assert "⚠ en retard de 1 h 00" in page and "encore 2 j" in page
    late = desk.colleague().get("/cases?late=1").text
    assert urgent in late and low not in late


def test_a_case_that_waits_for_the_customer_is_not_late(desk: Desk, clock: Clock) -> None:
    ref, agent = desk.case(priority=Priority.URGENT), desk.colleague()
    agent.get(f"/cases/{ref}")
    assert agent.post(f"/cases/{ref}/status", do="waiting").status_code == 303
    clock(at(9, days=1))
    assert f"open-{ref}" not in agent.get("/cases?late=1").text
    assert ref in agent.get("/cases").text
    assert run(desk.books.case(ref)).status.value == "waiting"  # type: ignore[union-attr]
    assert [(one.before, one.after) for one in desk.audit("case.status")] == [("open", "waiting")]


def test_a_note_keeps_its_author_and_the_audit_keeps_no_words(desk: Desk) -> None:
    ref, agent = desk.case(), desk.colleague()
    run(desk.books.add_note(ref, "Toujours en panne", "visitor-note"))
    agent.get(f"/cases/{ref}")
    assert agent.post(f"/cases/{ref}/note", note="Technicien commandé").status_code == 303
    page = unescape(agent.get(f"/cases/{ref}").text)
    assert "Technicien commandé" in page and "· agent" in page and "· le client" in page
    (entry,) = desk.audit("case.note")
    assert entry.after == {"characters": 19}
    assert agent.post(f"/cases/{ref}/note", note="   ").status_code == 422
    assert agent.post(f"/cases/{ref}/note", note="x" * 4001).status_code == 422


def test_the_list_renews_itself_and_only_itself(desk: Desk) -> None:
    ref = desk.callback()
    for path, found in (("/callbacks", ref), ("/cases", desk.case())):
        part = desk.colleague().get(path, headers={"HX-Request": "true"}).text
        assert part.startswith('<div id="list" hx-get=') and found in part and "<h1" not in part


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_visitor_wrote_never_runs(desk: Desk, payload: str) -> None:
    callback = desk.callback(name=payload, reason=payload)
    named = callbacks.update().where(callbacks.c.ref == callback).values(queue=payload[:60])
    run(desk.books._run(lambda unit: unit.connection.execute(named) and None))
    case = desk.case(subject=payload, description=payload, category=payload[:60])
    agent = desk.colleague()
    agent.get("/callbacks")
    agent.post(f"/callbacks/{callback}/note", note=payload)
    agent.post(f"/cases/{case}/note", note=payload)
    for path in ("/callbacks", f"/callbacks/{callback}", "/cases", f"/cases/{case}"):
        assert traces(agent.get(path).text) == [], path


ODD = ("9" * 30, str(2**31), "²", "-1", "x", "\x00", "D-\ud7ff", "%00")


@pytest.mark.parametrize("odd", ODD)
def test_what_no_address_should_hold_breaks_nothing(desk: Desk, odd: str) -> None:
    ref, agent = desk.callback(), desk.colleague()
    agent.get("/callbacks")
    names = ("page", "day", "queue", "status", "signal", "late", "mine")
    for path in ("/callbacks", "/cases", f"/callbacks/{ref}"):
        for name in names:
            assert agent.client.get(f"/console{path}", params={name: odd}).status_code == (404 if odd == "\x00" else 200)
    posts = [agent.post(f"/callbacks/{ref}/outcome", do=odd), agent.client.post(f"/console/callbacks/{quote(odd)}/note", data={"csrf": agent.csrf, "note": odd})]
    assert {one.status_code for one in posts} <= {404, 422}


def test_programs_do_the_same_by_the_api(desk: Desk) -> None:
    ref, case, agent = desk.callback(), desk.case(), desk.colleague()
    api, csrf = "/api/curation/crm", {"X-CSRF-Token": agent.csrf}

    def post(path: str, **body: str) -> int:
        return int(agent.client.post(api + path, json=body, headers=csrf).status_code)

    assert post(f"/callbacks/{ref}/assign", to="me") == 200
    assert post(f"/callbacks/{ref}/assign", to="", seen="somebody") == 409
    assert post(f"/callbacks/{ref}/notes", text="Une note") == 201
    assert post(f"/callbacks/{ref}/outcome", outcome="reached") == 200
    assert post(f"/callbacks/{ref}/outcome", outcome="reached") == 409
    assert post(f"/callbacks/{ref}/outcome", outcome="vanished") == 422
    assert post("/callbacks/R-NONE99/outcome", outcome="reached") == 404
    assert post(f"/cases/{case}/assign", to="me") == 200
    assert post(f"/cases/{case}/status", status="resolved") == 200
    assert post(f"/cases/{case}/notes", text="  ") == 422
    listed = agent.client.get(f"{api}/cases?status=resolved").json()["items"]
    assert [(one["ref"], one["assigned"]) for one in listed] == [(case, "agent")]


def test_a_reader_sees_no_customer(desk: Desk) -> None:
    ref, reader = desk.callback(), desk.colleague("reader")
    assert "/console/callbacks" not in reader.get("/").text
    assert reader.get(f"/callbacks/{ref}").status_code == 403
    assert reader.client.get("/api/curation/crm/callbacks").status_code == 403
