"""Other people's files become articles; what cannot be one is listed with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.article import Article
from knowledge_base.importers import folder as importers
from knowledge_base.importers.folder import Content, read_files
from knowledge_base.importers.objects import read_json
from knowledge_base.importers.pages import markdown_of, read_page
from knowledge_base.importers.plain import read_text
from knowledge_base.importers.tables import read_csv
from knowledge_base.refusals import Refused


def imported(tmp_path: Path, name: str, text: str, language: str = "fr") -> Content:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_files([path], language)


@pytest.mark.parametrize(
    "header",
    ["id,title,text", "article,question,answer", "ID;Question;Réponse", "ref\tTitre\tContenu"],
)
def test_columns_are_recognised_by_their_usual_names(tmp_path: Path, header: str) -> None:
    mark = next(mark for mark in ",;\t" if mark in header)
    row = mark.join(("rio", "C’est quoi le RIO ?", '"Un code, à appeler au 3179."'))
    content = imported(tmp_path, "faq.csv", f"\ufeff{header}\n{row}\n")
    assert content.articles[("rio", "fr")].body == "Un code, à appeler au 3179."


def test_rows_of_one_article_add_phrasings(tmp_path: Path) -> None:
    content = imported(
        tmp_path, "faq.csv",
        "id,question,answer,phrasings\nrio,Le RIO ?,Un code.,mon rio|code rio\n"
        "rio,Où trouver mon RIO ?,Un code.,\nrio,Garder mon numéro,,\n",
    )  # fmt: skip
    [article] = content.articles.values()
    assert article.title == "Le RIO ?"
    assert article.phrasings == ("mon rio", "code rio", "Où trouver mon RIO ?", "Garder mon numéro")
    assert content.refusals == []


def test_a_question_beside_a_title_is_a_phrasing_and_ids_stay_as_they_are(tmp_path: Path) -> None:
    content = imported(
        tmp_path, "faq.csv",
        "id,article,title,question,text\n"
        "1,Fiche é/12,Le RIO,Où est mon RIO ; et le PUK ?,Un code.\n",
    )  # fmt: skip
    [article] = content.articles.values()
    assert article.id == "Fiche é/12" and article.title == "Le RIO"
    assert article.phrasings == ("Où est mon RIO ; et le PUK ?",)


def test_every_refused_row_is_listed_with_its_line(tmp_path: Path) -> None:
    long = "x" * 20_001
    content = imported(
        tmp_path, "faq.csv",
        f"id,title,text\na,Un,Oui\nb,,\nc,Trois,{long}\na,Un,Non\ne,Cinq,1,2,3\n",
    )  # fmt: skip
    assert list(content.articles) == [("a", "fr")]
    assert [refusal.line for refusal in content.refusals] == [3, 4, 5, 6]
    assert "longer than" in content.refusals[1].reason
    assert "another text" in content.refusals[2].reason


def test_nameless_rows_under_one_title_are_both_kept(tmp_path: Path) -> None:
    content = imported(tmp_path, "g.csv", "term,definition\nBox,Un modem\nBox,Un carton\n")
    assert [article.body for article in content.articles.values()] == ["Un modem", "Un carton"]
    assert len(content.articles) == 2


@pytest.mark.parametrize(
    "content",
    [
        [{"id": "a", "title": "Un ?", "text": "Oui."}],
        {"articles": [{"id": "a", "question": "Un ?", "answer": "Oui.", "language": "fr"}]},
        {"items": [{"id": "a", "questions": ["Un ?", "Deux ?"], "reponse": "<p>Oui.</p>"}]},
    ],
)
def test_json_is_read_in_its_usual_shapes(tmp_path: Path, content: object) -> None:
    found = imported(tmp_path, "faq.json", json.dumps(content))
    article = found.articles[("a", "fr")]
    assert (article.title, article.body) == ("Un ?", "Oui.")


def test_a_dictionary_of_answers_is_a_faq(tmp_path: Path) -> None:
    found = imported(tmp_path, "faq.json", '{"Le RIO ?": "Un code.", "Le PUK ?": "Un autre."}')
    assert [article.title for article in found.articles.values()] == ["Le RIO ?", "Le PUK ?"]


@pytest.mark.parametrize("text", ["{", "3", "[1, 2]", '[{"title": "x"}]', "[" * 100_000])
def test_json_that_holds_no_article_says_why(tmp_path: Path, text: str) -> None:
    content = imported(tmp_path, "faq.json", text)
    assert content.articles == {} and content.refusals


PAGE = """<html lang="en"><head><title>Help</title></head><body>{}</body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>What is a RIO?</dt><dd>A <b>code</b>.</dd><dt>And PUK?</dt><dd>Another.</dd></dl>",
        "<h2>What is a RIO?</h2><p>A <b>code</b>.</p><h2>And PUK?</h2><p>Another.</p>",
        "<details><summary>What is a RIO?</summary><p>A <b>code</b>.</p></details>"
        "<details><summary>And PUK?</summary><p>Another.</p></details>",
        '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": ['
        '{"@type": "Question", "name": "What is a RIO?",'
        ' "acceptedAnswer": {"text": "A <b>code</b>."}}, {"@type": "Question",'
        ' "name": "And PUK?", "acceptedAnswer": {"text": "Another."}}]}</script>',
    ],
)
def test_a_faq_on_the_web_becomes_one_article_per_question(tmp_path: Path, body: str) -> None:
    content = imported(tmp_path, "faq.html", PAGE.format(body), "")
    found = [(a.title, a.body, a.language) for a in content.articles.values()]
    assert found == [("What is a RIO?", "A **code**.", "en"), ("And PUK?", "Another.", "en")]


