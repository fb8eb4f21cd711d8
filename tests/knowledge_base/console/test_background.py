"""What the gateway does beside serving, and the gate and the news of the command line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from typer.testing import CliRunner

from bot import database
from bot.settings import settings
from knowledge_base import live
from knowledge_base.build import build_current
from knowledge_base.commands import app
from knowledge_base.console.background import Background
from knowledge_base.curation.audit import Audit, Wanted
from knowledge_base.curation.deliveries import Deliveries
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.question_tables import groups
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.telling import telling
from knowledge_base.curation.webhooks import KINDS, Webhooks
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.publishing import LIVE, PIE, Shop
from tests.knowledge_base.gate.conftest import WordEncoder


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_KNOWLEDGE_DIR", str(tmp_path / "articles"))
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    monkeypatch.setattr(live, "load_encoder", WordEncoder)
    settings.cache_clear()
    database.engine.cache_clear()
    yield
    settings.cache_clear()
    database.engine.cache_clear()


def test_every_chore_does_its_work_and_is_counted(tmp_path: Path) -> None:
    shop, registry = Shop(tmp_path, WordEncoder()), CollectorRegistry()
    shop.drafts.save(PIE, "curator")
    background = Background(shop.house.console, registry)
    chores = {name: act for name, _, act in (*background.own(), *background.news())}
    for name in ("inbox", "group news", "dates", "labels", "old checks", "old news", "figures"):
        chores[name]()
    counted = generate_latest(registry).decode()
    assert "guichet_drafts 1.0" in counted and 'guichet_releases{state="live"} 0.0' in counted
    assert "guichet_open_groups 0.0" not in counted
    background.start()
    asyncio.run(background.close())
    assert background.failures == {}


def test_at_night_questions_are_grouped_anew_and_what_was_decided_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(tmp_path, WordEncoder())
    engine = shop.house.console.database
    one_by_one = Inbox(engine, WordEncoder(), threshold=2.0)
    one_by_one.gather()
    apart = one_by_one.page().groups
    spam = next(one.id for one in apart if "facture" in one.example)
    with engine.begin() as writer:
        writer.execute(groups.update().where(groups.c.id == spam).values(state="spam"))
    again = {name: act for name, _, act in Background(shop.house.console, CollectorRegistry()).own()}
    again["grouping anew"]()
    assert one_by_one.counts()["groups"] == len(apart) - 1 == 6
    monkeypatch.setenv("GUICHET_NOW", "2026-11-25T03:20:00+01:00")
    settings.cache_clear()
    again["grouping anew"]()
    found = one_by_one.page().groups
    assert sorted((one.example, one.questions) for one in found) == [
        ("carte SIM bloquée code PUK", 3),
        ("facture trop chère montant", 1),  # the other one was decided
        ("recette tarte", 2),
    ]
    assert [one.id for one in one_by_one.page(which="dismissed").groups] == [spam]


def test_without_a_knowledge_base_nothing_is_done(tmp_path: Path) -> None:
    shop = Shop(tmp_path, WordEncoder())
    shop.house.console.knowledge = None
    background = Background(shop.house.console, CollectorRegistry())
    background.start()
    asyncio.run(background.close())


def test_a_scheduled_release_is_audited_and_announced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Shop(tmp_path, WordEncoder())
    engine = shop.house.console.database
    Webhooks(engine).add("https://hooks.example.com/", KINDS, "administrator")
    shop.drafts.save(PIE, "curator")
    at = shop.house.hours().replace(day=25)
    Releases(sources=shop.sources, told=telling()).publish("curator", "Noël", at=at)
    monkeypatch.setenv("GUICHET_NOW", "2026-11-26T10:00:00+01:00")
    settings.cache_clear()
    live.LiveKnowledgeBase(WordEncoder(), shop.sources, tmp_path / "k")._due()
    found = [one.what for one in Audit(engine).page(Wanted(subject="release/1"))]
    assert found == ["release.publish", "release.schedule"]
    assert [one.kind for one in Deliveries(engine).claim()] == ["release.published"]


def test_the_command_line_checks_and_announces(tmp_path: Path) -> None:
    database.migrate()
    ArticleStore().save(LIVE)
    build_current()
    assert CliRunner().invoke(app, ["check"]).exit_code == 0
    Drafts().save(replace(PIE, body="Écrivez à jeanne@courriel.example."), "curator")
    stopped = CliRunner().invoke(app, ["check", "--json"])
    report = json.loads(stopped.stdout)
    assert stopped.exit_code == 1 and not report["passes"]
    assert "jeanne@courriel.example" in CliRunner().invoke(app, ["check"]).stdout
    Webhooks().add("https://hooks.example.com/", KINDS, "administrator")
    ArticleStore().save([PIE])
    build_current()
    (news,) = Deliveries().claim()
    told = json.loads(news.body)["data"]
    assert told["number"] is None and [one["article"] for one in told["changes"]] == ["pie"]
