"""What is written becomes what is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice.speakable import LONGEST, speakable
from connectors.voice.speakable_words import spoken_words

FRENCH = [
    # amounts
    ("39,99 €", "trente-neuf euros quatre-vingt-dix-neuf."),
    ("39,99 €", "trente-neuf euros quatre-vingt-dix-neuf."),
    ("1 234,56 €", "mille deux cent trente-quatre euros cinquante-six."),
    ("15 €/mois", "quinze euros par mois."),
    ("0,22 €", "vingt-deux centimes."),
    ("39€99", "trente-neuf euros quatre-vingt-dix-neuf."),
    ("-5 €", "moins cinq euros."),
    ("1 €", "un euro."),
    ("1,01 €", "un euro un."),
    ("21 €", "vingt et un euros."),
    ("2 000 000 €", "deux millions d'euros."),
    ("12,50 £", "douze livres cinquante."),
    ("21 £", "vingt et une livres."),
    ("3 $", "trois dollars."),
    ("49 euros", "quarante-neuf euros."),
    ("29 EUR", "vingt-neuf euros."),
    # dates
    ("24/11/2026", "vingt-quatre novembre deux mille vingt-six."),
    ("2026-11-24", "vingt-quatre novembre deux mille vingt-six."),
    ("24.11.2026", "vingt-quatre novembre deux mille vingt-six."),
    ("le 1er mai", "le premier mai."),
    ("le 01/05", "le premier mai."),
    ("mardi 24 novembre à 15 h 30", "mardi vingt-quatre novembre à quinze heures trente."),
    ("depuis 2022", "depuis deux mille vingt-deux."),
    ("2025-2026", "deux mille vingt-cinq à deux mille vingt-six."),
    # times
    ("15:30", "quinze heures trente."),
    ("21 h", "vingt et une heures."),
    ("1 h 05", "une heure cinq."),
    ("9h-18h", "neuf heures à dix-huit heures."),
    ("de 8 h à 20 h", "de huit heures à vingt heures."),
    ("24h/24 et 7j/7", "vingt-quatre heures sur vingt-quatre, sept jours sur sept."),
    ("30 min", "trente minutes."),
    # telephone numbers
    ("06 12 34 56 78", "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    ("0612345678", "zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    ("01.99.00.32.32", "zéro un, quatre-vingt-dix-neuf, zéro zéro, trente-deux, trente-deux."),
    ("+33 6 12 34 56 78", "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    ("+33612345678", "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    ("0033 6 12 34 56 78", "plus trente-trois, six, douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    ("+44 20 7946 0958", "plus quarante-quatre, vingt, soixante-dix-neuf, quarante-six, zéro neuf, cinquante-huit."),
    ("0800 123 456", "zéro huit cents, cent vingt-trois, quatre cent cinquante-six."),
    ("Composez le 3900", "Composez le trente-neuf zéro zéro."),
    ("Appelez le **3179**", "Appelez le trente et un soixante-dix-neuf."),
    ("au 33700", "au trente-trois sept cents."),
    ("appelez le 112", "appelez le cent douze."),
    ("*#06#", "étoile dièse zéro six dièse."),
    ("#100#", "dièse cent dièse."),
    # references and the like
    ("D-7K4M2P", "dé, sept, ka, quatre, emme, deux, pé."),
    ("votre dossier R-HW6XBY est clos", "votre dossier ère, ache, double vé, six, ixe, bé, i grec est clos."),
    ("CAS-7K2M", "cé, A, esse, sept, ka, deux, emme."),
    ("7K4M2P", "sept, ka, quatre, emme, deux, pé."),
    ("Elle commence par R-.", "Elle commence par ère."),
    ("FR76 3000 6000 01", "effe, ère, sept, six, trois, zéro, zéro, zéro, six, zéro, zéro, zéro, zéro, un."),
    ("jean.dupont-2@exemple.fr", "jean point dupont tiret deux arobase exemple point effe ère."),
    ("j_d@exemple.com", "ji tiret bas dé arobase exemple point com."),
    ("numéro 12345678", "numéro douze, trente-quatre, cinquante-six, soixante-dix-huit."),
    # acronyms and abbreviations
    ("le RIO, la SIM, l’eSIM", "le rio, la sime, l'i-sime."),
    ("SMS, TV, RGPD, CSAT", "esse emme esse, té vé, ère gé pé dé, cé esse A té."),
    ("4G/5G en Wi-Fi", "quatre gé cinq gé en ouifi."),
    ("ADSL", "A dé esse elle."),
    ("envoyez STOP", "envoyez stop."),
    ("M. Dupont, p. ex.", "monsieur Dupont, par exemple."),
    ("Mme Martin, etc.", "madame Martin, et cetera."),
    ("n° 12", "numéro douze."),
    ("ATTENTION LES FRAIS SONT DUS", "attention les frais sont dus."),
    # units, ordinals, ranges
    ("500 Mbit/s", "cinq cents mégabitt par seconde."),
    ("20 Go", "vingt gigaoctets."),
    ("1 Mo", "un mégaoctet."),
    ("2,4 GHz", "deux virgule quatre gigahertz."),
    ("80 %", "quatre-vingts pour cent."),
    ("5 km", "cinq kilomètres."),
    ("10-15 jours", "dix à quinze jours."),
    ("20 %-30 %", "vingt pour cent à trente pour cent."),
    ("la 21e étape", "la vingt et unième étape."),
    ("21 personnes", "vingt et une personnes."),
    ("31 mois", "trente et un mois."),
    ("3,05", "trois virgule zéro cinq."),
    ("version 3.6.21", "version trois point six point vingt et un."),
    ("-3 °C", "moins trois degrés."),
    ("RJ45", "ère ji quarante-cinq."),
    # what is for the eye
    ("Voir https://www.ormea.example/x?y=1.", "Voir le lien qui est sur notre site."),
    ("Ouvrez l’[espace client](https://www.ormea.example/c).", "Ouvrez l'espace client."),
    ("![image](https://a.fr/b.png)", "image."),
    ("- un\n- deux ;\n", "un.\ndeux."),
    ("1. Ouvrez\n2. Touchez", "un, Ouvrez.\ndeux, Touchez."),
    ("# Titre\nTexte", "Titre.\nTexte."),
    ("| a | b |\n|---|---|\n| c | d |", "a, b.\nc, d."),
    ("**Attention** : _lisez_ `ceci`", "Attention: lisez ceci."),
    ("Bravo 😀 👍🏽 !", "Bravo!"),
    ("« Factures » et “Retours”", "Factures et Retours."),
    ("Le prix (par mois) baisse", "Le prix, par mois, baisse."),
    ("<b>Bonjour</b>", "Bonjour."),
    ("et/ou", "et ou."),
    ("", ""),
    ("😀", ""),
    ("***", ""),
]  # fmt: skip
ENGLISH = [
    ("€39.99", "thirty-nine euros ninety-nine."),
    ("39.99 €", "thirty-nine euros ninety-nine."),
    ("£12.50 a month", "twelve pounds fifty a month."),
    ("$5", "five dollars."),
    ("€0.22", "twenty-two cents."),
    ("€1,234", "one thousand two hundred and thirty-four euros."),
    ("24/11/2026", "the twenty-fourth of November twenty twenty-six."),
    ("Tuesday 24 November at 3.30 pm", "Tuesday the twenty-fourth of November at three thirty pee em."),
    ("1st May 2026", "the first of May twenty twenty-six."),
    ("November 24, 2026", "November the twenty-fourth, twenty twenty-six."),
    ("15:30", "three thirty pee em."),
    ("10 am to 7 pm", "ten ay em to seven pee em."),
    ("at 3:05 p.m. today", "at three oh five pee em today."),
    ("06 12 34 56 78", "zero six, one two, three four, five six, seven eight."),
    ("+33 6 12 34 56 78", "plus three three, six, one two, three four, five six, seven eight."),
    ("Call 3179 free", "Call three one seven nine free."),
    ("forward it to 33700", "forward it to three three seven zero zero."),
    ("Dial 112", "Dial one one two."),
    ("D-7K4M2P", "dee, seven, kay, four, em, two, pee."),
    ("jane_doe@example.co.uk", "jane underscore doe at example dot co dot you kay."),
    ("RIO, SIM, eSIM, PUK", "rio, sim, ee-sim, puck."),
    ("SMS, TV, GDPR over Wi-Fi", "ess em ess, tee vee, jee dee pee ar over why-fye."),
    ("500 Mbit/s", "five hundred megabits per second."),
    ("1 GB", "one gigabyte."),
    ("2.4 GHz", "two point four gigahertz."),
    ("80%", "eighty percent."),
    ("the 21st step", "the twenty-first step."),
    ("10-15 days", "ten to fifteen days."),
    ("No. 12", "number twelve."),
    ("since 2022", "since twenty twenty-two."),
    ("1,234.5", "one thousand two hundred and thirty-four point five."),
    ("24/7", "twenty-four hours a day, seven days a week."),
    ("Mr. Smith, e.g. today", "mister Smith, for example today."),
    ("A person. I am.", "A person. I am."),
    ("See https://www.ormea.example/en/help", "See the link that is on our website."),
    ("“Bills” — then “Pay”", "Bills, then Pay."),
]  # fmt: skip
MISREAD = re.compile(r"\d|https?://|www\.|[*_`#\[\]<>|€£$%@{}~«»“”]")
PIECES = st.sampled_from([
    "39,99 €", "24/11/2026", "15 h 30", "3.30 pm", "06 12 34 56 78", "https://a.fr/b?c=1", "**",
    "*", "_", "`", "[a](http://b.c)", "- ", "\n", "1. ", "«", "»", "😀", "M. ", "etc.", "a@b.fr",
    "#", "|", "D-7K4M2P", "IBAN", "20 Go", "%", "€", "12", "-", "/", "A", "E", "…", "...", ", ",
    "(", ")", "é", "l'", "’", "1er", "²", "½", "٣", "\u200b", "R", "SMS", ". ", "!", "?", ":", ";",
    "<b>", "&", "+", "=", "°", "n° 3", " ",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map("".join),
)
LANGUAGE = st.sampled_from(["fr", "en", "de", ""])


@pytest.mark.parametrize(("written", "said"), FRENCH)
def test_french_is_said_as_people_say_it(written: str, said: str) -> None:
    assert speakable(written, "fr") == said


@pytest.mark.parametrize(("written", "said"), ENGLISH)
def test_english_is_said_as_people_say_it(written: str, said: str) -> None:
    assert speakable(written, "en") == said


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGE)
def test_nothing_that_would_be_misread_is_left(written: str, language: str) -> None:
    assert not MISREAD.search(speakable(written, language))


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGE)
def test_what_is_speakable_stays_as_it_is(written: str, language: str) -> None:
    said = speakable(written, language)
    assert speakable(said, language) == said


@settings(max_examples=100, deadline=None)
@given(TEXTS, LANGUAGE)
def test_a_text_grows_only_so_much(written: str, language: str) -> None:
    assert len(speakable(written, language)) <= 60 * len(written) + 10


@pytest.mark.parametrize("one", ["1", "a", ".", "[", "*", "1 ", "€", "#1", "(", "@a.", "+3 ", "<a"])
def test_a_text_without_end_is_cut(one: str) -> None:
    assert len(speakable(one * 100_000, "fr")) <= 60 * LONGEST


def test_both_languages_say_the_same_things() -> None:
    french, english = spoken_words("fr"), spoken_words("en")
    assert set(french.letters) == set(english.letters) == set("abcdefghijklmnopqrstuvwxyz")
    assert set(french.words) == set(english.words)
    assert set(french.money) == set(english.money)
