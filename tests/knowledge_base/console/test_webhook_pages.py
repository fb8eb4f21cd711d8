"""Webhooks are the administrator's: the secret once, a test, what was lost, and an end."""

from __future__ import annotations

import json
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest

from bot.settings import settings
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.deliveries import GIVEN_UP, Deliveries
from knowledge_base.curation.due_news import DueNews
from tests.knowledge_base.console.conftest import House
from tests.knowledge_base.console.publishing import article

URL = "https://hooks.example.com/in?<x>"


@pytest.fixture(autouse=True)
def _secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SECRET", "a-secret-for-tests-that-is-long-enough")
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()


def test_an_address_is_told_and_forgotten(house: House) -> None:
    chief = house.colleague("administrator")
    assert "Personne n’est encore prévenu" in unescape(chief.get("/webhooks").text)
    assert "https" in chief.post("/webhooks", url="http://x.example", kind="article.due").text
    assert chief.post("/webhooks", url="https://10.0.0.1/", kind="article.due").status_code == 422
    assert "au moins une" in chief.post("/webhooks", url=URL).text
    made = chief.post("/webhooks", url=URL, kind=["article.due", "release.published"])
    assert "guichet_" in made.text and "<x>" not in made.text
    assert "guichet_" not in chief.get("/webhooks").text.replace("guichet_console", "")
    assert chief.post("/webhooks/1/test").status_code == 303
    assert "en attente" in chief.get("/webhooks").text
    (waiting,) = Deliveries(house.console.database).claim()
    Deliveries(house.console.database).settle(waiting, GIVEN_UP, "status_500")
    page = chief.get("/webhooks").text
    assert "Jamais arrivés" in page and "status_500" in page
    assert "envoi abandonné" in chief.get("/").text
    assert chief.post(f"/webhooks/deliveries/{waiting.id}/again").status_code == 303
    assert chief.post(f"/webhooks/deliveries/{waiting.id}/again").status_code == 404
    assert chief.post("/webhooks/1/drop").status_code == 303
    assert Deliveries(house.console.database).recent(1) == []
    found = house.console.audit.page(Wanted(subject="webhook/1"))
    assert [one.what for one in found] == ["webhook.drop", "webhook.test", "webhook.add"]


def test_a_program_subscribes(house: House) -> None:
    chief = house.colleague("administrator")
    client, csrf = chief.client, {"X-CSRF-Token": chief.csrf}
    wanted = {"url": URL, "kinds": ["group.opened"]}
    made = client.post("/api/curation/webhooks", json=wanted, headers=csrf).json()
    number = made["webhook"]["id"]
    assert made["secret"].startswith("guichet_")
    assert client.post(f"/api/curation/webhooks/{number}/test", headers=csrf).status_code == 202
    sent = client.get(f"/api/curation/webhooks/{number}/deliveries").json()
    assert [one["kind"] for one in sent] == ["webhook.test"]
    bad = {"url": "https://10.0.0.1/", "kinds": ["group.opened"]}
    refused = client.post("/api/curation/webhooks", json=bad, headers=csrf).json()
    assert refused["reason"] == "private" and "publique" in refused["detail"]
    assert client.delete(f"/api/curation/webhooks/{number}", headers=csrf).status_code == 204


def test_a_date_is_told_once_at_each_stage(house: House) -> None:
    chief = house.colleague("administrator")
    chief.post("/webhooks", url=URL, kind="article.due")
    due = date(2026, 11, 24) + timedelta(days=6)
    one = article("puk", "PUK")
    one = type(one)(**{**vars(one), "review": due, "owner": "Awa"})
    news = DueNews(house.console.database, lambda: [one])
    assert (news.run(), news.run()) == (1, 0)
    (sent,) = Deliveries(house.console.database).recent(1)
    told = json.loads(sent.body)["data"]["articles"]
    assert [(each["article"], each["owner"], each["days"]) for each in told] == [("puk", "Awa", 6)]
