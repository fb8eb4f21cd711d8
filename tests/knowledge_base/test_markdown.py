"""Markdown files become articles, and a mistake in one is told with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.article import Article
from knowledge_base.importers.markdown import read_markdown
from knowledge_base.refusals import Refused

HEAD = "---\nid: puk\ntitle: Le code PUK\nlanguage: fr\n"


def read(text: str) -> list[Article]:
    return [article for _, article in read_markdown(text, "page")]


def test_an_article_is_read_with_its_front_matter() -> None:
    [article] = read(
        HEAD + "phrasings:\n  - sim bloquée\n  - 'code : oublié'\nupdated: 2026-09-14\n"
        "tags: [sim, code]\nvoice: Dites-le.\n---\n\nComposez **\\*\\*05**.\n"
    )
    assert article.phrasings == ("sim bloquée", "code : oublié")
    assert article.updated == date(2026, 9, 14)
    assert article.tags == ("sim", "code")
    assert article.body == "Composez **\\*\\*05**."


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD + "no closing", 1, "closing"),
        (HEAD + "colour: red\n---\nbody", 5, "unknown field 'colour'"),
        ("---\nid: puk\nlanguage: fr\n---\nbody", 1, "title is missing"),
        (HEAD + "updated: soon\n---\nbody", 5, "date"),
        (HEAD + "phrasings: sim\n---\nbody", 5, "must be a list"),
        (HEAD + "phrasings:\n  - a: b\n---\nbody", 5, "quote it"),
        (HEAD + "voice: one: two\n---\nbody", 5, "front matter"),
        ("---\n- a\n---\nbody", 1, "not a list of fields"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        read(text)
    assert refused.value.line == line


def test_a_faq_page_becomes_one_article_per_question() -> None:
    found = read("# Aide\n\n## Où est ma commande ?\nEn route.\n\n### Suivi\nPar SMS.\n\n"
                 "## Puis-je annuler ?\nOui.\n")  # fmt: skip
    assert [article.title for article in found] == ["Où est ma commande ?", "Puis-je annuler ?"]
    assert found[0].body == "En route.\n\n### Suivi\nPar SMS."


def test_a_glossary_becomes_one_article_per_term() -> None:
    headings = read("# Glossaire\n\n## RIO\nUn code.\n\n## PUK\nUn autre code.\n")
    definitions = read("RIO\n: Un code.\n\nPUK\n: Un autre code.\n")
    for found in (headings, definitions):
        assert [(a.title, a.body) for a in found] == [
            ("RIO", "Un code."),
            ("PUK", "Un autre code."),
        ]


def test_an_ordinary_page_is_one_article() -> None:
    [article] = read("# Déménager\n\nPrévenez-nous.\n\n## Avant\nUn mois.\n\n## Après\nRien.\n")
    assert article.title == "Déménager"
    assert article.body.startswith("Prévenez-nous.") and "## Après" in article.body


def test_a_heading_in_code_is_not_a_heading() -> None:
    [article] = read("# Page\n\n```\n# quoi ?\n# comment ?\n```\n")
    assert article.title == "Page"


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert all(isinstance(article, Article) for article in read(text))
    except Refused as refused:
        assert refused.reason


@settings(deadline=None, max_examples=60)
@given(st.text())
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    try:
        read(f"---\n{text}\n---\nbody")
    except Refused as refused:
        assert refused.reason and refused.line >= 0