def test_links_and_lists_survive_and_scripts_do_not() -> None:
    html = (
        '<p>See <a href="https://www.example.com/x">this</a>:</p><ul><li>one</li><li>two</li></ul>'
        '<script>alert(1)</script><a href="javascript:alert(1)">no</a><img src=x onerror=alert(1)>'
    )
    text = markdown_of(html)
    assert "[this](https://www.example.com/x)" in text and "- one\n- two" in text
    assert "alert" not in text and "javascript" not in text


def test_a_harmful_link_in_markdown_is_taken_off(tmp_path: Path) -> None:
    content = imported(tmp_path, "p.md", "# Page\n\n[Cliquez](javascript:alert) ici pour voir.\n")
    [article] = content.articles.values()
    assert "javascript" not in article.body


def test_a_text_file_of_questions_becomes_one_article_each(tmp_path: Path) -> None:
    content = imported(
        tmp_path, "faq.txt", "Q: Le RIO ?\nR: Un code.\n\nQ: Le PUK ?\nR: Un autre.\n"
    )
    found = [(article.title, article.body) for article in content.articles.values()]
    assert found == [("Le RIO ?", "Un code."), ("Le PUK ?", "Un autre.")]


def test_the_language_is_guessed_when_nobody_says(tmp_path: Path) -> None:
    path = tmp_path / "faq.csv"
    path.write_text("title,text\nMy bill is too high,Check your options first.\n"
                    "Ma facture est trop élevée,Vérifiez d’abord vos options.\n")  # fmt: skip
    assert {language for _, language in read_files([path]).articles} == {"fr", "en"}


def test_unknown_unreadable_and_huge_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importers, "LARGEST", 100)
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.txt").write_text("x" * 101)
    content = read_files([tmp_path / name for name in ("a.pdf", "b.md", "c.txt", "d.md")])
    reasons = [refusal.reason for refusal in content.refusals]
    assert content.articles == {} and len(reasons) == 4
    assert "not known" in reasons[0] and "not text" in reasons[1] and "larger" in reasons[2]


def test_hidden_files_of_a_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".draft.md").write_text("# Brouillon\n\ntexte")
    (tmp_path / "page.md").write_text("# Page\n\ntexte")
    assert len(read_files([tmp_path], "fr").articles) == 1


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_csv_is_read_or_refused(text: str) -> None:
    try:
        assert all(isinstance(found, (Article, Refused)) for _, found in read_csv(text))
    except Refused as refused:
        assert refused.reason


@settings(deadline=None, max_examples=60)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_any_json_is_read_or_refused(content: object) -> None:
    try:
        list(read_json(json.dumps(content)))
    except Refused as refused:
        assert refused.reason


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_text_and_page_is_read_or_refused(text: str) -> None:
    list(read_text(text, "page"))
    try:
        list(read_page(text, "page"))
    except Refused as refused:
        assert refused.reason
