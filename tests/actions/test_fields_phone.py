"""Telephone numbers, typed and spoken, right and wrong, said again and corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fields import corrected_phone, phone, spoken_phone, typed_phone

SAMPLE = "+33612345678"

FRENCH = [
    ("06 12 34 56 78", SAMPLE),
    ("06.12.34.56.78", SAMPLE),
    ("06-12-34-56-78", SAMPLE),
    ("06/12/34/56/78", SAMPLE),
    ("+33 6 12 34 56 78", SAMPLE),
    ("+33 (0)6 12 34 56 78", SAMPLE),
    ("0033612345678", SAMPLE),
    ("33612345678", SAMPLE),
    ("06 39 98 12 34", "+33639981234"),
    ("0692 12 34 56", "+262692123456"),
    ("0639 12 34 56", "+262639123456"),
    ("0690123456", "+590690123456"),
    ("0594 12 34 56", "+594594123456"),
    ("0596 12 34 56", "+596596123456"),
    ("+590 690 12 34 56", "+590690123456"),
    ("+44 7700 900123", "+447700900123"),
    ("+32 470 12 34 56", "+32470123456"),
    ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", SAMPLE),
    ("zéro six douze trente quatre cinquante six soixante dix huit", SAMPLE),
    ("0 six douze 34 cinquante six 78", SAMPLE),
    ("zéro, six, un, deux, trois, quatre, cinq, six, sept, huit", SAMPLE),
    ("zéro six euh douze alors trente quatre et cinquante six soixante dix huit", SAMPLE),
    ("double zéro trente trois six douze trente quatre cinquante six soixante dix huit", SAMPLE),
    ("plus trois trois six douze trente quatre cinquante six soixante dix huit", SAMPLE),
    ("plus trente trois six douze trente quatre cinquante six soixante dix huit", SAMPLE),
    ("zéro six nonante neuf septante deux huitante trois octante", "+33699728380"),
    (
        "zéro six quatre vingt dix neuf quatre vingt quatre vingt dix zéro zéro",
        "+33699809000",
    ),
    ("zéro un quatre vingt dix neuf zéro zéro trente deux trente deux", "+33199003232"),
    ("zéro sept soixante cinq quarante trois vingt et un dix", "+33765432110"),
    ("zéro six soixante dix douze trente quatre cinquante six", "+33670123456"),
    ("zéro six soixante, dix douze trente quatre", "+33660101234"),
    ("zéro six soixante et onze douze trente quatre cinquante et un", "+33671123451"),
    ("zéro quatre vingt deux trente quatre cinquante six soixante dix huit", "+33422345678"),
    ("zéro six trente-quatre vingt-deux cinquante douze", "+33634225012"),
    ("zéro six trente quatre-vingt-deux cinquante douze", "+33630825012"),
    ("zéro six un vingt-trois quarante-cinq soixante-sept huit", SAMPLE),
    ("plus trente trois quatre vingt deux trente quatre cinquante six soixante dix huit",
     "+33422345678"),
    ("o six douze trente-quatre cinquante-six soixante-dix-huit", SAMPLE),
    ("appelez moi au o six douze trente quatre cinquante six soixante dix huit merci", SAMPLE),
    ("o six un deux trois quatre cinq six sept huit", SAMPLE),
    ("rappelez-moi demain à 11 h au 06 12 34 56 78", SAMPLE),
    ("demain à onze heures au zéro six douze trente quatre cinquante six 78 merci", SAMPLE),
    ("à 11 h 30 06 12 34 56 78", SAMPLE),
    ("à 11 h 06 06 12 34 56 78", SAMPLE),
    ("06 12 34 56 78 11h30", SAMPLE),
    ("06 12 34 56 78 le 05/12/2026", SAMPLE),
    ("02/12/2026 11h15 au 06 12 34 56 78", SAMPLE),
    ("02 12 2026 à 11h15 06 12 34 56 78", SAMPLE),
]
ENGLISH = [
    ("oh six twelve thirty four fifty six seventy eight", SAMPLE),
    ("o six one two three four five six seven eight", SAMPLE),
    ("zero six one two three four five six seven eight", SAMPLE),
    ("oh six double four five six seven eight nine oh", "+33644567890"),
    ("plus three three six twelve thirty-four fifty-six seventy-eight", SAMPLE),
    ("my number is 0612345678 call me tomorrow at 11", SAMPLE),
    ("zéro six douze trente quatre cinquante six soixante dix huit", SAMPLE),
]
REFUSED = [
    ("oh seven seven double oh nine hundred one two three", "too_long"),
    ("o six douze trente quatre", "too_short"),
    ("0899 12 34 56", "premium"),
    ("0 892 70 12 34", "premium"),
    ("118 218", "premium"),
    ("c'est le 3615", "premium"),
    ("06 12 34 56", "too_short"),
    ("zéro six douze", "too_short"),
    ("zéro six douze trente-quatre cinquante-six", "too_short"),
    ("zéro six douze trente quatre cinquante six", "too_short"),
    ("oh six twelve thirty four fifty six", "too_short"),
    ("zéro un quarante-deux dix-huit vingt-trois", "too_short"),
    ("06 trente-quatre cinquante-six vingt-deux", "too_short"),
    ("zéro six soixante dix douze trente quatre", "too_short"),
    ("zéro six quatre-vingt-douze douze trente-quatre", "too_short"),
    ("zéro deux vingt et un quarante-cinq soixante-sept", "too_short"),
    ("zero seven twenty one forty five sixty seven", "too_short"),
    ("zéro sept septante deux huitante trois nonante quatre", "too_short"),
    ("appelez-moi au zéro six trente-trois quarante-quatre cinquante-cinq merci", "too_short"),
    ("zéro six trente quatre vingt deux cinquante douze", "unclear"),
    ("zéro six, trente, quatre, cinquante, six, douze", "unclear"),
    ("06 12 34 56 789", "too_long"),
    ("00 12 34 56 78", "impossible"),
    ("0000000000", "impossible"),
    ("99 99 99 99 99", "impossible"),
    ("1234567890", "impossible"),
    ("1234", "too_short"),
    ("15", "too_short"),
    ("le 39 00", "premium"),
    ("trente-neuf zéro zéro", "premium"),
    ("zéro huit cents douze trente-quatre cinquante-six", "premium"),
]
NOT_NUMBERS = [
    "", "non", "le 05/12/2026", "35 euros", "+", "D-7K4M2P", "demain à 11 h",
    "05/12/26 14:00", "08:30", "le 05/12 à 08:30",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), FRENCH)
def test_a_number_is_read_as_french_people_give_it(text: str, number: str) -> None:
    reading = phone(text, "fr")
    assert (reading.number, reading.problem) == (number, None)


@pytest.mark.parametrize(("text", "number"), ENGLISH)
def test_a_number_is_read_as_english_speakers_give_it(text: str, number: str) -> None:
    assert phone(text, "en").number == number


def test_a_british_number_is_not_made_a_french_one() -> None:
    said = phone("oh seven seven double oh nine hundred one two three", "en")
    assert (said.number, said.problem) == (None, "too_long")


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_a_number_that_cannot_be_called_is_refused_with_the_reason(text: str, problem: str) -> None:
    reading = phone(text, "fr")
    assert (reading.number, reading.problem) == (None, problem)


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_what_is_no_number_is_neither_read_nor_blamed(text: str) -> None:
    reading = phone(text, "fr")
    assert (reading.number, reading.problem) == (None, None)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        (
            "zéro six cent quatre vingt douze douze trente quatre cinquante six",
            "fr",
            "+262692123456",
        ),
        ("pas le 06 12 34 56 78 mais le 07 11 22 33 44", "fr", "+33711223344"),
        ("not 06 12 34 56 78 but 07 11 22 33 44", "en", "+33711223344"),
    ],
)
def test_the_number_that_is_meant_is_read(text: str, language: str, number: str) -> None:
    assert phone(text, language).number == number


def test_a_missing_zero_is_worth_a_question() -> None:
    reading = phone("6 12 34 56 78", "fr")
    assert (reading.number, reading.problem) == (None, "too_short")


def test_only_numbers_from_elsewhere_are_foreign() -> None:
    assert phone("+44 7700 900123", "en").foreign
    assert not phone("0692 12 34 56", "fr").foreign


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("non, 65 à la fin", "+33612345665"),
        ("non soixante-cinq à la fin", "+33612345665"),
        ("ça se termine par soixante cinq", "+33612345665"),
        ("les deux derniers chiffres sont 65", "+33612345665"),
        ("c'est 07 au début", "+33712345678"),
        ("c'est zéro sept au début", "+33712345678"),
        ("remplace 34 par 43", "+33612435678"),
        ("pas 34 mais 43", "+33612435678"),
        ("43 au lieu de 34", "+33612435678"),
        ("non c'est le 07 12 34 56 78", "+33712345678"),
        ("pas 78, 65", "+33612345665"),
        ("à la place de 56 c'est 57", "+33612345778"),
        ("les 2 derniers chiffres ne sont pas bons, c'est 65", "+33612345665"),
        ("le dernier chiffre est un 9", "+33612345679"),
        ("le dernier chiffre est un neuf", "+33612345679"),
        ("non ça finit par un 9", "+33612345679"),
        ("un neuf à la fin", "+33612345679"),
        ("ça finit par dix neuf", "+33612345619"),
        ("les deux derniers c'est soixante-cinq", "+33612345665"),
        ("les deux premiers c'est 07", "+33712345678"),
        ("pas le 06 mais le 07", "+33712345678"),
        ("pas le zéro six mais le zéro sept", "+33712345678"),
        ("pas le 12 mais le 13", None),
        ("pas 12 heures, 15 heures", None),
        ("non", None),
        ("65", None),
        ("remplace 99 par 98", None),
    ],
)
def test_a_number_is_corrected_in_french(said: str, number: str | None) -> None:
    assert corrected_phone(SAMPLE, said, "fr") == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("no, it ends with 65", "+33612345665"),
        ("sixty-five at the end", "+33612345665"),
        ("the last two digits are 65", "+33612345665"),
        ("it starts with oh seven", "+33712345678"),
        ("not 34 but 43", "+33612435678"),
        ("43 instead of 34", "+33612435678"),
        ("not 34, 43", "+33612435678"),
        ("the last two are 65", "+33612345665"),
        ("the last two are six five", "+33612345665"),
        ("the last one is a nine", "+33612345679"),
        ("it ends in a 9", "+33612345679"),
        ("a 9 at the end", "+33612345679"),
        ("the first two are 07", "+33712345678"),
        ("not the 06 but the 07", "+33712345678"),
        ("not the 12 but the 13", None),
        ("it's wrong", None),
    ],
)
def test_a_number_is_corrected_in_english(said: str, number: str | None) -> None:
    assert corrected_phone(SAMPLE, said, "en") == number


def test_numbers_are_written_and_said_as_people_do() -> None:
    assert typed_phone(SAMPLE) == "06 12 34 56 78"
    assert typed_phone("+262692123456") == "0692 12 34 56"
    assert typed_phone("+447700900123") == "+44 7700 900123"
    assert spoken_phone(SAMPLE, "fr") == (
        "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit"
    )
    assert spoken_phone(SAMPLE, "en") == "zero six, one two, three four, five six, seven eight"


FRENCH_NUMBERS = st.from_regex(r"\+33[1-79][0-9]{8}", fullmatch=True).filter(
    lambda number: number[3:6] not in {
        "262", "263", "269", "639", "692", "693", "590", "690", "691", "594", "694", "596", "696",
        "697",
    }
)  # fmt: skip


@given(FRENCH_NUMBERS, st.sampled_from(["fr", "en"]))
def test_a_number_survives_being_written_and_said(number: str, language: str) -> None:
    assert phone(typed_phone(number), language).number == number
    assert phone(spoken_phone(number, language), language).number == number


@given(st.text(max_size=200), st.sampled_from(["fr", "en", "xx"]))
def test_no_text_troubles_the_reader(text: str, language: str) -> None:
    phone(text, language)
    corrected_phone(SAMPLE, text, language)
