"""Texts without words, and words without meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.nlu.wording import folded, hammered, typical, wordless

NO_WORDS = some.text(some.characters(blacklist_categories=("L", "N")), max_size=40)


@given(NO_WORDS)
def test_a_text_without_letters_or_digits_is_wordless(text: str) -> None:
    assert wordless(text)


@pytest.mark.parametrize(
    "text", ["", " \t\n", "👍", "👍🏽👍🏽", "❤️", "ℹ️", "Ⓜ️", "1️⃣", "…", "?!", "¯\\_(^^)_/¯"]
)
def test_signs_and_emoji_are_wordless(text: str) -> None:
    assert wordless(text)


@pytest.mark.parametrize("text", ["oui", "é", "06 39 98 71 03", "8", "ok 👍", "да"])
def test_words_and_numbers_are_not_wordless(text: str) -> None:
    assert not wordless(text)


@pytest.mark.parametrize(
    "text", ["asdf ghjk", "azertyuiop", "qsdf", "xkcdqwrt", "aaaaaaa", "lkjhgf", "dfgdfg !!", "mv"]
)
def test_keys_hit_at_random_are_recognised(text: str) -> None:
    assert hammered(text)


@pytest.mark.parametrize(
    "text",
    ["property", "treuil", "Nguyen", "Krzysztof", "were", "power", "box", "a@bcdfg.fr", "8", "trop",
     "les azerty", "pierre"],
)  # fmt: skip
def test_names_and_words_are_not_keys_hit_at_random(text: str) -> None:
    assert not hammered(text)


def test_what_people_do_say_is_not_keys_hit_at_random() -> None:
    assert hammered("bjr svp")
    assert not hammered("bjr svp", frozenset({"bjr", "svp"}))


@given(some.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_spelling_habits_are_set_aside() -> None:
    assert folded("  L’Été, où est-ce ?! ") == "l ete ou est ce"
    assert folded("Cœur ŒUVRE") == "coeur oeuvre"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("rappelez-moi au 07.39.98.12.40 svp", "rappelez-moi au 06 12 34 56 78 svp"),
        ("call +44 7700 900123", "call 06 12 34 56 78"),
        ("c'est jeanne@exemple.fr", "c'est a@b.fr"),
        ("dossier C-48213, du neuf ?", "dossier C-1234, du neuf ?"),
        ("demain à 15h30 pour 2 lignes", "demain à 15h30 pour 2 lignes"),
    ],
)
def test_addresses_numbers_and_references_are_all_alike(text: str, same: str) -> None:
    assert typical(text) == same
    assert typical(same) == same
