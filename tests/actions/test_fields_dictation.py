"""Telephone numbers dictated in a hurry: a pair left out, a slip put right in the same breath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fields import phone
from actions.fields.numbers import in_words
from tests.actions.test_fields_phone import FRENCH_NUMBERS, SAMPLE

FOUR_PAIRS = "zéro six douze trente-quatre cinquante-six"


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        (f"{FOUR_PAIRS} non soixante-six soixante-dix-huit", "fr", "+33612346678"),
        (f"{FOUR_PAIRS} pardon soixante-six soixante-dix-huit", "fr", "+33612346678"),
        (f"{FOUR_PAIRS} euh non soixante-six soixante-dix-huit", "fr", "+33612346678"),
        (f"{FOUR_PAIRS}, je me trompe, soixante-six soixante-dix-huit", "fr", "+33612346678"),
        (f"{FOUR_PAIRS} non trente-cinq cinquante-six soixante-dix-huit", "fr", "+33612355678"),
        (f"{FOUR_PAIRS} soixante-dix-huit non quatre-vingt-sept", "fr", "+33612345687"),
        ("oh six twelve thirty four fifty six no sorry sixty six seventy eight", "en",
         "+33612346678"),
        ("oh six twelve thirty four fifty six I mean sixty six seventy eight", "en",
         "+33612346678"),
        ("zéro six un deux trois quatre non cinq cinq six sept huit", "fr", "+33612355678"),
        ("06 12 34 56 78, non, 65 à la fin", "fr", "+33612345665"),
        ("06 12 34 56 78 non pardon 06 12 34 56 87", "fr", "+33612345687"),
        ("06 12 34 56 non 66 78 pour ma facture", "fr", "+33612346678"),
        ("06 12 34 56 78 pardon 11 h", "fr", SAMPLE),
        ("à 10 h non 11 h au 06 12 34 56 78", "fr", SAMPLE),
    ],
)  # fmt: skip
def test_a_slip_is_put_right_in_the_same_breath(text: str, language: str, number: str) -> None:
    assert phone(text, language).number == number


@pytest.mark.parametrize(
    "text",
    [
        f"{FOUR_PAIRS} non soixante-dix-huit",
        "06 12 34 56 78 non 07 au début",
        "06 12 34 non 07 12 34 56",
        "06 12 34 56 78 non 87 non 88",
        "06 12 34 56 78 non 87 12 pour deux box",
        "+33 6 12 34 56 78 non 87",
    ],
)
def test_a_slip_put_right_nobody_knows_how_is_asked_again(text: str) -> None:
    reading = phone(text, "fr")
    assert (reading.number, reading.problem) == (None, "unclear")


def _in_pairs(number: str, language: str) -> list[str]:
    """Each pair as it is said: « zéro six », « soixante-dix-huit », "oh six", "seventy-eight"."""
    digits = "0" + number[3:]
    pairs = [digits[at : at + 2] for at in range(0, 10, 2)]
    return [
        " ".join(in_words(int(one), language) for one in pair)
        if pair[0] == "0"
        else in_words(int(pair), language)
        for pair in pairs
    ]


@given(
    FRENCH_NUMBERS,
    st.sampled_from(["fr", "en"]),
    st.integers(0, 4),
    st.sampled_from([" ", ", "]),
    st.sampled_from([" ", "-"]),
)
def test_a_number_without_one_of_its_pairs_is_never_another(
    number: str, language: str, gone: int, between: str, hyphen: str
) -> None:
    pairs = _in_pairs(number, language)
    said = between.join(pairs[:gone] + pairs[gone + 1 :]).replace("-", hyphen)
    assert phone(said, language).number is None


@given(FRENCH_NUMBERS, st.sampled_from(["fr", "en"]), st.sampled_from([" ", "-"]))
def test_a_number_said_without_a_pause_is_itself_or_asked_again(
    number: str, language: str, hyphen: str
) -> None:
    said = " ".join(_in_pairs(number, language)).replace("-", hyphen)
    assert phone(said, language).number in ((number,) if hyphen == "-" else (number, None))
