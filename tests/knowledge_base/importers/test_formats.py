"""Workbooks, Word documents, PDFs and web pages become articles that know where they stood."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.article import Article
from tests.knowledge_base.importers.conftest import Found, Read
from tests.knowledge_base.importers.makers import changed as with_parts
from tests.knowledge_base.importers.makers import document, paper, part, workbook

Told = list[tuple[str, str, str]]


def told(articles: dict[tuple[str, str], Article]) -> Told:
    return [(article.title, article.body, article.source) for article in articles.values()]


@pytest.mark.parametrize("header", [("Question", "Réponse"), ("title", "text"), ("Intitulé", "Contenu")])
def test_a_sheet_of_a_workbook_is_read_by_the_names_of_its_columns(found: Found, header: tuple[str, str]) -> None:
    content = found("faq.xlsx", workbook([header, ("Le RIO ?", "Un code."), (None, None), ("Le PUK ?", 3179)]))
    assert told(content.articles) == [
        ("Le RIO ?", "Un code.", "faq.xlsx#Le-RIO"), ("Le PUK ?", "3179", "faq.xlsx#Le-PUK"),
    ]
    assert content.refusals == []


def test_every_sheet_counts_and_a_title_above_the_names_does_not(found: Found) -> None:
    data = workbook(
        [("Foire aux questions",), (), ("Question", "Réponse"), ("Un ?", "Oui.")],
        [("notes pour nous",)],
        [("question", "answer", "date"), ("Deux ?", "Non.", date(2026, 9, 14))],
        titles=("Mobile", "Notes", "Box"),
    )
    content = found("faq.xlsx", data)
    assert told(content.articles) == [("Un ?", "Oui.", "faq.xlsx#Mobile/Un"), ("Deux ?", "Non.", "faq.xlsx#Box/Deux")]
    assert content.articles[("Deux", "fr")].updated == date(2026, 9, 14)


def test_merged_and_blank_cells_keep_their_category(found: Found) -> None:
    rows = [("Thème", "Question", "Réponse"), ("Mobile", "Un ?", "Oui."), (None, "Deux ?", "Non."), ("Box", "Trois ?", None)]
    content = found("faq.xlsx", workbook(rows))
    assert [article.category for article in content.articles.values()] == ["Mobile", "Mobile"]
    assert [(refusal.line, refusal.code) for refusal in content.refusals] == [(4, "empty")]


def test_a_formula_is_not_worked_out_and_text_stays_text(found: Found) -> None:
    rows = [("Question", "Réponse"), ("Un ?", "=1+1"), ("Deux ?", "@SUM(A1)"), ("+33 ?", "-12 €")]
    content = found("faq.xlsx", workbook(rows))
    assert [(a.title, a.body) for a in content.articles.values()] == [("Deux ?", "@SUM(A1)"), ("+33 ?", "-12 €")]


def test_headings_of_a_word_document_become_articles(found: Found) -> None:
    data = document(
        ("Title", "Guide du mobile"), ("Normal", "Tout savoir."), ("Heading 1", "Le RIO"), ("Normal", "Un code."),
        ("List Bullet", "au 3179"), ("Heading 2", "Le PUK"), ("Normal", "Un autre code."),
        table=[("Offre", "Prix"), ("Petite", "5 €")],
    )  # fmt: skip
    assert told(found("guide.docx", data).articles) == [
        ("Guide du mobile", "Tout savoir.", "guide.docx#Guide-du-mobile"),
        ("Le RIO", "Un code.\n\n- au 3179", "guide.docx#Le-RIO"),
        ("Le PUK", "Un autre code.\n\n| Offre | Prix |\n| --- | --- |\n| Petite | 5 € |", "guide.docx#Le-PUK"),
    ]


def test_a_table_of_questions_in_a_word_document_is_a_faq(found: Found) -> None:
    data = document(table=[("Question", "Réponse"), ("Le RIO ?", "Un code."), ("Le PUK ?", "Un autre.")])
    assert [article.title for article in found("faq.docx", data).articles.values()] == ["Le RIO ?", "Le PUK ?"]


def test_large_letters_in_a_pdf_are_headings(found: Found) -> None:
    data = paper(
        [(20, "Guide"), (10, "Tout savoir."), (16, "Le RIO"), (10, "Un code à"), (10, "garder.")],
        [(10, "La suite."), (16, "Le PUK"), (10, "Un autre.")],
    )
    assert told(found("guide.pdf", data).articles) == [
        ("Guide", "Tout savoir.", "guide.pdf#page=1"),
        ("Le RIO", "Un code à\ngarder.\n\nLa suite.", "guide.pdf#page=1"),
        ("Le PUK", "Un autre.", "guide.pdf#page=2"),
    ]


def test_a_pdf_of_one_size_is_read_page_by_page(found: Found) -> None:
    data = paper([(10, "Première page.")], [(10, "Deuxième page.")])
    assert told(found("notice.pdf", data).articles) == [
        ("notice, p. 1", "Première page.", "notice.pdf#page=1"), ("notice, p. 2", "Deuxième page.", "notice.pdf#page=2"),
    ]


MICRODATA = """<!doctype html><html lang="fr"><head><title>Aide</title></head><body>
<div itemscope itemtype="https://schema.org/FAQPage">
<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question" id="rio"><h3 itemprop="name">Le RIO ?</h3>
<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer"><div itemprop="text"><p>Un <b>code</b>.</p>
<script>alert(1)</script><img src=x onerror=alert(1)></div></div></div>
<div itemscope itemprop="mainEntity" itemtype="https://schema.org/Question"><meta itemprop="name" content="Le PUK ?">
<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer"><p itemprop="text">Un autre.</p></div></div>
</div></body></html>"""
LINKED = """<!doctype html><html lang="fr"><body><script type="application/ld+json">{"@context": "https://schema.org",
"@graph": [{"@type": "WebPage"}, {"@type": ["FAQPage"], "mainEntity": [
{"@type": "Question", "@id": "https://www.example.com/aide#rio", "name": "Le RIO ?",
 "acceptedAnswer": {"@type": "Answer", "text": "<p>Un <b>code</b>.</p><img src=x onerror=alert(1)>"}},
{"@type": "schema:Question", "name": "Non"},
{"@type": "Question", "name": "Le PUK ?", "acceptedAnswer": [{"text": "Un autre."}]}]}]}</script></body></html>"""


@pytest.mark.parametrize("page", [MICRODATA, LINKED], ids=["microdata", "json-ld"])
def test_the_questions_that_a_page_describes_become_articles(found: Found, page: str) -> None:
    assert told(found("aide.html", page.encode()).articles) == [
        ("Le RIO ?", "Un **code**.", "aide.html#rio"), ("Le PUK ?", "Un autre.", "aide.html#Le-PUK"),
    ]


def test_a_sitemap_gives_the_addresses_of_its_pages(read: Read) -> None:
    data = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://www.example.com/a</loc>'
        "<image:image><image:loc>https://www.example.com/a.png</image:loc></image:image></url>"
        "<url><loc> https://www.example.com/b </loc></url></urlset>"
    )
    assert read("sitemap.xml", data.encode()).links == ["https://www.example.com/a", "https://www.example.com/b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_program_saved_it(found: Found, encoding: str) -> None:
    data = "Question;Réponse\nÀ quoi sert l’étiquette ?;À rien d’été.\n".encode(encoding)
    [article] = found("faq.csv", data).articles.values()
    assert article.title == "À quoi sert l’étiquette ?" and article.source == "faq.csv#A-quoi-sert-letiquette"


def test_a_document_may_carry_another_that_is_never_opened(found: Found) -> None:
    inner = workbook([("Question", "Réponse"), ("Caché ?", "Oui.")])
    data = with_parts(document(("Heading 1", "Vu"), ("Normal", "Texte.")), {"word/embeddings/a.xlsx": inner})
    assert [article.title for article in found("a.docx", data).articles.values()] == ["Vu"]
    assert part(data, "word/document.xml")
