"""Days and times of day, typed and spoken, from one Tuesday morning."""

from __future__ import annotations

import signal
from datetime import datetime
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fields import when
from actions.fields.days import mentions, parts
from bot.clock import PARIS

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
BOOKED = datetime(2026, 11, 26, 11, 0, tzinfo=PARIS)

EXACT = [
    ("mardi en huit vers 15 h 30", "fr", "2026-12-01 15:30"),
    ("rappelez-moi demain à 11 h au 06 12 34 56 78, c'est pour ma facture", "fr",
     "2026-11-25 11:00"),
    ("demain à onze heures au zéro six douze trente quatre cinquante six soixante dix huit", "fr",
     "2026-11-25 11:00"),
    ("mercredi 2 décembre à 9h", "fr", "2026-12-02 09:00"),
    ("le 25/12 à 10h", "fr", "2026-12-25 10:00"),
    ("le 15 à 10h", "fr", "2026-12-15 10:00"),
    ("30/11/2026 14:00", "fr", "2026-11-30 14:00"),
    ("05/12/26 14:00", "fr", "2026-12-05 14:00"),
    ("05/12 08:30", "fr", "2026-12-05 08:30"),
    ("2026-12-01T15:30", "fr", "2026-12-01 15:30"),
    ("le deux janvier à neuf heures", "fr", "2027-01-02 09:00"),
    ("demain à 3 heures", "fr", "2026-11-25 15:00"),
    ("demain à 3 heures du matin", "fr", "2026-11-25 03:00"),
    ("demain soir à 7h", "fr", "2026-11-25 19:00"),
    ("après-demain à 9 heures moins le quart", "fr", "2026-11-26 08:45"),
    ("après demain quinze heures", "fr", "2026-11-26 15:00"),
    ("lundi quatorze heures trente", "fr", "2026-11-30 14:30"),
    ("heu demain euh vers les seize heures", "fr", "2026-11-25 16:00"),
    ("demain midi et demi", "fr", "2026-11-25 12:30"),
    ("samedi matin vers 10h", "fr", "2026-11-28 10:00"),
    ("j'ai été débité le 5 novembre, rappelez-moi lundi à 9h", "fr", "2026-11-30 09:00"),
    ("j'ai payé 35 euros, demain 14h", "fr", "2026-11-25 14:00"),
    ("dossier D-7K4M2P demain à 10h", "fr", "2026-11-25 10:00"),
    ("demain à 16h, pas à 15h", "fr", "2026-11-25 16:00"),
    ("dans deux heures", "fr", "2026-11-24 12:00"),
    ("dans une demi-heure", "fr", "2026-11-24 10:30"),
    ("dans trois jours à dix heures", "fr", "2026-11-27 10:00"),
    ("tuesday at half past three", "en", "2026-12-01 15:30"),
    ("tomorrow at 6", "en", "2026-11-25 18:00"),
    ("Tuesday week at 3.30", "en", "2026-12-08 15:30"),
    ("on the 2nd of December at nine o'clock", "en", "2026-12-02 09:00"),
    ("the day after tomorrow at ten", "en", "2026-11-26 10:00"),
    ("call me tomorrow at 11 on 06 12 34 56 78", "en", "2026-11-25 11:00"),
    ("four o'clock on monday", "en", "2026-11-30 16:00"),
    ("14:30 on monday", "en", "2026-11-30 14:30"),
    ("thursday quarter to ten", "en", "2026-11-26 09:45"),
    ("tomorrow at half past nine in the morning", "en", "2026-11-25 09:30"),
    ("in half an hour", "en", "2026-11-24 10:30"),
]  # fmt: skip
WINDOWS = [
    ("demain matin", "fr", "2026-11-25 08:00", "2026-11-25 12:00"),
    ("demain après-midi", "fr", "2026-11-25 13:00", "2026-11-25 18:00"),
    ("demain entre 14 et 16 h", "fr", "2026-11-25 14:00", "2026-11-25 16:00"),
    ("jeudi de 10h à 12h", "fr", "2026-11-26 10:00", "2026-11-26 12:00"),
    ("mercredi entre midi et deux", "fr", "2026-11-25 12:00", "2026-11-25 14:00"),
    ("vendredi en fin de journée", "fr", "2026-11-27 17:00", "2026-11-27 20:00"),
    ("demain à la première heure", "fr", "2026-11-25 08:00", "2026-11-25 10:00"),
    ("vendredi après 17h", "fr", "2026-11-27 17:00", None),
    ("ce matin", "fr", "2026-11-24 10:00", "2026-11-24 12:00"),
    ("tomorrow after 6", "en", "2026-11-25 18:00", None),
    ("Friday between 2 and 4", "en", "2026-11-27 14:00", "2026-11-27 16:00"),
    ("first thing tomorrow", "en", "2026-11-25 08:00", "2026-11-25 10:00"),
    ("this afternoon", "en", "2026-11-24 13:00", "2026-11-24 18:00"),
]
DAYS = [
    ("lundi prochain", "fr", "2026-11-30"),
    ("mardi", "fr", "2026-12-01"),
    ("le premier décembre", "fr", "2026-12-01"),
    ("plutôt vendredi", "fr", "2026-11-27"),
    ("pas lundi, mardi", "fr", "2026-12-01"),
    ("dans 3 jours", "fr", "2026-11-27"),
    ("demain dès que possible", "fr", "2026-11-25"),
    ("rather Friday", "en", "2026-11-27"),
    ("2 December", "en", "2026-12-02"),
    ("may I get a call tomorrow", "en", "2026-11-25"),
]
NOTHING = [
    "bonjour", "oui", "15", "ma facture de 35 euros", "la référence D-7K4M2P", "06 12 34 56 78",
    "non, 65 à la fin", "zéro six douze trente quatre cinquante six soixante dix huit", "",
    "depuis lundi ça ne marche plus", "ma facture du 12 décembre", "j'ai été coupé", "👍",
    "en août",
]  # fmt: skip


