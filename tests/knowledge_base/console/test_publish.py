"""From drafts to visitors: nothing goes live unchecked, and everything comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from bot.settings import settings
from knowledge_base.curation import check_rows
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.releases import Releases
from tests.knowledge_base.console.publishing import BILL, PIE, PUK, WIFI, Shop, article, ids, tokens
from tests.knowledge_base.console.routes import PAYLOADS, traces
from tests.knowledge_base.gate.conftest import WordEncoder


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()
    yield Shop(tmp_path, WordEncoder())
    settings.cache_clear()


def audited(shop: Shop, what: str) -> list[str]:
    found = shop.house.console.audit.page(Wanted(what=what))
    return [f"{one.who} {one.subject}" for one in found]


def test_a_gain_is_published_by_who_may_and_goes_live(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    reader, curator = shop.house.colleague("reader"), shop.house.colleague("curator")
    assert PIE.title in reader.get("/publish").text
    address, html = shop.checked(curator)
    assert "Prêt à publier" in html and "recette tarte" in html and "Aucune question passée" in html
    assert 'name="why"' not in reader.get(address).text
    assert reader.post(f"{address}/release", why="moi").status_code == 403
    sent = curator.post(f"{address}/release", why="Une recette")
    assert sent.headers["location"] == "/console/releases/1"
    assert "mise en ligne…" in curator.get("/releases/1").text
    shop.live.refresh()
    waiting = curator.client.get("/console/releases/1", headers={"HX-Request": "true"})
    assert "en ligne" in waiting.text and "<html" not in waiting.text
    assert audited(shop, "release.publish") == ["curator release/1"]
    assert curator.post(f"{address}/release", why="encore").status_code == 409


def test_harm_is_stopped_until_it_is_accepted(shop: Shop) -> None:
    shop.drafts.withdraw(BILL.key, "agent")
    curator = shop.house.colleague("curator")
    address, html = shop.checked(curator)
    assert "Des visiteurs perdraient leur réponse" in html and "facture trop chère montant" in html
    assert "→" in html and f"{address}/release" not in html
    refused = curator.post(f"{address}/release", why="quand même")
    assert refused.status_code == 409 and "ne sont pas acceptés" in unescape(refused.text)
    (harm,) = ids(html)
    assert curator.post(f"{address}/accept", id=[harm, "0" * 16]).status_code == 303
    assert audited(shop, "collision.accept") == [f"curator collision/{harm}"]
    assert "Prêt à publier" in curator.get(address).text
    again, html = shop.checked(curator)
    assert again != address and "Prêt à publier" in html and "accepté" in html
    assert curator.post(f"{again}/release", why="Fin").status_code == 303
    assert BILL.key not in shop.sources.read().articles


def test_what_blocks_must_be_mended(shop: Shop) -> None:
    shop.drafts.save(article("wifi", "Wi-Fi lent", body="Écrivez à jeanne@courriel.example."), "a")
    curator = shop.house.colleague("administrator")
    address, html = shop.checked(curator)
    assert "À corriger avant de publier" in html and "jeanne@courriel.example" in html
    assert "Retirez ce qui désigne une personne" in html
    assert curator.post(f"{address}/release", why="x").status_code == 409
    assert Releases(sources=shop.sources).all() == []


def test_a_false_alarm_is_accepted_by_who_answers_for_it(shop: Shop) -> None:
    body = "Écrivez à jeanne@courriel.example."
    shop.drafts.save(article("wifi", "Wi-Fi lent", *WIFI.phrasings, body=body), "a")
    curator, reader = shop.house.colleague("curator"), shop.house.colleague("reader")
    address, html = shop.checked(curator)
    assert "C’est voulu" in html and "C’est voulu" not in unescape(reader.get(address).text)
    (alarm,) = ids(html)
    silent = curator.post(f"{address}/accept", id=alarm, reason=" ")
    assert silent.status_code == 422 and "Dites pourquoi" in silent.text
    why = "Adresse inventée"
    assert curator.post(f"{address}/accept", id=alarm, reason=why).status_code == 303
    assert audited(shop, "finding.accept") == [f"curator finding/{alarm}"]
    (told,) = shop.house.console.audit.page(Wanted(what="finding.accept"))
    assert told.after["reason"] == why
    page = unescape(curator.get(address).text)
    assert "Prêt à publier" in page and "accepté par curator" in page and why in page
    _, html = shop.checked(curator, "encore")
    assert "Prêt à publier" in html
    shop.drafts.save(article("wifi", "Wi-Fi lent", body="Écrivez à paul@courriel.example."), "a")
    assert "À corriger avant de publier" in shop.checked(curator, "autre")[1]


def test_a_check_holds_for_exactly_what_it_saw(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    curator = shop.house.colleague("curator")
    before = tokens(curator.get("/publish"))
    address, _ = shop.checked(curator)
    shop.drafts.save(article("pie", "Recette de tarte aux poires"), "administrator")
    assert "Des brouillons ont changé" in curator.get(address).text
    assert "Le brouillon pie a changé" in curator.post(f"{address}/release", why="x").text
    assert curator.post("/publish/check", draft=before, why="x").status_code == 409
    assert curator.post("/publish/check", why="x").status_code == 422
    assert curator.post("/publish/check", draft=before, why=" ").status_code == 422


def test_a_second_publisher_checks_again_what_the_first_changed(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    first, second = shop.house.colleague("curator"), shop.house.colleague("administrator")
    page = first.get("/publish")
    mine, _ = shop.checked(first)
    shop.drafts.save(article("puk", PUK.title, *PUK.phrasings, body="Composez le PUK."), "agent")
    other = [one for one in tokens(second.get("/publish")) if one not in tokens(page)]
    sent = second.post("/publish/check", draft=other, why="PUK")
    theirs = sent.headers["location"].removeprefix("/console")
    shop.house.console.checks.wait(theirs.rsplit("/", 1)[1])
    assert first.post(f"{mine}/release", why="tarte").status_code == 303
    late = second.post(f"{theirs}/release", why="PUK")
    assert late.status_code == 409 and "Ce qui est en ligne a changé" in late.text
    assert [one.number for one in Releases(sources=shop.sources).all()] == [1]


def test_a_release_is_scheduled_in_paris_and_called_off(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    curator = shop.house.colleague("curator")
    address, _ = shop.checked(curator)
    past = curator.post(f"{address}/release", why="Noël", at="2026-11-24T09:59")
    assert past.status_code == 422 and "à venir" in past.text
    assert curator.post(f"{address}/release", why="Noël", at="2026-12-24T08:00").status_code == 303
    page = curator.get("/publish").text
    assert "24/12/2026 à 08:00" in page and "Aucun brouillon" in page
    assert curator.post("/releases/1/undo").headers["location"] == "/console/publish"
    assert tokens(curator.get("/publish")) and audited(shop, "release.call_off")
    assert "annulée" in curator.get("/releases").text


def test_a_release_is_undone_unless_somebody_went_on(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    curator = shop.house.colleague("curator")
    address, _ = shop.checked(curator)
    curator.post(f"{address}/release", why="tarte")
    shop.drafts.save(article("pie", "Tarte aux pommes", *PIE.phrasings), "agent")
    address, _ = shop.checked(curator)
    curator.post(f"{address}/release", why="titre")
    refused = curator.post("/releases/1/undo", why="hop", force="yes")
    assert refused.status_code == 409 and "publication 2" in refused.text
    assert 'name="force"' not in refused.text
    assert curator.post("/releases/2/undo", why="trop court").status_code == 303
    assert shop.sources.read().articles[PIE.key].title == PIE.title
    assert "annule la publication 2" in curator.get("/releases").text
    chief = shop.house.colleague("administrator")
    assert chief.post("/releases/3/undo", why="non", force="yes").status_code == 303


def test_a_check_whose_process_died_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    database = shop.house.console.database
    with database.begin() as writer:
        name = check_rows.begin(writer, "curator", "été", {PIE.key: 1}, ("x", 0))
    curator = shop.house.colleague("curator")
    page = curator.get(f"/publish/checks/{name}").text
    assert "hx-get" in page and "Vérification en cours" in page
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:30+01:00")
    settings.cache_clear()
    assert "s’est interrompue" in curator.get(f"/publish/checks/{name}").text


def test_a_program_checks_accepts_and_publishes(shop: Shop) -> None:
    shop.drafts.withdraw(BILL.key, "agent")
    token = shop.house.console.tokens.make("robot", shop.house.console.people.named("curator").role, 30, "x")
    client = shop.house.stranger().client
    client.headers.update({"Authorization": f"Bearer {token}"})
    begun = client.post("/api/curation/checks", json={"why": "moins"}).json()
    shop.house.console.checks.wait(begun["id"])
    found = client.get(f"/api/curation/checks/{begun['id']}").json()
    assert (found["state"], found["obstacle"]) == ("done", "collisions")
    (lost,) = [one for one in found["report"]["collisions"] if one["before"] == "bill"]
    wanted = {"check": begun["id"], "why": "moins"}
    refused = client.post("/api/curation/releases", json=wanted)
    assert (refused.status_code, refused.json()["reason"]) == (409, "collisions")
    harm = [one["id"] for one in lost["questions"]]
    client.post(f"/api/curation/checks/{begun['id']}/accepted", json={"ids": harm})
    assert client.post("/api/curation/releases", json=wanted).json()["number"] == 1
    assert client.get("/api/curation/releases/1").json()["served"] == "waiting"
    assert client.post("/api/curation/releases/1/undo", json={}).json()["undoes"] == 1


def test_questions_that_were_grouped_are_not_encoded_again(shop: Shop, tmp_path: Path) -> None:
    curator, kept = shop.house.colleague("curator"), tmp_path / "knowledge" / "questions.npz"
    shop.drafts.save(PIE, "curator")
    Inbox(shop.house.console.database, WordEncoder()).gather()
    assert "recette tarte" in shop.checked(curator)[1] and not kept.exists()


def test_links_are_tried_where_the_setting_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge_base.curation.examining.status_of", lambda link: 404)
    monkeypatch.setenv("GUICHET_CHECK_LINKS", "true")
    settings.cache_clear()
    shop.drafts.save(article("pie", PIE.title, body="[Ici](https://a.example/b)."), "curator")
    _, html = shop.checked(shop.house.colleague("curator"))
    assert "la page répond par une erreur" in html and "Prêt à publier" in html


def test_a_program_says_why_an_alarm_is_false(shop: Shop) -> None:
    shop.drafts.save(article("wifi", WIFI.title, *WIFI.phrasings, body="Voyez jeanne@a.example."), "a")
    curator = shop.house.colleague("curator")
    _, html = shop.checked(curator)
    (alarm,), name = ids(html), shop.house.console.checks.get().id
    api = f"/api/curation/checks/{name}/accepted"
    heads = {"X-CSRF-Token": curator.csrf}
    refused = curator.client.post(api, json={"ids": [alarm]}, headers=heads)
    assert (refused.status_code, refused.json()["reason"]) == (409, "reason")
    found = curator.client.post(api, json={"ids": [alarm], "reason": "Inventée"}, headers=heads).json()
    (told,) = [one for one in found["report"]["findings"] if one["id"] == alarm]
    assert (told["accepted_by"], told["reason"], found["obstacle"]) == ("curator", "Inventée", "")


def test_the_home_page_says_what_waits(shop: Shop) -> None:
    shop.drafts.save(PIE, "curator")
    page = shop.house.colleague("reader").get("/").text
    assert "brouillon attend" in page and "Awa" not in page
    shop.drafts.save(replace(PIE, review=date(2026, 12, 1)), "curator")
    shop.house.console.publishing.releases("curator").publish("curator", "tarte")
    shop.live.refresh()
    page = shop.house.colleague("reader").get("/").text
    assert "À relire ou bientôt retirés" in page and "Awa" in page and "01/12/2026" in page


@pytest.mark.parametrize("reason", ["served", "failed", "changed_since"])
def test_a_scheduled_release_that_did_not_happen_is_told_at_home(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    shop.drafts.save(PIE, "curator")
    curator = shop.house.colleague("curator")
    address, _ = shop.checked(curator)
    curator.post(f"{address}/release", why="Noël", at="2026-11-24T10:01")
    assert "n’a pas eu lieu" not in curator.get("/").text
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:02:00+01:00")
    settings.cache_clear()
    Releases(sources=shop.sources, look=lambda _: reason).due()
    assert "La publication 1, programmée, n’a pas eu lieu" in curator.get("/").text
    page = unescape(curator.get("/releases/1").text)
    assert "redevenu brouillon" in page and "releases.reason" not in page
    shop.drafts.drop(PIE.key, "curator")
    assert "n’a pas eu lieu" not in curator.get("/").text


def test_the_home_page_says_what_the_last_check_found_contradictory(shop: Shop) -> None:
    costs = "Une nouvelle carte SIM coûte {} euros en boutique."
    for name, price in (("sim", 10), ("card", 15)):
        shop.drafts.save(article(name, f"Prix {name}", body=costs.format(price)), "agent")
    reader, curator = shop.house.colleague("reader"), shop.house.colleague("curator")
    assert "contradiction" not in reader.get("/").text
    address, html = shop.checked(curator)
    assert "10 euros" in html and "15 euros" in html
    page = unescape(reader.get("/").text)
    assert f'href="/console{address}">Une contradiction trouvée par la dernière' in page
    shop.drafts.save(article("card", "Prix card", body=costs.format(10)), "agent")
    shop.checked(curator, "même prix")
    assert "contradiction" not in reader.get("/").text


def test_nothing_that_people_write_runs(shop: Shop) -> None:
    for number, payload in enumerate(PAYLOADS):
        evil = article(f"evil-{number}", payload, payload, body=f"{payload} [x](y.md)")
        shop.drafts.save(replace(evil, owner=payload), "curator", note=payload)
    curator = shop.house.colleague("curator")
    assert traces(curator.get("/publish").text) == []
    address, _ = shop.checked(curator, "".join(PAYLOADS))
    assert traces(curator.get(address).text) == []
    made = shop.house.console.publishing.releases("curator").publish("curator", PAYLOADS[0])
    for place in ("/releases", f"/releases/{made.number}", "/"):
        assert traces(curator.get(place).text) == []
