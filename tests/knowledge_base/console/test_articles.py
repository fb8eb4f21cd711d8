"""Articles in the console: found, written, previewed, and never over a colleague's work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.database import engine
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.asked import Asked, keep, rate
from knowledge_base.curation.audit import Wanted
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.releases import Releases
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.conftest import Colleague, House, new_house
from tests.knowledge_base.console.routes import PAYLOADS, traces

PUK = Article("puk", "Le code PUK", "fr", "Composez le **code PUK**.", "mobile", ("puk bloqué",),
              owner="curator", review=date(2026, 11, 1), tags=("sim",))  # fmt: skip
PUK_EN = replace(PUK, language="en", title="The PUK code", body="Enter the code.", phrasings=())
BILL = Article("bill", "Régler ma facture", "fr", "Par carte, à l’été.", "facture", owner="Léo")


class Desk:
    """A console with three articles, and what its curator does in it."""

    def __init__(self, house: House, curator: Colleague) -> None:
        self.house, self.curator = house, curator
        self.sources: Sources = house.console.sources
        self.drafts = Drafts(sources=self.sources)
        self.releases = Releases(sources=self.sources)

    def form(self, path: str) -> dict[str, str]:
        """The editor's fields, as a browser would send them."""
        return fields_of(self.curator.get(path).text)

    def edit(self, path: str, **changed: str) -> Any:
        return self.curator.post(path, **{**self.form(path), **changed})

    def audited(self) -> list[str]:
        return [one.what for one in self.house.console.audit.page(Wanted())]


