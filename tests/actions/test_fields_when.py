"""Days and times of day, typed and spoken, from one Tuesday morning."""

from __future__ import annotations

import signal
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fields import when
from actions.fields.days import mentions, parts
from bot.clock import PARIS
from tests.patience import patience

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
BOOKED = datetime(2026, 11, 26, 11, 0, tzinfo=PARIS)

EXACT = [
    ("mardi en huit vers 15 h 30", "fr", "2026-12-01 15:30"),
    ("mardi en huit à 15h30", "fr", "2026-12-01 15:30"),
    ("jeudi en huit à 9h30", "fr", "2026-12-03 09:30"),
    ("lundi en quinze à 16h", "fr", "2026-12-14 16:00"),
    ("samedi en 8 à 10h", "fr", "2026-12-05 10:00"),
    ("vendredi en quinze vers quinze heures trente", "fr", "2026-12-11 15:30"),
    ("de demain en huit à 10h", "fr", "2026-12-02 10:00"),
    ("d'aujourd'hui en huit à 14h", "fr", "2026-12-01 14:00"),
    ("d’aujourd’hui en quinze quatorze heures", "fr", "2026-12-08 14:00"),
    ("rappelez-moi demain à 11 h au 06 12 34 56 78, c'est pour ma facture", "fr",
     "2026-11-25 11:00"),
    ("demain à onze heures au zéro six douze trente quatre cinquante six soixante dix huit", "fr",
     "2026-11-25 11:00"),
    ("mercredi 2 décembre à 9h", "fr", "2026-12-02 09:00"),
    ("le 25/12 à 10h", "fr", "2026-12-25 10:00"),
    ("le 15 à 10h", "fr", "2026-12-15 10:00"),
    ("30/11/2026 14:00", "fr", "2026-11-30 14:00"),
    ("02/12/2026 11h15", "fr", "2026-12-02 11:15"),
    ("02/12/2026 11h15 au 06 12 34 56 78", "fr", "2026-12-02 11:15"),
    ("04-12-2026 10h", "fr", "2026-12-04 10:00"),
    ("04.12.2026 à 10h30", "fr", "2026-12-04 10:30"),
    ("04/12/2026 10:30", "en", "2026-12-04 10:30"),
    ("le deux douze deux mille vingt-six à onze heures quinze", "fr", "2026-12-02 11:15"),
    ("02 12 2026 11h15", "fr", "2026-12-02 11:15"),
    ("le 02 12 2026 à 11h15", "fr", "2026-12-02 11:15"),
    ("05/12/26 14:00", "fr", "2026-12-05 14:00"),
    ("05/12 08:30", "fr", "2026-12-05 08:30"),
    ("2026-12-01T15:30", "fr", "2026-12-01 15:30"),
    ("le deux janvier à neuf heures", "fr", "2027-01-02 09:00"),
    ("le surlendemain à 10h", "fr", "2026-11-26 10:00"),
    ("demain quatorze trente", "fr", "2026-11-25 14:30"),
    ("demain 14 30", "fr", "2026-11-25 14:30"),
    ("demain à 14.30", "fr", "2026-11-25 14:30"),
    ("demain 14 : 30", "fr", "2026-11-25 14:30"),
    ("lundi seize quarante cinq", "fr", "2026-11-30 16:45"),
    ("dans une quinzaine à 10h", "fr", "2026-12-08 10:00"),
    ("jeudi 10 décembre 14 30", "fr", "2026-12-10 14:30"),
    ("on the tenth of december two thirty", "en", "2026-12-10 14:30"),
    ("neuf quinze demain", "fr", "2026-11-25 09:15"),
    ("demain 15", "fr", "2026-11-25 15:00"),
    ("le 9 à 10h", "fr", "2026-12-09 10:00"),
    ("mercredi 9 à 11h", "fr", "2026-12-09 11:00"),
    ("surlendemain à dix heures", "fr", "2026-11-26 10:00"),
    ("ce mardi à 16h", "fr", "2026-11-24 16:00"),
    ("ce mardi 1er décembre à 16h", "fr", "2026-12-01 16:00"),
    ("le lundi de pâques à 10h", "fr", "2027-03-29 10:00"),
    ("this tuesday at 4", "en", "2026-11-24 16:00"),
    ("tomorrow two thirty", "en", "2026-11-25 14:30"),
    ("tomorrow 3", "en", "2026-11-25 15:00"),
    ("ten oh five tomorrow", "en", "2026-11-25 10:05"),
    ("friday at half past noon", "en", "2026-11-27 12:30"),
    ("tomorrow at three p m", "en", "2026-11-25 15:00"),
    ("tomorrow three thirty p.m.", "en", "2026-11-25 15:30"),
    ("at fifteen hundred on friday", "en", "2026-11-27 15:00"),
    ("tomorrow at 1530", "en", "2026-11-25 15:30"),
    ("two weeks from now at 10", "en", "2026-12-08 10:00"),
    ("three days from today at 4 pm", "en", "2026-11-27 16:00"),
    ("tomorrow at ten to twelve", "en", "2026-11-25 11:50"),
    ("tomorrow ten to four", "en", "2026-11-25 15:50"),
    ("five to ten tomorrow", "en", "2026-11-25 09:55"),
    ("tomorrow eighteen minutes to four", "en", "2026-11-25 15:42"),
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
    ("dans 1h30", "fr", "2026-11-24 11:30"),
    ("dans 2h30", "fr", "2026-11-24 12:30"),
    ("dans 1 h 15 min", "fr", "2026-11-24 11:15"),
    ("dans une heure trente", "fr", "2026-11-24 11:30"),
    ("dans une heure et quart", "fr", "2026-11-24 11:15"),
    ("rappelez-moi dans une heure et vingt minutes", "fr", "2026-11-24 11:20"),
    ("dans une demie heure", "fr", "2026-11-24 10:30"),
    ("dans la demi-heure", "fr", "2026-11-24 10:30"),
    ("dans les dix minutes", "fr", "2026-11-24 10:10"),
    ("dans une dizaine de minutes", "fr", "2026-11-24 10:10"),
    ("d'ici une vingtaine de minutes", "fr", "2026-11-24 10:20"),
    ("in 1 hour 30", "en", "2026-11-24 11:30"),
    ("in an hour and a quarter", "en", "2026-11-24 11:15"),
    ("in two and a half hours", "en", "2026-11-24 12:30"),
    ("within the next half hour", "en", "2026-11-24 10:30"),
    ("dans trois quarts d'heure", "fr", "2026-11-24 10:45"),
    ("in a couple of hours", "en", "2026-11-24 12:00"),
    ("demin à 14h", "fr", "2026-11-25 14:00"),
    ("vendedi a 14h30 svp", "fr", "2026-11-27 14:30"),
    ("wensday at 2", "en", "2026-11-25 14:00"),
    ("tmrw 3pm", "en", "2026-11-25 15:00"),
    ("demain 7h du mat", "fr", "2026-11-25 07:00"),
    ("lundi 30 à 10h", "fr", "2026-11-30 10:00"),
    ("um Thursday uh around 11ish", "en", "2026-11-26 11:00"),
]  # fmt: skip
WISHED = [
    (
        "ma connexion coupe à 20h tous les soirs, rappelez-moi demain à 10h",
        "fr",
        "2026-11-25 10:00",
    ),
    (
        "ma connexion coupe à vingt heures tous les soirs rappelez moi demain à dix heures",
        "fr",
        "2026-11-25 10:00",
    ),
    (
        "le technicien est passé lundi à 10h et rien, rappelez-moi mercredi matin",
        "fr",
        "2026-11-25 08:00",
    ),
    (
        "j'ai un rendez-vous fibre demain à 14h, rappelez-moi vendredi à 9h",
        "fr",
        "2026-11-27 09:00",
    ),
    ("je travaille jusqu'à 17h donc demain après 17h30", "fr", "2026-11-25 17:30"),
    ("je travaille jusqu'à dix-sept heures", "fr", "2026-11-24 17:00"),
    ("mon abonnement expire le 15 décembre, rappelez-moi demain à 9h", "fr", "2026-11-25 09:00"),
    ("mon abonnement expire le quinze décembre demain à neuf heures", "fr", "2026-11-25 09:00"),
    ("vous deviez me rappeler hier à 10h, rappelez-moi demain à 9h", "fr", "2026-11-25 09:00"),
    ("demain rappelez-moi à 10h", "fr", "2026-11-25 10:00"),
    ("vers 10h rappelez-moi demain", "fr", "2026-11-25 10:00"),
    ("j'ai besoin d'un rappel demain à 10h", "fr", "2026-11-25 10:00"),
    ("ni lundi ni mardi mercredi à 10h", "fr", "2026-11-25 10:00"),
    ("neither monday nor tuesday wednesday at 10", "en", "2026-11-25 10:00"),
    ("demain sauf entre midi et deux", "fr", "2026-11-25 00:00"),
    ("je rentre du travail à 18h donc vers 18h30", "fr", "2026-11-24 18:30"),
    ("demain j'ai une réunion à 10h donc plutôt à 14h", "fr", "2026-11-25 14:00"),
    ("je suis pas libre jusqu'à lundi", "fr", "2026-11-30 00:00"),
    ("i'm not available until three", "en", "2026-11-24 15:00"),
    ("jeudi ne me convient pas, vendredi oui", "fr", "2026-11-27 00:00"),
    ("jeudi ne me convient pas vendredi oui", "fr", "2026-11-27 00:00"),
    ("je suis pas dispo jeudi vendredi à dix heures", "fr", "2026-11-27 10:00"),
    ("lundi ou mardi je suis pas là, mercredi à 9h", "fr", "2026-11-25 09:00"),
    ("demain je ne peux pas, jeudi à 10h", "fr", "2026-11-26 10:00"),
    ("j'ai rendez-vous jeudi à 10h, plutôt vendredi à 14h", "fr", "2026-11-27 14:00"),
    ("le matin je travaille, l'après-midi plutôt", "fr", "2026-11-24 13:00"),
    ("appelez-moi en soirée, je travaille la journée", "fr", "2026-11-24 18:00"),
    ("je ne suis pas libre avant 14h", "fr", "2026-11-24 14:00"),
    ("pas avant lundi", "fr", "2026-11-30 00:00"),
    ("pas avant le 3 décembre", "fr", "2026-12-03 00:00"),
    ("décalez mon rappel de 14 h à 16 h", "fr", "2026-11-24 16:00"),
    ("pourquoi pas demain à 10h", "fr", "2026-11-25 10:00"),
    ("ma box ne marche pas demain à 10h ça ira", "fr", "2026-11-25 10:00"),
    ("i was charged twice on the 3rd of november, call me tomorrow at 9", "en", "2026-11-25 09:00"),
    ("the line drops at 8 every evening ring me tomorrow at ten", "en", "2026-11-25 10:00"),
    ("i'm free tomorrow, call me at 10", "en", "2026-11-25 10:00"),
    ("i work until five so tomorrow after half past five", "en", "2026-11-25 17:30"),
    ("thursday doesn't work, friday at 10", "en", "2026-11-27 10:00"),
    ("thursday doesn't work friday at ten", "en", "2026-11-27 10:00"),
    ("tomorrow i'm busy, friday at 3", "en", "2026-11-27 15:00"),
    ("i can't do thursday, friday at 9", "en", "2026-11-27 09:00"),
    ("i work mornings, afternoon is better", "en", "2026-11-24 13:00"),
    ("not before thursday", "en", "2026-11-26 00:00"),
    ("i can't do before two tomorrow", "en", "2026-11-25 14:00"),
    ("don't call me tomorrow, call me on friday at 10", "en", "2026-11-27 10:00"),
    ("move it from thursday to friday at 4", "en", "2026-11-27 16:00"),
]
NOT_WISHED = [
    ("j'ai déjà un rappel demain mais je ne peux plus à cette heure-là", "fr"),
    ("j'ai un rendez-vous demain à 14h", "fr"), ("i have a meeting on friday at 3", "en"),
    ("je travaille de 9h à 17h", "fr"), ("i work from nine to five", "en"),
    ("je suis pas dispo jeudi", "fr"), ("demain je ne peux pas", "fr"),
    ("n'importe quel jour sauf vendredi", "fr"), ("ne me rappelez pas demain", "fr"),
    ("à plus tard", "fr"), ("any day but friday", "en"), ("every day except monday", "en"),
    ("don't call me tomorrow", "en"), ("i'm not free on thursday", "en"),
]  # fmt: skip
WINDOWS = [
    ("demain matin", "fr", "2026-11-25 08:00", "2026-11-25 12:00"),
    ("demain après-midi", "fr", "2026-11-25 13:00", "2026-11-25 18:00"),
    ("demain entre 14 et 16 h", "fr", "2026-11-25 14:00", "2026-11-25 16:00"),
    ("jeudi de 10h à 12h", "fr", "2026-11-26 10:00", "2026-11-26 12:00"),
    ("mercredi entre midi et deux", "fr", "2026-11-25 12:00", "2026-11-25 14:00"),
    ("demain de 14 à 16", "fr", "2026-11-25 14:00", "2026-11-25 16:00"),
    ("demain de quatorze à seize", "fr", "2026-11-25 14:00", "2026-11-25 16:00"),
    ("demain de 9 h à 11", "fr", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("demain entre 9 et 11 30", "fr", "2026-11-25 09:00", "2026-11-25 11:30"),
    ("demain de 9 à midi", "fr", "2026-11-25 09:00", "2026-11-25 12:00"),
    ("demain 9 à 11h", "fr", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("demain 9-11", "fr", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("lundi 14 - 16", "fr", "2026-11-30 14:00", "2026-11-30 16:00"),
    ("demain en milieu de matinée", "fr", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("vendredi en milieu d'après-midi", "fr", "2026-11-27 14:00", "2026-11-27 16:00"),
    ("lundi neuf à onze", "fr", "2026-11-30 09:00", "2026-11-30 11:00"),
    ("tomorrow from two onwards", "en", "2026-11-25 14:00", None),
    ("tomorrow 9 to 11", "en", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("nine till eleven tomorrow", "en", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("friday 2 to 4", "en", "2026-11-27 14:00", "2026-11-27 16:00"),
    ("friday 2-4", "en", "2026-11-27 14:00", "2026-11-27 16:00"),
    ("tomorrow ten to twelve", "en", "2026-11-25 10:00", "2026-11-25 12:00"),
    ("tomorrow from nine to eleven thirty", "en", "2026-11-25 09:00", "2026-11-25 11:30"),
    ("mid-morning tomorrow", "en", "2026-11-25 09:00", "2026-11-25 11:00"),
    ("vendredi en fin de journée", "fr", "2026-11-27 17:00", "2026-11-27 20:00"),
    ("demain à la première heure", "fr", "2026-11-25 08:00", "2026-11-25 10:00"),
    ("vendredi après 17h", "fr", "2026-11-27 17:00", None),
    ("ce matin", "fr", "2026-11-24 10:00", "2026-11-24 12:00"),
    ("tomorrow after 6", "en", "2026-11-25 18:00", None),
    ("Friday between 2 and 4", "en", "2026-11-27 14:00", "2026-11-27 16:00"),
    ("demain à l'ouverture", "fr", "2026-11-25 08:00", "2026-11-25 10:00"),
    ("le matin du 26", "fr", "2026-11-26 08:00", "2026-11-26 12:00"),
    ("first thing tomorrow", "en", "2026-11-25 08:00", "2026-11-25 10:00"),
    ("can i have a call back this afternoon", "en", "2026-11-24 13:00", "2026-11-24 18:00"),
    ("this afternoon", "en", "2026-11-24 13:00", "2026-11-24 18:00"),
]
DAYS = [
    ("tout à l'heure", "fr", "2026-11-24"),
    ("rappelez-moi tout à l'heure", "fr", "2026-11-24"),
    ("le lundi de pâques", "fr", "2027-03-29"),
    ("lundi 7 12", "fr", "2026-12-07"),
    ("demain 3 fois", "fr", "2026-11-25"),
    ("tomorrow 2 people", "en", "2026-11-25"),
    ("jeudi en huit", "fr", "2026-12-03"),
    ("de jeudi en quinze", "fr", "2026-12-10"),
    ("lundi prochain", "fr", "2026-11-30"),
    ("mardi", "fr", "2026-12-01"),
    ("le premier décembre", "fr", "2026-12-01"),
    ("plutôt vendredi", "fr", "2026-11-27"),
    ("pas lundi, mardi", "fr", "2026-12-01"),
    ("dans 3 jours", "fr", "2026-11-27"),
    ("demain dès que possible", "fr", "2026-11-25"),
    ("rather Friday", "en", "2026-11-27"),
    ("2 December", "en", "2026-12-02"),
    ("jeudi 26 novembre", "fr", "2026-11-26"),
    ("a fortnight today", "en", "2026-12-08"),
    ("may I get a call tomorrow", "en", "2026-11-25"),
    ("décalez mon rappel de demain à vendredi", "fr", "2026-11-27"),
    ("move my Thursday call to Friday", "en", "2026-11-27"),
]
NOTHING = [
    "il y a trois heures", "ça fait une heure et demie que j’attends", "it went down half an hour ago",
    "bonjour", "oui", "15", "ma facture de 35 euros", "la référence D-7K4M2P", "06 12 34 56 78", "02 12 2026 11", "02 12 20 26 11",
    "non, 65 à la fin", "zéro six douze trente quatre cinquante six soixante dix huit", "",
    "depuis lundi ça ne marche plus", "ma facture du 12 décembre", "j'ai été coupé", "👍",
    "en août", "rappelez-moi plus tard", "j'attends depuis deux heures", "je vous ai appelé tout à l'heure",
    "une facture de 9 à 11 euros", "une heure plus tard", "le 31 février", "31 novembre à 10h", "February 31st", "sauf le matin",
    "je voudrais déplacer mon rappel de demain", "c'est mon mari", "une demande",
]  # fmt: skip


def moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written).replace(tzinfo=PARIS) if written else None


@pytest.mark.parametrize(("text", "language", "start"), EXACT)
def test_a_moment_is_read(text: str, language: str, start: str) -> None:
    reading = when(text, language, NOW)
    assert (reading.precision, reading.earliest, reading.missing) == ("exact", moment(start), None)


@pytest.mark.parametrize(("text", "language", "start"), WISHED)
def test_only_the_wish_is_read(text: str, language: str, start: str) -> None:
    assert when(text, language, NOW).earliest == moment(start)


@pytest.mark.parametrize(("text", "language"), NOT_WISHED)
def test_what_is_set_aside_is_no_wish(text: str, language: str) -> None:
    assert when(text, language, NOW).precision == "none"


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
     ("at 3", "en", "15:00"), ("noon", "en", "12:00"),
     ("three p m", "en", "15:00"), ("quatorze : trente", "fr", "14:30"), ("half three", "en", "15:30")],
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
     ("un peu plus tard", "fr", "2026-11-26 11:30"), ("plus tôt", "fr", "2026-11-26 10:30"),
     ("plus tard svp", "fr", "2026-11-26 11:30"), ("décalez un peu", "fr", "2026-11-26 11:30"),
     ("décalez d'une heure", "fr", "2026-11-26 12:00"),
     ("avancez d'une heure", "fr", "2026-11-26 10:00"),
     ("avancez-le d'une demi-heure", "fr", "2026-11-26 10:30"),
     ("repoussez mon rappel de deux jours", "fr", "2026-11-28 11:00"),
     ("deux jours plus tard", "fr", "2026-11-28 11:00"),
     ("une semaine plus tard", "fr", "2026-12-03 11:00"),
     ("la semaine suivante", "fr", "2026-12-03 11:00"),
     ("le surlendemain", "fr", "2026-11-28 11:00"), ("la veille à 9h", "fr", "2026-11-25 09:00"),
     ("le lendemain à 14h", "fr", "2026-11-27 14:00"),
     ("vendredi une heure plus tard", "fr", "2026-11-27 12:00"),
     ("à la même heure vendredi", "fr", "2026-11-27 11:00"),
     ("push it to 4", "en", "2026-11-26 16:00"),
     ("bring it forward to 10", "en", "2026-11-26 10:00"),
     ("same day but later", "en", "2026-11-26 11:30"),
     ("neuf à onze", "fr", "2026-11-26 09:00"),
     ("a week later", "en", "2026-12-03 11:00"), ("a bit later", "en", "2026-11-26 11:30"),
     ("a little earlier please", "en", "2026-11-26 10:30"),
     ("push it back an hour", "en", "2026-11-26 12:00"),
     ("push the call back by half an hour", "en", "2026-11-26 11:30"),
     ("bring it forward an hour", "en", "2026-11-26 10:00"),
     ("move it up thirty minutes", "en", "2026-11-26 10:30"),
     ("pas plus tard que 17h", "fr", "2026-11-26 00:00"),
     ("no make it three", "en", "2026-11-26 15:00"), ("disons 16", "fr", "2026-11-26 16:00"),
     ("actually make that half four", "en", "2026-11-26 16:30"),
     ("rather Friday", "en", "2026-11-27 11:00"), ("at 4 instead", "en", "2026-11-26 16:00")],
)  # fmt: skip
def test_a_correction_keeps_what_is_not_said_again(text: str, language: str, start: str) -> None:
    assert when(text, language, NOW, BOOKED, asked=True).earliest == moment(start)


@pytest.mark.parametrize(
    "text", ["hier", "hier à 15h", "aujourd'hui à 9h", "aujourd’hui à 9 h", "le 5/11/2026"]
)
def test_a_time_gone_by_is_flagged(text: str) -> None:
    assert when(text, "fr", NOW).past


def test_the_clocks_change_and_the_hour_said_stays() -> None:
    before = datetime(2026, 10, 24, 23, 30, tzinfo=PARIS)
    assert str(when("demain à 9h", "fr", before).earliest) == "2026-10-25 09:00:00+01:00"
    assert str(when("dans 4 heures", "fr", before).earliest) == "2026-10-25 02:30:00+01:00"


def test_reading_dates_leaves_control_c_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        mentions("demain", "fr", NOW)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)


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
    ["demain " * 300, "rappelez-moi demain " * 90, "pas jeudi ou " * 50, "je travaille " * 50,
     "décalez mon rappel de " * 30, "mardi 5 " * 250, "1 " * 1000, "15h " * 500, "zéro un " * 250,
     "entre 14 et " * 160, "le matin " * 220, "noël pâques " * 160, "le 5 à 10 h " * 160],
    ids=range(13),
)  # fmt: skip
def test_the_longest_message_does_not_hold_the_desk(text: str) -> None:
    with patience():
        when(text[:2000], "fr", NOW)


@pytest.mark.parametrize(
    ("text", "language"),
    [("plutôt 15 à la fin", "fr"), ("mettez 2 rappels", "fr"), ("make it 2 calls", "en"),
     ("disons 3 jours", "fr"), ("let's say 2 phones", "en"), ("plutôt 2 forfaits", "fr")],
)  # fmt: skip
def test_a_number_of_something_is_no_hour(text: str, language: str) -> None:
    assert when(text, language, NOW).time is None
