"""Bringing articles in by the console: looked at first, then all of it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.drafts import Drafts
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.conftest import Colleague, House, new_house

PUK = Article("puk", "Le code PUK ?", "fr", "Demandez-le au 3900.", owner="Awa")
SHEET = "question;réponse\nLe code PUK ?;Il est dans votre espace client.\nL’eSIM ?;Une puce.\n;Sans question\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = new_house(tmp_path)
    (tmp_path / "articles").mkdir()
    store = ArticleStore(made.console.database)
    store.save([PUK])
    made.console.sources = Sources(tmp_path / "articles", store)
    yield made
    settings.cache_clear()


def upload(who: Colleague, *files: tuple[str, bytes], **fields: str) -> Any:
    who.get("/import")
    sent = [("file", (name, data, "application/octet-stream")) for name, data in files]
    data = {"csrf": who.csrf, "language": "fr", **fields}
    return who.client.post("/console/import", data=data, files=sent)


def address(response: Any) -> str:
    assert response.status_code == 303, unescape(response.text)
    return str(response.headers["location"]).removeprefix("/console")


def drafts(house: House) -> dict[str, str]:
    found = Drafts(house.console.database, house.console.sources).all()
    return {one.article.title: one.article.body for one in found.values()}


def test_a_sheet_is_looked_at_then_taken_and_is_identical_the_next_time(house: House) -> None:
    curator = house.colleague("curator")
    there = address(upload(curator, ("faq.csv", SHEET.encode())))
    page = unescape(curator.get(there).text)
    assert "Le code PUK ?" in page and "+ Il est dans votre espace client." in page
    assert "faq.csv:4" in page and "Le champ « Titre » est vide." in page and drafts(house) == {}
    picks = re.findall(r'name="pick" value="(\d+)"', page)
    assert len(picks) == 2
    assert curator.post(there).status_code == 422
    assert address(curator.post(there, pick=picks, note="été")) == "/publish"
    assert drafts(house) == {"Le code PUK ?": "Il est dans votre espace client.", "L’eSIM ?": "Une puce."}
    assert len(house.console.audit.page(Wanted(who="curator", what="article.import"))) == 2
    assert curator.get(there).status_code == 404
    again = unescape(curator.get(address(upload(curator, ("faq.csv", SHEET.encode())))).text)
    assert "Il n’y a rien à prendre" in again and not re.findall(r'name="pick"', again)


def test_only_what_was_ticked_is_taken(house: House) -> None:
    curator = house.colleague("curator")
    there = address(upload(curator, ("faq.csv", SHEET.encode())))
    assert curator.post(there, pick=["1", "99", "x"]).status_code == 303
    assert list(drafts(house)) == ["L’eSIM ?"]


def test_another_persons_preview_is_not_there(house: House) -> None:
    curator, other = house.colleague("curator"), house.colleague("administrator")
    there = address(upload(curator, ("faq.csv", SHEET.encode())))
    assert other.get(there).status_code == 404
    for path in (there, f"{there}/again", f"{there}/drop"):
        assert other.post(path, pick="0").status_code == 404
    assert drafts(house) == {}
    assert curator.post(f"{there}/drop").status_code == 303
    assert curator.get(there).status_code == 404


def test_nothing_is_taken_when_somebody_saved_since_until_it_is_compared_again(house: House) -> None:
    curator = house.colleague("curator")
    there = address(upload(curator, ("faq.csv", SHEET.encode())))
    Drafts(house.console.database, house.console.sources).save(
        Article("puk", "Le code PUK ?", "fr", "Autrement."), "Jeanne"
    )
    late = curator.post(there, pick=["0", "1"])
    assert late.status_code == 409 and "Jeanne a enregistré « Le code PUK ? »" in unescape(late.text)
    assert list(drafts(house)) == ["Le code PUK ?"]
    again = address(curator.post(f"{there}/again"))
    assert "− Autrement." in curator.get(again).text
    assert curator.post(again, pick=["0", "1"]).status_code == 303 and len(drafts(house)) == 2


HOSTILE = {
    "faq.csv": (b"MZ\x90\x00", "Un programme n’est pas lu."),
    "faq.pdf": (b"<html><body>x</body></html>", "Le nom dit « .pdf »"),
    "../../etc/faq.zip": (b"PK\x03\x04broken", "Le fichier est abîmé."),
    "<img src=x onerror=alert(1)>.txt": (b"\x00\x01\x02", "Ce n’est pas du texte."),
}


def test_hostile_files_are_refused_with_a_sentence(house: House) -> None:
    curator = house.colleague("curator")
    sent = upload(curator, *((name, data) for name, (data, _) in HOSTILE.items()))
    page = curator.get(address(sent)).text
    assert [said for _, said in HOSTILE.values() if said not in unescape(page)] == []
    assert "<img" not in page and "etc/" not in page


def test_a_file_that_is_too_large_and_a_form_without_anything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_IMPORT_MAX_MB", "1")
    settings.cache_clear()
    curator = house.colleague("curator")
    assert "1 Mo par fichier" in curator.get("/import").text
    page = curator.get(address(upload(curator, ("large.txt", b"a" * 1_000_001)))).text
    assert "Plus de 1 Mo." in page
    nothing = upload(curator)
    assert nothing.status_code == 422 and 'aria-describedby="file-hint file-error"' in nothing.text
    private = upload(curator, addresses="http://127.0.0.1/admin")
    assert "n’est pas le site de l’entreprise" in unescape(curator.get(address(private)).text)


def test_programs_look_and_confirm_too(house: House) -> None:
    curator = house.colleague("curator")
    headers = {"X-CSRF-Token": curator.csrf}
    api = "/api/curation/import"
    files = [("file", ("faq.csv", SHEET.encode(), "text/csv"))]
    shown = curator.client.post(api, files=files, headers=headers).json()
    assert shown["counts"] == {"new": 1, "changed": 1, "identical": 0, "refused": 1}
    assert shown["items"][2]["code"] == "empty" and shown["items"][0]["differences"][0]["field"] == "body"
    other = house.colleague("administrator")
    theirs = {"X-CSRF-Token": other.csrf}
    assert other.client.post(f"{api}/{shown['id']}", json={}, headers=theirs).status_code == 404
    taken = curator.client.post(f"{api}/{shown['id']}", json={"numbers": [1]}, headers=headers)
    assert taken.json() == {"drafts": 1} and list(drafts(house)) == ["L’eSIM ?"]
    assert curator.client.post(api, headers=headers).status_code == 422
    again = curator.client.post(api, files=files, headers=headers).json()["id"]
    assert other.client.delete(f"{api}/{again}", headers=theirs).status_code == 404
    assert curator.client.delete(f"{api}/{again}", headers=headers).status_code == 204
    assert curator.client.get(f"{api}/{again}").status_code == 404