def fields_of(html: str) -> dict[str, str]:
    from lxml import html as parser

    form = next(one for one in parser.fromstring(html).forms if "data-quick" in one.attrib)
    return {name: value.removeprefix("\n") for name, value in form.form_values() if name != "csrf"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture()
def desk(tmp_path: Path) -> Desk:
    store = ArticleStore(engine(f"sqlite:///{tmp_path / 'console.db'}"))
    (tmp_path / "articles").mkdir()
    house = new_house(tmp_path, sources=Sources(tmp_path / "articles", store))
    store.save([PUK, PUK_EN, BILL])
    return Desk(house, house.colleague("curator"))


def listed(desk: Desk, query: str = "") -> list[str]:
    """The articles of the list, in order."""
    page = desk.curator.get(f"/articles?{query}")
    assert page.status_code == 200
    return re.findall(r'class="name"><a href="/console/articles/([^"]+)"', page.text)


def answered(desk: Desk, article: str, thumbs: list[bool]) -> None:
    """So many people were shown an article and said what they thought of it."""
    with desk.house.console.database.begin() as connection:
        for number, helped in enumerate(thumbs):
            sender = f"visitor {number}"
            keep(connection, Asked("où est mon code", "fr", "web", sender, "answered", article=article))
            rate(connection, sender, article, "", helped)


QUERIES = {
    "": "puk bill", "search=REGLER+ete": "bill", "search=bloque": "puk", "search=zzz": "",
    "language=en": "puk", "category=mobile": "puk", "owner=L%C3%A9o": "bill", "tag=sim": "puk",
    "state=to_verify": "puk", "state=fresh": "", "state=draft": "bill", "state=file": "",
    "translation=missing": "bill", "translation=stale": "puk", "sort=-title": "bill puk",
    "usage=used": "puk", "usage=unused": "bill", "helpfulness=poor": "puk", "helpfulness=unknown": "bill",
    "sort=-asked": "puk bill", "sort=asked": "bill puk", "sort=review": "puk bill", "page=99": "puk bill",
}  # fmt: skip


def test_the_list_shows_what_is_asked_for_and_both_languages_as_one(desk: Desk) -> None:
    answered(desk, "puk", [True, False, False])
    desk.drafts.save(replace(BILL, title="Payer une facture"), "Ève", 0)
    desk.drafts.save(replace(PUK, body="Composez le **code PUK** reçu."), "Ève", 0)
    desk.releases.publish("Ève", "reçu", [PUK.key])
    assert {query: " ".join(listed(desk, query)) for query in QUERIES} == {
        **QUERIES, "": "puk bill", "page=99": "puk bill"
    }  # fmt: skip
    page = desk.curator.get("/articles").text
    assert "33 %" in page and "traduction à revoir" in page and "pas traduit" in page
    assert "01/11/2026" in page and "Payer une facture" in page
    home = desk.curator.get("/").text
    assert "1</span> article à relire" in " ".join(home.split())
    assert "1 traduction à revoir" in home and "1 brouillon à publier" in home


def test_an_edit_of_one_language_is_a_draft_and_leaves_the_other_alone(desk: Desk) -> None:
    kept = desk.edit("/articles/puk", fr_phrasings="puk bloqué\r\n\r\nmon puk\r\n", fr_note="appeler Léo")
    assert (kept.status_code, kept.headers["location"]) == (303, "/console/articles/puk")
    draft = desk.drafts.get(PUK.key)
    assert draft and draft.article.phrasings == ("puk bloqué", "mon puk") and draft.by == "curator"
    assert desk.drafts.get(PUK_EN.key) is None
    assert Marks(desk.sources.store.engine).get(PUK.key).note == "appeler Léo"
    assert desk.audited()[:2] == ["article.note", "article.save"]
    assert desk.edit("/articles/puk").status_code == 303
    assert len(desk.drafts.all()) == 1 and desk.audited()[0] == "article.note"
    desk.edit("/articles/puk", fr_body="Autre", fr_review="2027-01-31", fr_tags="sim, , code")
    draft = desk.drafts.get(PUK.key)
    assert draft and (draft.revision, draft.article.updated) == (2, date(2026, 11, 24))
    assert (draft.article.review, draft.article.tags) == (date(2027, 1, 31), ("sim", "code"))


def test_a_new_article_gets_an_id_of_its_title_and_may_have_one_language(desk: Desk) -> None:
    made = desk.edit("/articles/new", fr_title="Ma  facture : été", fr_body="Ici.")
    assert made.headers["location"] == "/console/articles/ma-facture-ete"
    draft = desk.drafts.get(("ma-facture-ete", "fr"))
    assert draft and draft.kind == "new" and "fr" in draft.article.language
    again = desk.edit("/articles/new", id="Bill", en_title="Bill", en_body="Here.")
    assert again.status_code == 422 and "porte déjà" in again.text and "Here." in again.text
    assert desk.edit("/articles/new").status_code == 422
    name = desk.curator.post("/article-name", fr_title="Où est-ce ?")
    assert "ou-est-ce" in name.text
    gone = desk.curator.post("/articles/ma-facture-ete/fr/drop", revision="1")
    assert gone.headers["location"] == "/console/articles" and desk.drafts.all() == {}


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost_or_saved(desk: Desk) -> None:
    wrong = desk.edit("/articles/puk", fr_title=" ", fr_body="écrit longtemps", en_source="javascript:x")
    assert wrong.status_code == 422 and desk.drafts.all() == {}
    assert 'id="fr_title-error"' in wrong.text and 'id="en_source-error"' in wrong.text
    assert "écrit longtemps" in wrong.text and "javascript:x" in wrong.text
    late = desk.edit("/articles/puk", fr_valid_from="2027-02-02", fr_valid_until="2027-01-01", en_review="hier")
    assert 'id="fr_valid_until-error"' in late.text and 'id="en_review-error"' in late.text


def test_two_who_edit_at_once_see_each_others_text_and_both_are_kept(desk: Desk) -> None:
    mine = desk.form("/articles/puk")
    desk.drafts.save(replace(PUK, body="Le texte de Léo."), "Léo", 0)
    desk.drafts.save(replace(PUK_EN, tags=("card",)), "Léo", 0)
    overtaken = desk.curator.post("/articles/puk", **{**mine, "fr_body": "Mon texte à moi."})
    assert overtaken.status_code == 409 and "Léo a enregistré" in overtaken.text
    shown = " ".join(re.sub(r"<[^>]+>", "", overtaken.text).split())
    assert "Léo" in shown and "Mon texte à moi." in overtaken.text
    standing = desk.drafts.get(PUK.key)
    assert standing and standing.article.body == "Le texte de Léo."
    merged = {**fields_of(overtaken.text), "fr_body": "Le texte de Léo, et le mien."}
    assert desk.curator.post("/articles/puk", **merged).status_code == 303
    standing, other = desk.drafts.get(PUK.key), desk.drafts.get(PUK_EN.key)
    assert standing and (standing.article.body, standing.revision) == ("Le texte de Léo, et le mien.", 2)
    assert other and (other.article.tags, other.by) == (("card",), "Léo")


def test_what_was_published_meanwhile_is_not_overwritten_either(desk: Desk) -> None:
    mine = desk.form("/articles/bill")
    desk.drafts.save(replace(BILL, body="Par virement aussi."), "Léo", 0)
    desk.releases.publish("Léo", "virement")
    overtaken = desk.curator.post("/articles/bill", **{**mine, "fr_body": "Par carte seulement."})
    assert overtaken.status_code == 409 and desk.drafts.all() == {}
    over = desk.curator.post("/articles/bill", **fields_of(overtaken.text))
    assert over.status_code == 303 and len(desk.drafts.all()) == 1


def test_two_notes_at_once_are_both_kept(desk: Desk) -> None:
    mine = desk.form("/articles/puk")
    desk.edit("/articles/puk", fr_note="la sienne")
    desk.curator.post("/articles/puk", **{**mine, "fr_note": "la mienne"})
    assert Marks(desk.sources.store.engine).get(PUK.key).note == "la sienne\nla mienne"


def test_withdrawing_restoring_and_a_translation_that_is_still_right(desk: Desk) -> None:
    desk.curator.get("/articles/puk")
    assert desk.curator.post("/articles/puk/fr/withdraw", revision="7").status_code == 303
    assert desk.drafts.all() == {}
    desk.curator.post("/articles/puk/fr/withdraw", revision="0")
    assert "propose de le retirer" in desk.curator.get("/articles/puk").text
    desk.releases.publish("Léo", "retrait")
    assert "retiré" in desk.curator.get("/articles/puk").text
    desk.curator.post("/articles/puk/fr/restore")
    desk.edit("/articles/puk", fr_body="Mieux.")
    desk.releases.publish("Léo", "retour")
    assert "Est-ce encore juste" in desk.curator.get("/articles/puk").text
    desk.curator.post("/articles/puk/en/still-right")
    assert "Est-ce encore juste" not in desk.curator.get("/articles/puk").text
    done = {"article.withdraw", "article.restore", "article.save", "article.still_right"}
    assert done <= set(desk.audited())


@pytest.mark.parametrize("choice", ["take-file", "keep-ours"])
def test_a_file_that_changed_since_is_shown_and_either_text_can_be_kept(desk: Desk, choice: str) -> None:
    file = desk.sources.folder / "lost.md"
    file.write_text("---\nid: lost\nlanguage: fr\ntitle: Perdu\n---\nAppelez-nous.")
    desk.edit("/articles/lost", fr_body="Écrivez-nous.")
    desk.releases.publish("Léo", "écrire")
    assert "fichier du dossier a changé" not in desk.curator.get("/articles/lost").text
    file.write_text("---\nid: lost\nlanguage: fr\ntitle: Perdu\n---\nPassez nous voir au guichet.")
    assert "fichier du dossier a changé" in desk.curator.get("/articles/lost").text
    assert listed(desk, "state=file") == ["lost"]
    desk.curator.post(f"/articles/lost/fr/{choice}", revision="0")
    draft = desk.drafts.get(("lost", "fr"))
    wanted = {"take-file": "Passez nous voir au guichet.", "keep-ours": "Écrivez-nous."}
    assert draft and draft.article.body == wanted[choice]
    desk.releases.publish("Léo", "choisi")
    assert "fichier du dossier a changé" not in desk.curator.get("/articles/lost").text


def test_a_reader_sees_articles_and_can_change_nothing(desk: Desk) -> None:
    reader = desk.house.colleague("reader")
    page = reader.get("/articles/puk")
    assert "<strong>code PUK</strong>" in page.text and "data-quick" not in page.text
    assert reader.get("/articles/new").status_code == 403
    assert reader.post("/articles/puk", fr_title="x", fr_body="y").status_code == 403
    assert reader.get("/articles/nothing").status_code == 404


def test_the_preview_shows_the_chat_the_voice_and_how_long_it_is(desk: Desk) -> None:
    written = {**desk.form("/articles/puk"), "fr_body": "# Vite\n1. **Un**\n2. [deux](https://a.example)\n\n`code`",
               "fr_voice": "Dites *code*.", "fr_source": "https://b.example"}  # fmt: skip
    shown = desk.curator.post("/article-preview/fr", **written).text
    for part in ("<p><strong>Vite</strong></p>", "<ol>", 'href="https://a.example"', "`code`"):
        assert part in shown
    assert "à jour au 24 novembre 2026" in shown and "13 caractères sur 300" in shown
    assert "<blockquote" in shown and "Dites *code*." in shown
    desk.house.console.spoken = lambda text, language: f"{language}: {text}"
    assert "fr: Dites *code*." in desk.curator.post("/article-preview/fr", **written).text
    assert desk.drafts.all() == {}
    assert "Pas de voix" in desk.curator.get("/articles/puk").text
    assert desk.curator.post("/article-listen/fr", **written).status_code == 404
    desk.house.console.speak = lambda text, language: f"RIFF {language} {text}".encode()
    heard = desk.curator.post("/article-listen/fr", **written)
    assert (heard.headers["content-type"], heard.content) == ("audio/wav", b"RIFF fr Dites *code*.")


def test_nothing_that_is_written_in_any_field_runs(desk: Desk) -> None:
    reader = desk.house.colleague("reader")
    for number, payload in enumerate(PAYLOADS):
        assert [traces(page.text) for page in pages_with(desk, reader, payload, f"odd{number}")] == [[]] * 13


def pages_with(desk: Desk, reader: Colleague, payload: str, name: str) -> list[Any]:
    """Everything that shows an article of that name, with a payload in each of its fields."""
    fields = ("title", "phrasings", "body", "voice", "category", "tags", "owner", "note")
    written = {f"fr_{name}": f"x {payload} y" for name in fields} | {"fr_body": f"{payload}\n[x]({payload})"}
    pages = [
        desk.edit("/articles/new", id=name, **written),
        desk.edit(f"/articles/{name}", fr_source=payload, **written),
        desk.curator.post("/article-preview/fr", **written),
        desk.edit("/articles/new", id=payload, fr_source=payload, fr_review=payload, **written),
    ]
    desk.releases.publish(payload, payload)
    mine = desk.form(f"/articles/{name}")
    desk.drafts.save(replace(PUK, id=name, title=payload, body=f"{payload}."), payload)
    pages.append(desk.curator.post(f"/articles/{name}", **{**mine, "fr_title": f"z {payload}"}))
    for person in (desk.curator, reader):
        pages += [person.get(f"/articles{path}") for path in ("", f"/{name}", f"/{name}/history")]
    pages += [desk.curator.get("/articles", params={"search": payload, "owner": payload, "sort": payload})]
    pages += [desk.curator.get("/")]
    assert pages[4].status_code == 409
    return pages


def test_a_reminder_brings_an_article_home_on_its_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    past = desk.curator.post("/articles/bill/fr/remind", day="2026-11-24")
    assert "Donnez un jour" in desk.curator.get(past.headers["location"].removeprefix("/console")).text
    assert Marks(desk.house.console.database).get(("bill", "fr")).reminder is None
    assert desk.curator.post("/articles/bill/fr/remind", day="2026-12-01").status_code == 303
    page = desk.curator.get("/articles/bill").text
    assert "Rappel prévu le" in page and 'value="2026-12-01"' in page
    assert BILL.title not in desk.curator.get("/").text
    monkeypatch.setenv("GUICHET_NOW", "2026-12-01T08:00:00+01:00")
    settings.cache_clear()
    home = desk.house.colleague("reader").get("/").text
    assert BILL.title in home and "rappel demandé" in home
    assert desk.curator.post("/articles/bill/fr/forget-reminder").status_code == 303
    assert BILL.title not in desk.curator.get("/").text
    assert [one for one in desk.audited() if one == "article.remind"] == ["article.remind"] * 2
