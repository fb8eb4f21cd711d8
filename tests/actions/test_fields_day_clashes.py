"""A weekday and a date that do not go together: neither is taken, the day is asked again."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.fields import when
from bot.clock import PARIS

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("vendredi 28", "fr"),
        ("vendredi 28 à 11 h", "fr"),
        ("vendredi 28 novembre à 11 h", "fr"),
        ("vendredi 28/11", "fr"),
        ("mercredi 26 novembre", "fr"),
        ("mardi 30 à 10h", "fr"),
        ("mardi 10", "fr"),
        ("lundi 9 ou mardi 10", "fr"),
        ("rappelez-moi le jeudi vingt-sept à quinze heures", "fr"),
        ("lundi premier décembre", "fr"),
        ("Friday 28th at 11 am", "en"),
        ("Friday the 28th", "en"),
        ("Monday 9 or Tuesday 10", "en"),
        ("Friday, November 28", "en"),
        ("call me on Wednesday the third of December", "en"),
    ],
)
def test_a_day_that_is_no_such_date_is_not_taken(text: str, language: str) -> None:
    assert when(text, language, NOW).precision == "none"
    assert when(text, language, NOW, asked=True).precision == "none"


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("vendredi 27 à 11 h", "fr", "2026-11-27 11:00"),
        ("samedi 28 novembre à 11 h", "fr", "2026-11-28 11:00"),
        ("mercredi 9 à 11 h", "fr", "2026-12-09 11:00"),
        ("mardi 1er décembre à 9 h", "fr", "2026-12-01 09:00"),
        ("le lundi 9 h", "fr", "2026-11-30 09:00"),
        ("mardi 14 heures", "fr", "2026-12-01 14:00"),
        ("vendredi 27 mais à 11 h", "fr", "2026-11-27 11:00"),
        ("jeudi 7 janvier 2027 à 10 h", "fr", "2027-01-07 10:00"),
        ("Friday the 27th at 3 pm", "en", "2026-11-27 15:00"),
        ("Tuesday 2pm", "en", "2026-12-01 14:00"),
        ("Thursday, December 3rd at 10 am", "en", "2026-12-03 10:00"),
    ],
)
def test_a_day_and_its_date_are_read_together(text: str, language: str, start: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, f"{reading.earliest:%Y-%m-%d %H:%M}") == ("exact", start)
