"""What callers' words are, knowing what was asked: whole answers, codes, a wish to write."""

from __future__ import annotations

import pytest

from connectors.voice.asked import asks_again, digits_of, is_complete, wants_to_write
from connectors.voice.speech import Expected
from connectors.voice.spoken_codes import SpokenCode, code_in


@pytest.mark.parametrize(
    ("text", "language", "whole"),
    [
        ("06 12 34 56 78", "fr", True),
        ("zéro un quatre-vingt-dix-neuf zéro zéro quatre-vingt-quatre soixante-trois", "fr", True),
        ("oh six twelve thirty-four fifty-six seventy-eight", "en", True),
        ("33 6 12 34 56 7", "fr", False),
        ("33 6 12 34 56 78", "fr", True),
        ("plus trente-trois six douze trente-quatre cinquante-six soixante-dix-huit", "fr", True),
        ("+33 6 12 34 56 7", "fr", False),
        ("+33 6 12 34 56 78", "fr", True),
        ("0033 6 12 34 56", "fr", False),
        ("0033 6 12 34 56 78", "fr", True),
        ("00 12 34 56 78", "fr", False),
        ("06 12 34 56", "fr", False),
        ("06 12 34 56 78 9", "fr", False),
        ("12 34 56 78 90", "fr", False),
        ("", "fr", False),
    ],
)
def test_a_number_is_whole_when_all_its_digits_are_said(text: str, language: str, whole: bool) -> None:
    assert is_complete(text, Expected.DIGITS, language) is whole


@pytest.mark.parametrize(
    ("text", "language", "digits"),
    [
        ("oh four eight two nine one", "en", "048291"),
        ("o four eight two nine one", "en", "048291"),
        ("four oh eight oh oh one", "en", "408001"),
        ("four eight two nine one oh", "en", "482910"),
        ("oh I see one", "en", ""),
        ("oh, four boxes", "en", "4"),
        ("Oh, four, eight, two, nine, one.", "en", "048291"),
        ("oh one more thing", "en", ""),
        ("forty-two oh seven", "en", "4207"),
        ("zéro quatre huit", "fr", "048"),
        ("oh quatre huit", "fr", "48"),
        ("plus 33 6 12", "fr", "33612"),
    ],
)
def test_an_english_oh_within_a_number_is_a_zero(text: str, language: str, digits: str) -> None:
    assert digits_of(text, language) == digits


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("my code is oh four eight two nine one", "en", SpokenCode("048291")),
        ("mon code est le 48 29 15", "fr", SpokenCode("482915")),
        ("bonjour j'ai un code quatre huit deux neuf un cinq", "fr", SpokenCode("482915")),
        ("482915 is my code", "en", SpokenCode("482915")),
        ("hello, I was given the code 482915 on the website", "en", SpokenCode("482915")),
        ("48 29 15", "fr", SpokenCode("482915", False, "48 29 15")),
        ("euh c'est le 48 29 15", "fr", SpokenCode("482915", False, "euh c'est le 48 29 15")),
        ("j'ai 2 box et mon code est 482915", "fr", SpokenCode("482915", True, "j'ai 2 box et mon code est 482915")),
        ("mon code client est 123456", "fr", None),
        ("mon code de client c'est 123456", "fr", None),
        ("le code PUK de ma carte 123456", "fr", None),
        ("mon rio a le code 123456", "fr", None),
        ("code postal 123456", "fr", None),
        ("my customer code is 123456", "en", None),
        ("the postcode is 123456", "en", None),
        ("the pin code 123456", "en", None),
        ("j'ai le code d'erreur 123456", "fr", None),
        ("mon code est 12345", "fr", None),
        ("ma facture 482915 est fausse", "fr", None),
        ("il manque 123456 euros", "fr", None),
        ("mon code", "fr", None),
        ("", "fr", None),
    ],
)  # fmt: skip
def test_six_digits_are_a_code_when_nothing_says_otherwise(
    text: str, language: str, found: SpokenCode | None
) -> None:
    assert code_in(text, language) == found


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("je préfère continuer par écrit", True),
        ("on peut poursuivre cette conversation sur votre site", True),
        ("je voudrais reprendre plus tard sur internet", True),
        ("can we carry on in the chat", True),
        ("could we switch to the chat", True),
        ("move this to the website please", True),
        ("I would rather go on in writing", True),
        ("je veux continuer à payer en ligne", False),
        ("je déménage, comment continuer mon abonnement internet", False),
        ("I want to switch my contract online", False),
        ("can I move house online", False),
        ("I want to switch to fibre, how do I order on the website", False),
        ("reprendre une box en ligne", False),
        ("comment payer sur le site", False),
    ],
)
def test_going_on_in_writing_is_about_this_conversation(text: str, wish: bool) -> None:
    assert wants_to_write(text) is wish


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("/repeat~1a2b", True), ("vous pouvez répéter", True), ("répétez", True),
        ("redites-le moi", True), ("could you say that again", True), ("repeat please", True),
        ("mon répéteur ne marche plus", False), ("/request_callback~1", False), ("non", False),
    ],
)  # fmt: skip
def test_asking_to_hear_it_again(text: str, again: bool) -> None:
    assert asks_again(text) is again
