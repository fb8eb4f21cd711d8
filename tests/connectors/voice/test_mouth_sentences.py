"""A text is cut where one breathes, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.voice.sentences import LONGEST, sentences

ROWS = [
    ("Bonjour. Comment allez-vous ? Bien !", ["Bonjour.", "Comment allez-vous ?", "Bien !"]),
    ("M. Dupont est là. Oui.", ["M. Dupont est là.", "Oui."]),
    ("Une box, p. ex. blanche, etc. pour vous.", ["Une box, p. ex. blanche, etc. pour vous."]),
    ("Le prix est de 3.5 euros. Merci.", ["Le prix est de 3.5 euros.", "Merci."]),
    ("See e.g. page two. Thanks.", ["See e.g. page two.", "Thanks."]),
    ("Un titre\nUne suite.", ["Un titre", "Une suite."]),
    ("Dites « oui. » Puis raccrochez.", ["Dites « oui. »", "Puis raccrochez."]),
    ("Référence dé, sept, E. Merci.", ["Référence dé, sept, E.", "Merci."]),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "cut"), ROWS)
def test_a_text_is_cut_into_sentences(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


@given(st.text(max_size=2000))
def test_every_word_is_in_a_sentence_and_no_sentence_is_too_long(text: str) -> None:
    cut = sentences(text)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(0 < len(one) <= LONGEST for one in cut)