def seconds(text: str) -> float:
    start = perf_counter()
    when(text, "fr", NOW)
    return perf_counter() - start


def moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS) if written else None


@pytest.mark.parametrize(("text", "language", "start"), EXACT)
def test_a_moment_is_read(text: str, language: str, start: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, reading.earliest, reading.missing) == ("exact", moment(start), None)


@pytest.mark.parametrize(("text", "language", "start", "end"), WINDOWS)
def test_a_part_of_a_day_is_read(text: str, language: str, start: str, end: str | None) -> None:
    reading = when(text, language, NOW)
    assert reading.precision == "part_of_day"
    assert (reading.earliest, reading.latest) == (moment(start), moment(end))
    assert reading.missing is None


@pytest.mark.parametrize(("text", "language", "day"), DAYS)
def test_a_day_lacks_only_its_time(text: str, language: str, day: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, str(reading.day), reading.missing) == ("day", day, "time")


@pytest.mark.parametrize(
    ("text", "language", "hour"),
    [("quinze heures trente", "fr", "15:30"), ("midi et demi", "fr", "12:30"),
     ("neuf heures et quart", "fr", "09:15"), ("three thirty pm", "en", "15:30"),
     ("at 3", "en", "15:00"), ("noon", "en", "12:00"), ("half three", "en", "15:30")],
)  # fmt: skip
def test_a_time_lacks_only_its_day(text: str, language: str, hour: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, f"{reading.time:%H:%M}", reading.missing) == ("time", hour, "day")


@pytest.mark.parametrize(
    ("text", "language"),
    [("le plus tôt possible", "fr"), ("dès que vous pouvez", "fr"), ("tout de suite", "fr"),
     ("n'importe quand", "fr"), ("as soon as possible", "en"), ("asap", "en"), ("now", "en"),
     ("the next available slot", "en")],
)  # fmt: skip
def test_as_soon_as_possible_lacks_nothing(text: str, language: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, reading.earliest, reading.missing) == ("asap", NOW, None)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert when(text, "fr", NOW).precision == "none"


