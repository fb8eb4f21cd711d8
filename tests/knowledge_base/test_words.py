"""Words are compared by their stems, and bodies are cut where they can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge_base.article import Article
from knowledge_base.lexical import Lexicon, terms
from knowledge_base.passages import LONGEST, passages_of, plain_text


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("résiliations", "resiliation", "fr"),
        ("L’abonnement", "abonnements", "fr"),
        ("j'ai payé", "PAYE", "fr"),
        ("cœur", "coeur", "fr"),
        ("cancelling", "cancelled", "en"),
    ],
)
def test_forms_of_a_word_are_one_term(one: str, other: str, language: str) -> None:
    assert terms(one, language) == terms(other, language) != []


def test_words_without_meaning_are_left_out() -> None:
    assert terms("est-ce que je dois vous la rendre", "fr") == terms("rendre", "fr")


def test_rare_words_weigh_more() -> None:
    lexicon = Lexicon([["box", "rouge"], ["box", "lente"], ["box", "verte"]], "fr")
    assert lexicon.scores(["box", "lente"]).argmax() == 1
    assert lexicon.coverage(["box", "rouge"], 0) == 1
    assert lexicon.coverage(["rouge"], 1) == 0
    assert lexicon.coverage(["inconnu", "box"], 0) < 0.5


def test_no_words_score_nothing() -> None:
    assert Lexicon([[], []], "fr").scores(["box"]).tolist() == [0, 0]
    assert Lexicon([["box"], []], "fr").scores([]).tolist() == [0, 0]


def test_marks_and_addresses_are_not_compared() -> None:
    text = plain_text("# Titre\n\n- **un** [lien](https://www.example.com/x)\n- deux\n\n`code`")
    assert text == "Titre\nun lien\ndeux\ncode"


def test_a_long_body_is_cut_at_its_lines_and_keeps_every_word() -> None:
    body = "\n\n".join(f"Phrase numéro {number} de cet article." for number in range(120))
    pieces = [p for p in passages_of(Article("a", "Titre", "fr", body)) if "Phrase" in p.text]
    assert len(pieces) > 1 and all(len(piece.text) <= LONGEST for piece in pieces)
    joined = " ".join(piece.text for piece in pieces)
    assert all(f"numéro {number} " in joined for number in range(120))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=5000))
def test_any_body_is_cut_into_short_passages(body: str) -> None:
    for passage in passages_of(Article("a", "Titre", "fr", body)):
        assert len(passage.text) <= LONGEST + 10
