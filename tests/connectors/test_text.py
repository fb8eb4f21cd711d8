"""What the door keeps of a text, whatever was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.text import clean

ANY = st.text(st.characters(exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  bonjour \t\t à   tous  ", "bonjour à tous"),
        ("e\u0301te\u0301", "été"),
        ("\u202eruojnob\u202c", "ruojnob"),
        ("a\u2066b\u2069c\u200f\u061cd", "abcd"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("un\r\ndeux\u2028\u2029trois\n\n\nquatre", "un\ndeux\ntrois\nquatre"),
        ("zéro\u200blargeur\ufeff", "zérolargeur"),
        ("famille 👨\u200d👩\u200d👧", "famille 👨\u200d👩\u200d👧"),
        ("drapeau\U000e0067\U000e007f", "drapeau"),
        ("\ud800seul", "seul"),
        ("06\u00a039\u202f98", "06 39 98"),
        (" \u200b\n ", ""),
    ],
)
def test_invisible_characters_are_dropped_and_spaces_collapsed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY)
def test_what_is_kept_can_be_stored_and_seen(text: str) -> None:
    kept = clean(text)
    kept.encode("utf-8")
    assert unicodedata.is_normalized("NFC", kept)
    hidden = {c for c in kept if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"}}
    assert hidden <= {"\n", "\u200c", "\u200d"}


@given(st.text("abcdefghijklmnopqrstuvwxyzéèàç'’?!.", min_size=1, max_size=50))
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert clean(text) == text
