"""An article is served between its dates, and somebody hears of it before it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.article import Article, article_from
from knowledge_base.curation.catalogue import Catalogue, State
from knowledge_base.curation.lifecycle import Age, age, reminders
from knowledge_base.importers.folder import read_files
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources, kept_through
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK, day

SALE = replace(MOVING, valid_from=day("2026-11-27"), valid_until=day("2026-11-30"))
REVIEWED = replace(PUK, review=day("2026-11-24"))


@pytest.mark.parametrize(
    ("article", "on", "grace", "expected"),
    [
        (SALE, "2026-11-26", 0, Age.UPCOMING),
        (SALE, "2026-11-27", 0, Age.FRESH),
        (SALE, "2026-11-30", 0, Age.FRESH),
        (SALE, "2026-12-01", 0, Age.EXPIRED),
        (REVIEWED, "2026-11-23", 0, Age.FRESH),
        (REVIEWED, "2026-11-24", 0, Age.TO_VERIFY),
        (REVIEWED, "2036-11-24", 0, Age.TO_VERIFY),
        (REVIEWED, "2026-12-24", 30, Age.TO_VERIFY),
        (REVIEWED, "2026-12-25", 30, Age.EXPIRED),
        (replace(REVIEWED, valid_until=day("2026-11-25")), "2026-11-26", 30, Age.EXPIRED),
        (BILL, "2026-11-24", 30, Age.FRESH),
    ],
)
def test_an_article_ages(article: Article, on: str, grace: int, expected: Age) -> None:
    assert age(article, day(on), grace) is expected


def test_validity_begins_and_ends_at_midnight_in_paris(
    store: ArticleStore, sources: Sources, catalogue: Catalogue, clock: Any
) -> None:
    store.save([SALE])
    clock.set("2026-11-26T23:59:59+01:00")
    before = sources.stamp()
    entry = catalogue.entry(SALE.key)
    assert SALE.key not in catalogue.live() and entry and entry.state is State.UPCOMING
    clock.set("2026-11-27T00:00:00+01:00")
    assert sources.stamp() != before and SALE.key in catalogue.live()
    clock.set("2026-12-01T00:00:00+01:00")
    entry = catalogue.entry(SALE.key)
    assert SALE.key not in catalogue.live() and entry and entry.state is State.EXPIRED


def test_what_is_withdrawn_by_policy_is_not_answered_any_more(
    store: ArticleStore, sources: Sources, words: Any, tmp_path: Path, clock: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("GUICHET_KNOWLEDGE_GRACE_DAYS", "30")
    store.save([REVIEWED])
    clock.set("2026-12-24T12:00:00+01:00")
    live = LiveKnowledgeBase(words, sources, tmp_path / "knowledge")
    live.refresh()
    assert live.article("puk", "fr") == REVIEWED
    clock.set("2026-12-25T00:00:00+01:00")
    live.refresh()
    found = live.article("puk", "fr")
    assert found is not None and found.language == "en"


def test_a_refused_file_does_not_bring_back_what_has_ended(
    store: ArticleStore, sources: Sources, folder: Path, clock: Any
) -> None:
    store.save([SALE])
    (folder / "broken.md").write_text("---\nid: puk\n", encoding="utf-8")
    clock.set("2026-12-01T08:00:00+01:00")
    content = sources.read()
    assert content.refusals
    assert SALE.key not in kept_through(content, {SALE.key: SALE})


def test_owners_are_reminded_of_what_is_due() -> None:
    mine = [
        replace(PUK, review=day(f"2026-{when}"), id=when) for when in ("11-20", "11-24", "12-01")
    ]
    later = replace(BILL, review=day("2026-12-24"), valid_until=day("2026-12-10"))
    never = replace(BILL, id="far", review=day("2026-12-25"))
    found = reminders([*mine, later, never], day("2026-11-24"))
    assert [(one.days, one.within) for one in found["Awa"]] == [(-4, 0), (0, 0), (7, 7)]
    assert [(one.days, one.within) for one in found["Léo"]] == [(16, 30)]


@pytest.mark.parametrize("suffix", ["md", "csv", "json"])
def test_every_format_carries_the_dates(suffix: str, tmp_path: Path) -> None:
    texts = {
        "md": "---\nid: sale\ntitle: Soldes\nlanguage: fr\nvalid_from: 2026-11-27\n"
        "valid_until: 2026-11-30\n---\nMoins dix pour cent.\n",
        "csv": "id,title,language,body,valid_from,valid_until\n"
        "sale,Soldes,fr,Moins dix pour cent.,2026-11-27,2026-11-30\n",
        "json": '[{"id": "sale", "title": "Soldes", "language": "fr", "body": "Moins dix pour cent.",'
        ' "valid_from": "2026-11-27", "valid_until": "2026-11-30"}]',
    }
    path = tmp_path / f"sale.{suffix}"
    path.write_text(texts[suffix], encoding="utf-8")
    content = read_files([path])
    (article,) = content.articles.values()
    assert (article.valid_from, article.valid_until) == (SALE.valid_from, SALE.valid_until)


def test_dates_that_end_before_they_begin_are_refused(write: Callable[..., Path]) -> None:
    path = write(PUK, language="fr\nvalid_from: 2026-11-27\nvalid_until: 2026-11-26")
    content = read_files([path])
    assert "valid_until" in str(content.refusals[0])


def test_an_article_without_the_dates_has_the_version_that_it_had() -> None:
    assert PUK.version == "6d7bc559904060b2"
    older = {name: value for name, value in PUK.as_dict().items() if "valid" not in name}
    assert article_from(older) == PUK
    assert replace(PUK, valid_until=day("2026-11-30")).version != PUK.version