@pytest.mark.parametrize(
    ("text", "language", "first", "end"),
    [("la semaine prochaine", "fr", "2026-11-30 00:00", "2026-12-07 00:00"),
     ("d'ici vendredi", "fr", "2026-11-24 10:00", "2026-11-28 00:00"),
     ("avant vendredi", "fr", "2026-11-24 10:00", "2026-11-27 00:00"),
     ("à partir de lundi", "fr", "2026-11-30 00:00", None),
     ("by Friday", "en", "2026-11-24 10:00", "2026-11-28 00:00"),
     ("after Wednesday", "en", "2026-11-26 00:00", None)],
)  # fmt: skip
def test_several_days_are_a_stretch(text: str, language: str, first: str, end: str | None) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, reading.missing) == ("days", "both")
    assert (reading.earliest, reading.latest) == (moment(first), moment(end))


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [("plutôt vendredi", "fr", "2026-11-27 11:00"), ("à 16 h finalement", "fr", "2026-11-26 16:00"),
     ("une heure plus tard", "fr", "2026-11-26 12:00"), ("le lendemain", "fr", "2026-11-27 11:00"),
     ("30 minutes plus tôt", "fr", "2026-11-26 10:30"), ("15", "fr", "2026-11-26 15:00"),
     ("demain même heure", "fr", "2026-11-25 11:00"), ("lundi à 9h", "fr", "2026-11-30 09:00"),
     ("rather Friday", "en", "2026-11-27 11:00"), ("at 4 instead", "en", "2026-11-26 16:00")],
)  # fmt: skip
def test_a_correction_keeps_what_is_not_said_again(text: str, language: str, start: str) -> None:
    assert when(text, language, NOW, BOOKED, asked=True).earliest == moment(start)


@pytest.mark.parametrize("text", ["hier", "hier à 15h", "aujourd'hui à 9h", "aujourd’hui à 9 h", "le 5/11/2026"])
def test_a_time_gone_by_is_flagged(text: str) -> None:
    assert when(text, "fr", NOW).past


def test_the_clocks_change_and_the_hour_said_stays() -> None:
    before = datetime(2026, 10, 24, 23, 30, tzinfo=PARIS)
    assert str(when("demain à 9h", "fr", before).earliest) == "2026-10-25 09:00:00+01:00"
    assert str(when("dans 4 heures", "fr", before).earliest) == "2026-10-25 02:30:00+01:00"


def test_reading_dates_leaves_control_c_alone() -> None:
    mentions("demain", "fr", NOW)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@given(st.text(max_size=200))
def test_the_parts_of_a_text_make_it_again(text: str) -> None:
    cut = list(parts(text))
    assert "".join(part for _, part in cut) == text
    assert all(text[at : at + len(part)] == part for at, part in cut)


@given(st.text(max_size=200), st.sampled_from(["fr", "en", ""]), st.booleans())
def test_no_text_troubles_the_reader(text: str, language: str, asked: bool) -> None:
    when(text, language, NOW, BOOKED if asked else None, asked)


@given(st.datetimes(datetime(2026, 11, 24, 11), datetime(2027, 10, 1)), st.booleans())
def test_a_date_survives_being_written(start: datetime, english: bool) -> None:
    start = start.replace(second=0, microsecond=0, hour=8 + start.hour % 12)
    if english:
        reading = when(f"on {start:%d/%m/%Y} at {start:%H:%M}", "en", NOW)
    else:
        reading = when(f"le {start:%d/%m/%Y} à {start:%H} h {start:%M}", "fr", NOW)
    assert reading.earliest == start.replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    "text",
    ["demain " * 300, "mardi 5 " * 250, "1 " * 1000, "15h " * 500, "zéro un " * 250,
     "entre 14 et " * 160, "le matin " * 220, "noël pâques " * 160, "le 5 à 10 h " * 160],
    ids=range(9),
)  # fmt: skip
def test_the_longest_message_does_not_hold_the_desk(text: str) -> None:
    when("demain", "fr", NOW)
    assert min(seconds(text[:2000]) for _ in range(3)) < 0.3
