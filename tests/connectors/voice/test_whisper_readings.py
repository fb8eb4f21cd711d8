"""Which reading of a sound is believed, and the numbers in it: no model is needed for these."""

from __future__ import annotations

import pytest

from connectors.voice.speech import Expected
from connectors.voice.whisper_doubts import Decoded, without_doubts
from connectors.voice.whisper_engine import likelier
from connectors.voice.whisper_numbers import whole_numbers
from connectors.voice.whisper_prompts import prompt
from connectors.voice.whisper_readings import agreed, believed


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("06 12 34 56 78.", "06 12 34 56 78."),
        ("C’est le 06 39 90 8 0 0 11", "C’est le 06 39 98 0 0 11"),
        ("06 39 98 20 et un 12.", "06 39 98 21 12."),
        ("06 39 98 20 et 1 12.", "06 39 98 21 12."),
        ("01 60 et onze 22 33 44", "01 71 22 33 44"),
        ("O612345678", "0612345678"),
        ("A612345678.", "0612345678."),
        ("R536 4920 11", "0536 4920 11"),
        ("5 36 4 9 20 11.", "05 36 4 9 20 11."),
        ("my number is 612-34567-8", "my number is 0612-34567-8"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("D-2B3C4D", "D-2B3C4D"),
        ("demain à 20 h", "demain à 20 h"),
        ("", ""),
    ],
)
def test_a_number_that_was_asked_for_is_made_whole(written: str, whole: str) -> None:
    assert whole_numbers(written, Expected.DIGITS) == whole


@pytest.mark.parametrize("text", ["90 8 euros et 20 et 1 jours", "612345678", "le 20 et un autre"])
def test_numbers_that_were_not_asked_for_are_left_alone(text: str) -> None:
    assert whole_numbers(text, Expected.ANYTHING) == text


def test_a_spoken_oh_is_a_zero_wherever_it_is_said() -> None:
    said = "Call me back tomorrow at 11am on A612345678, it's about my bill."
    assert "0612345678" in whole_numbers(said, Expected.ANYTHING)


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("demain à 11h00536491234, merci", "demain à 11h 0536491234, merci"),
        ("demain à 11h0536491234", "demain à 11h 0536491234"),
        ("tomorrow at 1180536491234", "tomorrow at 118 0536491234"),
        ("au 0536491234", "au 0536491234"),
        ("+33536491234", "+33536491234"),
        ("0033536491234", "0033536491234"),
        ("à 15h30", "à 15h30"),
    ],
)
def test_a_number_said_right_after_an_hour_is_set_apart(written: str, apart: str) -> None:
    assert whole_numbers(written, Expected.ANYTHING) == apart


def readings(*texts: tuple[str, float]) -> list[Decoded]:
    return [Decoded(text, score, 0.0) for text, score in texts]


def test_of_near_readings_the_one_that_answers_is_believed() -> None:
    found = readings(("06 39 98 1 12", -0.4), ("06 39 98 21 12", -0.5))
    assert believed(found, Expected.DIGITS, "fr").text == "06 39 98 21 12"
    assert believed(readings(("Sunk.", -1.1), ("5.", -1.5)), Expected.SCORE, "fr").text == "5."


def test_an_answer_that_is_far_less_likely_is_not_believed() -> None:
    found = readings(("On se rappelle.", -0.2), ("Oui.", -1.5))
    assert believed(found, Expected.YES_NO, "fr").text == "On se rappelle."


def test_where_anything_may_be_said_the_likeliest_is_believed() -> None:
    found = readings(("Où est-ce ?", -1.0), ("Oui.", -1.1))
    assert believed(found, Expected.ANYTHING, "fr").text == "Où est-ce ?"


@pytest.mark.parametrize(
    ("hinted", "bare", "score"),
    [
        ("Non.", "Non.", -0.2),
        ("Non.", "On...", -1.7),
        ("Oui.", "On...", -0.2),
        ("Oui.", "Non.", -1.7),
        ("D’accord.", "Non.", -1.7),
        ("Vendredi.", "Non.", -0.2),
    ],
)
def test_a_no_is_as_sure_as_without_the_hint(hinted: str, bare: str, score: float) -> None:
    assert agreed(Decoded(hinted, -0.2, 0.0), Decoded(bare, -1.7, 0.0)).score == score


@pytest.mark.parametrize(
    ("likely", "language"),
    [
        ({"fr": 0.5, "en": 0.3}, "fr"),
        ({"fr": 0.3, "en": 0.5}, "fr"),
        ({"fr": 0.1, "en": 0.6}, "en"),
        ({"fr": 0.01, "en": 0.02, "de": 0.9}, "fr"),
        ({}, "fr"),
    ],
)
def test_another_language_than_the_house_s_must_be_clear(
    likely: dict[str, float], language: str
) -> None:
    assert likelier(likely, "fr") == language


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("expected", Expected)
def test_a_short_answer_is_never_taken_for_its_hint(expected: Expected, language: str) -> None:
    hint = prompt(language, expected, 3.0)
    for answer in ("Oui, c’est ça.", "Yes, that’s right.", "as soon as possible", "06 12 34 56 78"):
        assert without_doubts(Decoded(answer, -0.2, 0.0, hint)).text == answer
    assert without_doubts(Decoded(hint, -0.2, 0.0, hint)).text == ""
