"""An import is shown before it is stored, proposes edits instead of doubles, and is all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.database import engine, migrate
from knowledge_base.article import Article
from knowledge_base.curation.drafts import Drafts, Outdated
from knowledge_base.importers import waiting
from knowledge_base.importers.bringing import preview_of, take_in
from knowledge_base.importers.collecting import from_uploads
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.preview import preview
from knowledge_base.importers.waiting import WaitingRoom
from knowledge_base.refusals import Refusal
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

RIO = Article("rio", "Le RIO ?", "fr", "Un code.", phrasings=("mon rio",), owner="Support", source="faq.xlsx#Le-RIO")
PUK = Article("puk", "Le PUK ?", "fr", "Un autre.")
KNOWN = {article.key: article for article in (RIO, PUK)}


def found(*articles: Article) -> Content:
    return Content({article.key: article for article in articles})


def states(content: Content) -> list[tuple[str, str]]:
    return [(item.state, item.article.id if item.article else "") for item in preview(content, KNOWN).items]


def test_what_is_the_same_new_changed_or_refused_is_told_apart() -> None:
    content = found(RIO, replace(PUK, body="Un autre code."), Article("esim", "L’eSIM ?", "fr", "Une puce."))
    content.refusals.append(Refusal("faq.csv", 3, "body is empty", "empty", {"field": "body"}))
    shown = preview(content, KNOWN)
    assert [item.state for item in shown.items] == ["identical", "changed", "new", "refused"]
    assert shown.counts == {"new": 1, "changed": 1, "identical": 1, "refused": 1}
    [difference] = shown.items[1].differences
    assert difference.field == "body" and difference.lines == ["@@ -1 +1 @@", "-Un autre.", "+Un autre code."]


@pytest.mark.parametrize(
    "article",
    [
        Article("rio", "Tout autre titre", "fr", "Un code."),  # by its id
        Article("x", "Titre nouveau", "fr", "Un code.", source="faq.xlsx#Le-RIO"),  # by its place
        Article("y", "le  RIO ?", "fr", "Un code."),  # by its title
    ],
)
def test_an_article_that_is_known_is_edited_not_doubled(article: Article) -> None:
    [item] = preview(found(article), KNOWN).items
    assert item.state == "changed" and item.article and item.article.id == "rio"
    assert item.article.phrasings == ("mon rio",) and item.article.owner == "Support"


def test_what_several_could_be_is_new_and_another_language_is_another_article() -> None:
    assert states(found(Article("rio", "Le RIO ?", "en", "A code."))) == [("new", "rio")]
    double = replace(PUK, id="puk-2")
    shown = preview(found(Article("z", "Le PUK ?", "fr", "Oui.")), {**KNOWN, double.key: double})
    assert [item.state for item in shown.items] == ["new"]


def test_a_row_put_before_the_others_does_not_move_them() -> None:
    before = from_uploads([("faq.csv", b"question,answer\nA ?,Un\nB ?,Deux\n")], "fr")
    after = from_uploads([("faq.csv", b"question,answer\nC ?,Trois\nA ?,Un\nB ?,Deux\n")], "fr")
    assert preview(after, before.articles).counts == {"new": 1, "changed": 0, "identical": 2, "refused": 0}


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    url = f"sqlite:///{tmp_path / 'import.db'}"
    migrate(url)
    return engine(url)


@pytest.fixture
def sources(database: Engine, tmp_path: Path) -> Sources:
    ArticleStore(database).save([RIO, PUK])
    return Sources(tmp_path / "none", ArticleStore(database))


def test_an_import_becomes_drafts_and_again_changes_nothing(database: Engine, sources: Sources) -> None:
    content = found(RIO, replace(PUK, body="Un autre code."), Article("esim", "L’eSIM ?", "fr", "Une puce."))
    assert take_in(preview_of(content, database, sources), "lea", "faq", database, sources) == 2
    kinds = {key[0]: draft.kind for key, draft in Drafts(database, sources).all().items()}
    assert kinds == {"puk": "edit", "esim": "new"}
    again = preview_of(content, database, sources)
    assert again.counts == {"new": 0, "changed": 0, "identical": 3, "refused": 0}
    assert take_in(again, "lea", database=database, sources=sources) == 0


def test_an_edit_made_since_the_preview_stops_all_of_it(database: Engine, sources: Sources) -> None:
    content = found(Article("esim", "L’eSIM ?", "fr", "Une puce."), replace(PUK, body="Un autre code."))
    shown = preview_of(content, database, sources)
    edited = Drafts(database, sources).save(replace(PUK, body="Ma version."), "max")
    with pytest.raises(Outdated):
        take_in(shown, "lea", database=database, sources=sources)
    assert Drafts(database, sources).all() == {PUK.key: edited}


@pytest.fixture
def room(tmp_path: Path) -> WaitingRoom:
    return WaitingRoom(tmp_path / "imports")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    moment = [1_790_000_000]
    monkeypatch.setattr(waiting, "_moment", lambda: moment[0])
    yield moment


def test_a_preview_waits_an_hour_for_the_one_who_made_it(room: WaitingRoom, later: list[int], tmp_path: Path) -> None:
    content = found(replace(PUK, body="Un autre code."))
    content.refusals.append(Refusal("a.csv", 3, "body is empty", "empty", {"field": "body"}))
    shown = preview(content, KNOWN)
    name = room.keep(shown, "lea")
    [path] = (tmp_path / "imports").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert room.waiting(name, "lea") == shown and room.waiting(name, "max") is None
    later[0] += 3600
    assert room.waiting(name, "lea") is None
    other = room.keep(shown, "lea")
    assert [path.name for path in (tmp_path / "imports").iterdir()] == [other]
    room.forget(other)
    assert room.waiting(other, "lea") is None


@pytest.mark.parametrize("name", ["", "../x", "1790000000-../../../../etc/passwd", "1790000000-" + "a" * 32])
def test_a_name_that_was_not_given_out_finds_nothing(room: WaitingRoom, later: list[int], name: str) -> None:
    assert room.waiting(name, "lea") is None
    room.forget(name)
