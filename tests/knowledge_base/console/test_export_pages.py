"""Everything leaves in one archive and comes back looked at, by an administrator's hand alone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.drafts import Drafts
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.conftest import House, new_house
from tests.knowledge_base.console.test_import_pages import address, upload

PUK = Article("puk", "Le code PUK ?", "fr", "Demandez-le au 3900.", phrasings=("puk perdu", "=1+1"))


def lived_in(path: Path) -> House:
    path.mkdir()
    house = new_house(path)
    (path / "articles").mkdir()
    store = ArticleStore(house.console.database)
    house.console.sources = Sources(path / "articles", store)
    return house


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = lived_in(tmp_path / "here")
    made.console.sources.store.save([PUK])
    Drafts(sources=made.console.sources).save(Article("esim", "L’eSIM ?", "fr", "Une puce."), "awa")
    yield made
    settings.cache_clear()


def archive(house: House) -> bytes:
    sent = house.colleague("curator").post("/export/archive")
    assert sent.status_code == 200 and sent.headers["content-type"] == "application/zip"
    return bytes(sent.content)


def forged(data: bytes, old: str, new: str) -> bytes:
    """The same archive with other words in it, and a manifest that vouches for them."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        files = {name: zipped.read(name).decode().replace(old, new) for name in zipped.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    for name, text in files.items():
        manifest["files"][name]["sha256"] = sha256(text.encode()).hexdigest()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, text in {**files, "manifest.json": json.dumps(manifest)}.items():
            zipped.writestr(name, text)
    return out.getvalue()


def test_an_archive_comes_back_elsewhere_identically(house: House, tmp_path: Path) -> None:
    data, other = archive(house), lived_in(tmp_path / "there")
    curator, boss = other.colleague("curator"), other.colleague("administrator")
    refused = upload(curator, ("all.zip", data))
    assert refused.status_code == 403 and "Seul un administrateur" in unescape(refused.text)
    there = address(upload(boss, ("all.zip", data)))
    assert there.startswith("/restore/") and "Ce que la restauration ferait" in boss.get(there).text
    assert curator.post(there).status_code == 403 and other.console.sources.held() == {}
    assert boss.post(there).status_code == 303 and boss.get(there).status_code == 404
    assert other.console.sources.read().articles[PUK.key] == PUK
    assert list(Drafts(sources=other.console.sources).all()) == [("esim", "fr")]
    assert [one.who for one in other.console.audit.page(Wanted(what="export.restore"))] == ["administrator"]
    with zipfile.ZipFile(io.BytesIO(archive(other))) as after, zipfile.ZipFile(io.BytesIO(data)) as before:
        names = [name for name in before.namelist() if name.endswith("l")]
        assert [name for name in names if after.read(name) != before.read(name)] == []


@pytest.mark.parametrize("body", ["[x](javascript:alert(1))", "a" * 20_001])
def test_an_article_that_nobody_could_have_written_is_refused(house: House, tmp_path: Path, body: str) -> None:
    data = forged(archive(house), "Demandez-le au 3900.", body)
    other = lived_in(tmp_path / "there")
    boss = other.colleague("administrator")
    there = address(upload(boss, ("all.zip", data)))
    assert "ne serait pas accepté ici" in unescape(boss.get(there).text)
    assert boss.post(there).status_code == 409 and other.console.sources.held() == {}
    assert boss.post(f"{there}/drop").status_code == 303


def test_articles_leave_for_a_spreadsheet(house: House) -> None:
    curator = house.colleague("curator")
    text = curator.get("/export/articles.csv").text
    assert "puk,Le code PUK ?,fr,Demandez-le au 3900." in text and '"puk perdu' in text
    assert house.colleague("agent").get("/export/articles.csv").status_code == 403
    again = address(upload(curator, ("articles.csv", text.encode())))
    page = unescape(curator.get(again).text)  # another place, and not a word else
    assert page.count("<h3>") == page.count("<h3>Source</h3>") == 1


def test_programs_export_and_restore(house: House, tmp_path: Path) -> None:
    curator = house.colleague("curator")
    headers = {"X-CSRF-Token": curator.csrf}
    data = curator.client.post("/api/curation/export", headers=headers).content
    boss = lived_in(tmp_path / "there").colleague("administrator")
    headers = {"X-CSRF-Token": boss.csrf}
    api = "/api/curation/import-archive"
    shown = boss.client.post(api, files={"file": ("a.zip", data)}, headers=headers).json()
    assert shown["sections"]["stored"] == {"new": 1, "changed": 0, "identical": 0, "kept": 0}
    done = boss.client.post(f"{api}/{shown['id']}", headers=headers)
    assert done.status_code == 200 and done.json()["drafts"]["new"] == 1
    dropped = boss.client.post(api, files={"file": ("a.zip", data)}, headers=headers).json()["id"]
    assert boss.client.delete(f"{api}/{dropped}", headers=headers).status_code == 204
    assert boss.client.post(f"{api}/{dropped}", headers=headers).status_code == 404
    wrong = boss.client.post(api, files={"file": ("a.zip", b"PK")}, headers=headers)
    assert wrong.status_code == 422 and "archive" in wrong.json()["detail"]
