"""Try it: the page says what a visitor gets, with the measures that the decision was made of."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Event

import pytest

from bot.settings import settings
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.explanation import explain
from knowledge_base.curation.regressions import Regressions
from knowledge_base.curation.rehearsal import Rehearsal
from knowledge_base.curation.underway import Underway
from tests.knowledge_base.console.publishing import BILL, PIE, PUK, Shop
from tests.knowledge_base.console.routes import PAYLOADS, traces
from tests.knowledge_base.gate.conftest import WordEncoder

QUESTIONS = ["code PUK perdu", "carte SIM", "recette tarte pommes", "…", "", "facture connexion lente"]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder())
    yield made
    made.live.close()
    settings.cache_clear()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_explanation_decides_as_a_search_does(shop: Shop, question: str) -> None:
    base = shop.live.base
    assert base
    found, told = base.search(question, "fr", 5), explain(base, question, "fr")
    assert told.decision == found.decision
    assert [one.answer for one in told.candidates] == list(found.answers)
    if told.candidates:
        assert told.candidates[0].confidence == pytest.approx(found.answers[0].confidence)


def test_the_page_shows_the_answer_and_its_measures(shop: Shop) -> None:
    reader = shop.house.colleague("reader")
    page = unescape(reader.get("/try", params={"q": PUK.phrasings[0], "language": "fr"}).text)
    assert PUK.title in page and "Certitude" in page and "<meter" in page
    assert "Ajouter la formulation" not in page
    heard = reader.get("/try", params={"q": PUK.phrasings[0], "language": "fr", "channel": "voice"})
    assert heard.status_code == 200


def test_a_phrasing_is_added_and_the_drafts_are_asked_at_once(shop: Shop) -> None:
    curator = shop.house.colleague("curator")
    question = "montant bizarre du mois"
    curator.get("/try", params={"q": question, "language": "fr"})
    sent = curator.post("/try", q=question, language="fr", article=f"{BILL.title} — bill")
    assert sent.status_code == 303 and "version=draft" in sent.headers["location"]
    draft = shop.drafts.get(BILL.key)
    assert draft and question in draft.article.phrasings
    csrf = {"X-CSRF-Token": curator.csrf}
    asked = {"q": question, "language": "fr", "version": "draft"}
    told = curator.client.get("/api/curation/explain", params=asked, headers=csrf).json()
    live = curator.client.get("/api/curation/explain", params={**asked, "version": "live"}).json()
    assert told["candidates"][0]["article"] == "bill"
    assert told["candidates"][0]["dense"] > live["candidates"][0]["dense"]
    assert curator.post("/try", q=question, language="fr", article="rien").status_code == 422


def test_what_should_have_been_answered_becomes_a_case(shop: Shop) -> None:
    agent, reader = shop.house.colleague("agent"), shop.house.colleague("reader")
    asked = {"q": "montant bizarre, rappelez le 06 12 34 56 78", "language": "fr"}
    assert "Ajouter la formulation" not in agent.get("/try", params=asked).text
    assert "/try/case" not in reader.get("/try", params=asked).text
    assert agent.post("/try/case", **asked, article="rien de tel").status_code == 422
    assert agent.post("/try/case", **asked, article=f"{BILL.title} — bill").status_code == 303
    (case,) = Regressions(shop.house.console.database).all()
    assert (case.article, case.by) == ("bill", "agent") and "06 12" not in case.question
    assert shop.drafts.all() == {}
    assert agent.post("/try/case", **asked, article="bill", do="none").status_code == 303
    (case,) = Regressions(shop.house.console.database).all()
    assert case.article == ""


def test_a_program_makes_cases_too(shop: Shop) -> None:
    agent = shop.house.colleague("agent")
    csrf, address = {"X-CSRF-Token": agent.csrf}, "/api/curation/regressions"
    wanted = {"question": "carte coincée", "language": "fr", "article": "puk"}
    assert agent.client.post(address, json=wanted, headers=csrf).status_code == 201
    refused = agent.client.post(address, json=wanted | {"article": "zzz"}, headers=csrf)
    assert refused.status_code == 409 and refused.json()["reason"] == "no_article"
    assert [one["article"] for one in agent.client.get(address).json()] == ["puk"]


def test_nothing_that_is_asked_runs(shop: Shop) -> None:
    curator = shop.house.colleague("curator")
    pages = (curator.get("/try", params={"q": one, "language": "fr"}).text for one in PAYLOADS)
    assert [found for page in pages if (found := traces(page))] == []


def test_drafts_that_take_long_are_brought_together_while_the_page_says_how_far(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    console, may = shop.house.console, Event()
    encode = console.knowledge.encoder.encode

    def slow(texts: list[str], kind: str) -> object:
        if any("tarte" in text for text in texts) and kind == "passage":
            assert may.wait(60)
        return encode(texts, kind)

    monkeypatch.setattr(console.knowledge.encoder, "encode", slow, raising=False)
    catalogue = Catalogue(console.database, console.sources)
    console.rehearsal = Rehearsal(catalogue, console.knowledge, Underway(0.0))
    shop.drafts.save(PIE, "curator")
    reader, asked = shop.house.colleague("reader"), {"q": PIE.phrasings[0], "language": "fr"}
    page = unescape(reader.get("/try", params={**asked, "version": "draft"}).text)
    assert "Les brouillons sont rassemblés" in page and "<progress" in page and PIE.title not in page
    live = reader.get("/try", params={**asked, "q": PUK.phrasings[0]}).text
    assert "version=draft" in page and PUK.title in unescape(live)
    may.set()
    while "<progress" in (page := reader.get("/try", params={**asked, "version": "draft"}).text):
        pass
    assert PIE.title in unescape(page)
