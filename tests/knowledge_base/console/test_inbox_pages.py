"""The inbox in the console: a verdict by one button, taken back, never over somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.clock import now
from bot.settings import settings
from knowledge_base.curation.asked import Asked, Reason, keep, rate
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.regressions import Regressions
from tests.knowledge_base.console.conftest import Colleague
from tests.knowledge_base.console.publishing import BILL, PUK, Shop
from tests.knowledge_base.console.routes import PAYLOADS, traces
from tests.knowledge_base.gate.conftest import WordEncoder


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder())
    inbox(made).gather()
    yield made
    made.live.close()
    settings.cache_clear()


def inbox(shop: Shop) -> Inbox:
    return Inbox(shop.house.console.database, shop.live.encoder)


def ask(shop: Shop, text: str, sender: str = "zoé", reason: Reason = "abstained") -> None:
    with shop.house.console.database.begin() as connection:
        keep(connection, Asked(text, language="fr", channel="web", decision="abstained",
                               reason=reason, sender=sender, at=now()))  # fmt: skip


def seen(who: Colleague, number: int) -> dict[str, Any]:
    """What the page of a group would send with a button: its revision and the ticked questions."""
    page = who.get(f"/inbox/{number}").text
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    ticked = re.findall(r'name="example" value="(\d+)" checked', page)
    return {"revision": revision[1], "example": ticked}


def first(shop: Shop) -> int:
    return inbox(shop).page().groups[0].id


def test_groups_are_listed_by_the_people_they_concern(shop: Shop) -> None:
    page = unescape(shop.house.colleague("reader").get("/inbox").text)
    assert page.index("carte SIM bloquée code PUK") < page.index("facture trop chère montant")
    assert "sans réponse" in page and "Personnes concernées : 3" in page
    assert "carte SIM" in unescape(shop.house.colleague("reader").get("/").text)
    assert "Aucune question" in unescape(shop.house.colleague("reader").get("/inbox?language=en").text)


def test_what_a_recogniser_did_not_understand_has_a_badge_of_its_own(shop: Shop) -> None:
    reader = shop.house.colleague("reader")
    assert "parole non comprise" not in reader.get("/inbox").text
    ask(shop, "ploc tac boum", reason="no_match")
    inbox(shop).gather()
    assert "parole non comprise · 1" in reader.get("/inbox").text


def test_the_home_page_counts_the_answers_of_this_week_that_did_not_help(shop: Shop) -> None:
    reader = shop.house.colleague("reader")
    assert "inutile" not in reader.get("/").text
    given = {"language": "fr", "channel": "web", "decision": "answered", "article": "puk",
             "article_version": "v1"}  # fmt: skip
    with shop.house.console.database.begin() as connection:
        for sender, days in (("zoé", 1), ("léa", 2), ("ali", 8), ("ida", 1)):
            at = now() - timedelta(days=days)
            keep(connection, Asked("code puk", sender=sender, at=at, **given))
            rate(connection, sender, "puk", "v1", helped=sender == "ida")
    assert "2 réponses jugées inutiles cette semaine" in unescape(reader.get("/").text)


def test_a_phrasing_joins_the_draft_becomes_a_case_and_is_taken_back(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    page = agent.get(f"/inbox/{number}").text
    assert PUK.title in unescape(page)
    sent = agent.post(f"/inbox/{number}", do="phrasing", article="puk", **seen(agent, number))
    assert sent.status_code == 303 and sent.headers["location"].startswith("/console/inbox/")
    draft = shop.drafts.get(PUK.key)
    assert draft and "carte SIM bloquée code PUK" in draft.article.phrasings
    cases = Regressions(shop.house.console.database).all()
    assert [(one.question, one.article) for one in cases] == [("carte SIM bloquée code PUK", "puk")]
    following = agent.get(sent.headers["location"].removeprefix("/console")).text
    undo = re.search(r"/console(/verdicts/\d+/undo)", following)
    assert undo and 'data-press="u"' in following
    assert agent.post(undo[1]).status_code == 303
    assert shop.drafts.get(PUK.key) is None and first(shop) == number
    assert Regressions(shop.house.console.database).all() == []
    assert agent.post(undo[1]).status_code == 409


def test_another_article_can_be_named_by_its_title(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    fields = seen(agent, number)
    wrong = agent.post(f"/inbox/{number}", do="phrasing", article="", other="rien de tel", **fields)
    assert wrong.status_code == 422 and "Choisissez d’abord" in unescape(wrong.text)
    other = f"{BILL.title} — bill"
    agent.post(f"/inbox/{number}", do="phrasing", article="puk", other=other, **fields)
    assert shop.drafts.get(BILL.key) and shop.drafts.get(PUK.key) is None


@pytest.mark.parametrize(
    ("kind", "state"), [("out_of_scope", "out_of_scope"), ("spam", "spam"), ("later", "later")]
)
def test_what_needs_no_article_leaves_the_list(shop: Shop, kind: str, state: str) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    agent.post(f"/inbox/{number}", do=kind, delay="month", **seen(agent, number))
    group = inbox(shop).group(number)
    assert group and group.state == state and first(shop) != number
    assert bool(Regressions(shop.house.console.database).all()) == (kind == "out_of_scope")
    assert "agent" in agent.get("/verdicts").text


def test_a_new_article_is_drafted_under_the_given_title(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    agent.post(f"/inbox/{number}", do="article", title="Retrouver son code", **seen(agent, number))
    draft = shop.drafts.get(("retrouver-son-code", "fr"))
    assert draft and draft.kind == "new"
    assert draft.article.phrasings == ("carte SIM bloquée code PUK",)


def test_two_curators_never_decide_the_same_group_unknowingly(shop: Shop) -> None:
    agent, curator, number = shop.house.colleague("agent"), shop.house.colleague("curator"), first(shop)
    late = seen(curator, number)
    agent.post(f"/inbox/{number}", do="spam", **seen(agent, number))
    refused = curator.post(f"/inbox/{number}", do="phrasing", article="puk", **late)
    assert refused.status_code == 409
    assert "agent a déjà décidé de ce groupe (indésirable)" in unescape(refused.text)
    assert shop.drafts.get(PUK.key) is None


def test_questions_that_joined_meanwhile_are_shown_before_a_verdict(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    fields = seen(agent, number)
    ask(shop, "carte SIM bloquée code PUK perdu")
    inbox(shop).gather()
    refused = agent.post(f"/inbox/{number}", do="spam", **fields)
    assert refused.status_code == 409
    assert "carte SIM bloquée code PUK perdu" in unescape(refused.text)
    again = agent.post(f"/inbox/{number}", do="spam", **seen(agent, number))
    assert again.status_code == 303
    group = inbox(shop).group(number)
    assert group and group.questions == 4 and group.state == "spam"


def test_groups_are_split_and_merged(shop: Shop) -> None:
    agent = shop.house.colleague("agent")
    one, two = (group for group in inbox(shop).page().groups[:2])
    fields = seen(agent, one.id)
    merged = agent.post(f"/inbox/{one.id}/merge", merged=f"{two.id}-{two.revision}", revision=fields["revision"])
    assert merged.status_code == 303
    whole = inbox(shop).group(one.id)
    assert whole and whole.questions == one.questions + two.questions
    everything = [question.id for question in inbox(shop).questions(one.id)]
    fields = {"revision": str(whole.revision), "example": [str(n) for n in everything]}
    assert agent.post(f"/inbox/{one.id}/split", **fields).status_code == 422
    fields["example"] = fields["example"][:2]
    made = agent.post(f"/inbox/{one.id}/split", **fields)
    assert made.status_code == 303
    new = inbox(shop).group(int(made.headers["location"].rsplit("/", 1)[1]))
    assert new and new.questions == 2


def test_after_a_split_or_a_merge_the_page_says_what_the_key_takes_back(shop: Shop) -> None:
    agent = shop.house.colleague("agent")
    one, two, three = (group for group in inbox(shop).page().groups)
    agent.post(f"/inbox/{two.id}", do="spam", **seen(agent, two.id))
    fields = seen(agent, one.id)
    sent = agent.post(f"/inbox/{one.id}/merge", merged=f"{three.id}-{three.revision}", revision=fields["revision"])
    page = unescape(agent.get(sent.headers["location"].removeprefix("/console")).text)
    key = re.search(r'data-press="u">([^<]+)<', page)
    assert key and key[1].strip() == f"Annuler la décision sur « {two.example} »"
    assert "La touche u ne défait pas une réunion" in page
    fields = seen(agent, one.id)
    some = fields["example"][:1]
    sent = agent.post(f"/inbox/{one.id}/split", revision=fields["revision"], example=some)
    page = unescape(agent.get(sent.headers["location"].removeprefix("/console")).text)
    assert "La touche u ne défait pas une séparation" in page and two.example in page


def test_what_was_typed_and_ticked_stays_in_a_refused_form(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    fields = seen(agent, number)
    ticked = fields["example"][1:]
    typed = {"other": "rien de tel", "title": "Mon titre", "delay": "month", "article": "wifi"}
    page = unescape(agent.post(f"/inbox/{number}", do="phrasing", **fields | {"example": ticked} | typed).text)
    assert re.findall(r'name="example" value="(\d+)" checked', page) == ticked
    assert 'value="rien de tel"' in page and 'value="Mon titre"' in page
    assert re.search(r'value="month" selected', page) and re.search(r'value="wifi" checked', page)
    assert 'href="#other"' in page and 'id="other-error"' in page and "other-hint other-error" in page
    page = unescape(agent.post(f"/inbox/{number}", do="phrasing", article="puk", revision=fields["revision"]).text)
    assert 'id="example-error"' in page and 'name="example" value' in page
    assert re.findall(r'name="example" value="\d+" checked', page) == []



def test_a_group_to_bring_in_is_searched_among_all(shop: Shop) -> None:
    for one in range(30):
        for sender in ("a", "b", "c", "d"):
            ask(shop, f"sujet{one} inconnu{one} totalement{one}", sender)
    ask(shop, "horaires de la boutique 50%_/ dimanche", "zoé")
    inbox(shop).gather()
    agent, number = shop.house.colleague("agent"), first(shop)
    page = unescape(agent.get(f"/inbox/{number}").text)
    assert "horaires" not in page and "cherchez des mots" in page
    page = unescape(agent.get(f"/inbox/{number}?find=DIMANCHE+horaires").text)
    found = re.findall(r'name="merged" value="(\d+-\d+)"', page)
    assert len(found) == 1 and "horaires de la boutique" in page
    assert "Aucun autre groupe" in unescape(agent.get(f"/inbox/{number}?find=h%25s").text)
    assert "horaires" in agent.get("/inbox?words=50%25_/").text
    api = agent.client.get("/api/curation/groups", params={"words": "horaires"}).json()
    assert [one["example"] for one in api["items"]] == ["horaires de la boutique 50%_/ dimanche"]
    sent = agent.post(f"/inbox/{number}/merge", merged=found[0], revision=seen(agent, number)["revision"])
    assert sent.status_code == 303
    missing = agent.post(f"/inbox/{number}/merge", revision=seen(agent, number)["revision"])
    assert missing.status_code == 422 and 'id="merged-error"' in missing.text


def test_a_reader_looks_and_decides_nothing(shop: Shop) -> None:
    reader, number = shop.house.colleague("reader"), first(shop)
    page = reader.get(f"/inbox/{number}")
    assert page.status_code == 200 and 'name="do"' not in page.text
    assert reader.post(f"/inbox/{number}", do="spam", revision="1").status_code == 403


def test_nothing_that_visitors_write_runs(shop: Shop) -> None:
    for payload in PAYLOADS:
        ask(shop, f"{payload} facture", sender=payload)
    inbox(shop).gather()
    agent = shop.house.colleague("agent")
    pages = ["/inbox", "/", *(f"/inbox/{one.id}" for one in inbox(shop).page().groups)]
    assert [(path, found) for path in pages if (found := traces(agent.get(path).text))] == []


def test_a_program_decides_too(shop: Shop) -> None:
    agent = shop.house.colleague("agent")
    client, csrf = agent.client, {"X-CSRF-Token": agent.csrf}
    listed = client.get("/api/curation/groups").json()
    number = listed["items"][0]["id"]
    whole = client.get(f"/api/curation/groups/{number}").json()
    assert whole["nearest"][0]["article"] == "puk" and len(whole["items"]) == 3
    wanted = {"kind": "phrasing", "revision": whole["revision"], "article": "puk"}
    made = client.post(f"/api/curation/groups/{number}/verdicts", json=wanted, headers=csrf)
    assert made.status_code == 201 and made.json()["article"] == "puk"
    again = client.post(f"/api/curation/groups/{number}/verdicts", json=wanted, headers=csrf)
    assert again.status_code == 409 and again.json()["reason"] == "group_changed"
    assert len(client.get("/api/curation/regressions").json()) == 1
    undone = client.post(f"/api/curation/verdicts/{made.json()['id']}/undo", headers=csrf).json()
    assert undone["draft"] == "restored"
    late = {"kind": "later", "revision": whole["revision"] + 2, "until": "2020-01-01"}
    refused = client.post(f"/api/curation/groups/{number}/verdicts", json=late, headers=csrf)
    assert refused.status_code == 409 and refused.json()["reason"] == "until"


ODD = ("9" * 30, str(2**31), "²", "-1", "x")


@pytest.mark.parametrize("odd", ODD)
def test_numbers_that_no_row_has_are_refused_and_break_nothing(shop: Shop, odd: str) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    fields, csrf = seen(agent, number), {"X-CSRF-Token": agent.csrf}
    api = "/api/curation/groups"
    got = [
        agent.get(f"/inbox/{odd}"), agent.post(f"/verdicts/{odd}/undo"),
        agent.get(f"/inbox?after={odd}-{odd}"), agent.get(f"/people/{odd}/role"),
        agent.post(f"/inbox/{number}", do="spam", revision=odd),
        agent.post(f"/inbox/{number}", **fields | {"do": "phrasing", "article": "puk", "example": odd}),
        agent.post(f"/inbox/{number}/split", **fields | {"example": odd}),
        agent.post(f"/inbox/{number}/merge", **fields | {"merged": f"{odd}-1"}),
        agent.client.get(f"{api}/{odd}"), agent.client.get(api, params={"after": f"{odd}-{odd}"}),
        agent.client.post(f"/api/curation/verdicts/{odd}/undo", headers=csrf),
        agent.client.post(f"{api}/{number}/split", json={"revision": 1, "questions": [odd]}, headers=csrf),
    ]  # fmt: skip
    codes = [one.status_code for one in got]
    assert codes[2] == 200 and {*codes} - {200} <= {404, 405, 409, 422}
    group = inbox(shop).group(number)
    assert group and group.state == "open" and shop.drafts.all() == {}


def test_a_phrasing_is_made_of_ticked_questions_alone(shop: Shop) -> None:
    agent, number = shop.house.colleague("agent"), first(shop)
    for example in ([], ["99999"]):
        fields = seen(agent, number) | {"example": example, "article": "puk"}
        refused = agent.post(f"/inbox/{number}", do="phrasing", **fields)
        assert refused.status_code == 422 and "Cochez au moins une" in unescape(refused.text)
    assert shop.drafts.all() == {} and Regressions(shop.house.console.database).all() == []


def test_what_was_decided_has_lists_of_its_own(shop: Shop) -> None:
    agent = shop.house.colleague("agent")
    one, two, three = (group.id for group in inbox(shop).page().groups)
    agent.post(f"/inbox/{one}", do="phrasing", article="puk", **seen(agent, one))
    agent.post(f"/inbox/{two}", do="later", delay="month", **seen(agent, two))
    agent.post(f"/inbox/{three}", do="spam", **seen(agent, three))
    kept = {name: agent.get(f"/inbox?list={name}").text for name in ("decided", "later", "dismissed")}
    numbers = {name: re.findall(r"/console/inbox/(\d+)\?", page) for name, page in kept.items()}
    assert numbers == {"decided": [str(one)], "later": [str(two)], "dismissed": [str(three)]}
    assert "Aucune question" in unescape(agent.get("/inbox?list=nonsense").text)
    listed = agent.client.get("/api/curation/groups", params={"list": "dismissed"}).json()
    assert [item["id"] for item in listed["items"]] == [three]


def test_the_next_group_is_the_next_one_of_the_list_in_view(shop: Shop) -> None:
    for person in range(4):
        with shop.house.console.database.begin() as connection:
            keep(connection, Asked("billing address change", language="en", channel="web",
                                   decision="abstained", reason="abstained",
                                   sender=f"en-{person}", at=now()))  # fmt: skip
    inbox(shop).gather()
    agent = shop.house.colleague("agent")
    english, *french = (group.id for group in inbox(shop).page().groups)
    page = agent.get(f"/inbox/{french[0]}?language=fr").text
    assert f'/console/inbox/{french[1]}?language=fr" data-press="j"' in page
    assert 'data-press="k"' not in page
    assert f'/console/inbox/{english}" data-press="k"' in agent.get(f"/inbox/{french[0]}").text
    sent = agent.post(f"/inbox/{french[0]}?language=fr", do="spam", **seen(agent, french[0]))
    assert sent.headers["location"] == f"/console/inbox/{french[1]}?language=fr"


def test_decisions_are_filtered_and_anybody_may_open_a_group_again(shop: Shop) -> None:
    agent, curator = shop.house.colleague("agent"), shop.house.colleague("curator")
    one, two = (group.id for group in inbox(shop).page().groups[:2])
    agent.post(f"/inbox/{one}", do="spam", **seen(agent, one))
    curator.post(f"/inbox/{two}", do="out_of_scope", **seen(curator, two))
    for query, number in (("kind=spam", one), ("by=curator", two), ("before=2", one)):
        page = agent.get(f"/verdicts?{query}").text
        assert re.findall(r'href="/console/inbox/(\d+)"', page) == [str(number)], query
    undo = re.search(r"/console(/verdicts/\d+/undo)", agent.get(f"/inbox/{two}").text.split("<h1")[1])
    assert undo and agent.post(undo[1]).status_code == 303
    group = inbox(shop).group(two)
    assert group and group.state == "open"
