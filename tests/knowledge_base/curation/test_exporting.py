"""Everything leaves in an open format, and comes back identical or not at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.database import engine, migrate
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.exporting import export, is_archive, preview, read_back
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.releases import Releases
from knowledge_base.importers.folder import read_files
from knowledge_base.refusals import Refused
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK, PUK_EN, day


@pytest.fixture
def lived_in(drafts: Drafts, releases: Releases, marks: Marks, write: Callable[..., Path]) -> None:
    """A knowledge base with something of everything."""
    write(replace(MOVING, id="from-the-folder"))
    drafts.save(replace(PUK, body="Un autre texte.", valid_until=day("2027-01-31")), "awa")
    drafts.withdraw(BILL.key, "leo")
    releases.publish("mia", "les retours de novembre")
    drafts.save(replace(MOVING, id="next"), "awa")
    releases.publish("mia", "", at=now() + timedelta(days=3))
    drafts.save(replace(PUK_EN, title="Your PUK code"), "awa", note="à relire")
    marks.note(PUK.key, "le service juridique a relu", "leo")
    marks.remind(PUK.key, day("2026-12-24"), "leo")


def elsewhere(tmp_path: Path, folder: Path) -> tuple[Engine, Sources]:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    migrate(url)
    return engine(url), Sources(folder, ArticleStore(engine(url)))


def files_of(path: Path) -> dict[str, str]:
    return {one.name: one.read_text(encoding="utf-8") for one in path.glob("*.jsonl")}


@pytest.mark.parametrize("name", ["all", "all.zip"])
def test_what_was_exported_comes_back_identical(
    name: str, lived_in: None, database: Engine, sources: Sources, tmp_path: Path, folder: Path
) -> None:
    export(tmp_path / name, database, sources)
    assert is_archive(tmp_path / name)
    other, there = elsewhere(tmp_path, folder)
    assert {one.new > 0 for part, one in preview(tmp_path / name, other, there).items()} == {
        True,
        False,
    }
    read_back(tmp_path / name, other, there)
    assert Catalogue(other, there).entries() == Catalogue(database, sources).entries()
    assert Catalogue(other, there).live() == Catalogue(database, sources).live()
    assert Releases(other, there).all() == Releases(database, sources).all()
    assert Drafts(other, there).all() == Drafts(database, sources).all()
    export(tmp_path / "again", other, there)
    export(tmp_path / "before", database, sources)
    assert files_of(tmp_path / "again") == files_of(tmp_path / "before")
    once_more = preview(tmp_path / name, other, there)
    assert {(one.new, one.changed) for one in once_more.values()} == {(0, 0)}


def test_articles_of_a_folder_that_is_not_there_are_imported(
    lived_in: None, database: Engine, sources: Sources, tmp_path: Path
) -> None:
    export(tmp_path / "all.zip", database, sources)
    other, there = elsewhere(tmp_path, tmp_path / "empty")
    read_back(tmp_path / "all.zip", other, there)
    assert Catalogue(other, there).live() == Catalogue(database, sources).live()


def test_any_program_reads_the_articles(
    lived_in: None, database: Engine, sources: Sources, tmp_path: Path
) -> None:
    export(tmp_path / "all", database, sources)
    content = read_files([tmp_path / "all" / "articles.jsonl"])
    assert content.refusals == []
    assert content.articles.items() >= Catalogue(database, sources).live().items()


def test_another_history_is_not_overwritten(
    lived_in: None, database: Engine, sources: Sources, tmp_path: Path, folder: Path
) -> None:
    export(tmp_path / "all.zip", database, sources)
    other, there = elsewhere(tmp_path, folder)
    Drafts(other, there).save(MOVING, "zoe")
    Releases(other, there).publish("zoe", "tout autre chose")
    before = Catalogue(other, there).entries()
    with pytest.raises(Refused) as refused:
        read_back(tmp_path / "all.zip", other, there)
    assert refused.value.code == "other_history"
    assert Catalogue(other, there).entries() == before


def test_a_damaged_export_is_refused_whole(
    lived_in: None, database: Engine, sources: Sources, tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "all"
    export(path, database, sources)
    other, there = elsewhere(tmp_path, folder)
    lines = (path / "drafts.jsonl").read_text(encoding="utf-8")
    (path / "drafts.jsonl").write_text(lines.replace("awa", "eve"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_back(path, other, there)
    assert (refused.value.code, refused.value.values) == ("damaged", {"file": "drafts.jsonl"})
    assert Drafts(other, there).all() == {}


def test_a_zip_with_other_files_is_refused(
    lived_in: None, database: Engine, sources: Sources, tmp_path: Path
) -> None:
    path = tmp_path / "all.zip"
    export(path, database, sources)
    with zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr("../evil.jsonl", "{}")
    with pytest.raises(Refused) as refused:
        preview(path, database, sources)
    assert refused.value.code == "unknown_files"
    assert not (tmp_path.parent / "evil.jsonl").exists()


def test_an_export_never_replaces_other_files(
    database: Engine, sources: Sources, tmp_path: Path
) -> None:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "letter.txt").write_text("cher ami", encoding="utf-8")
    with pytest.raises(Refused):
        export(place, database, sources)
    assert (place / "letter.txt").exists()
    export(tmp_path / "all", database, sources)
    export(tmp_path / "all", database, sources)
    assert json.loads((tmp_path / "all" / "manifest.json").read_text())["format"]
