"""People's names are masked however they come, and words that only look like names are not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.privacy import find, mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("je m'appelle Camille Durand", "je m'appelle [name]"),
        ("je m'appelle camille durand et j'ai une panne", "je m'appelle [name] et j'ai une panne"),
        ("bonjour c'est jean-pierre le gall à l'appareil", "bonjour c'est [name] à l'appareil"),
        ("my name is john smith", "my name is [name]"),
        ("M. Dupont m'a rappelé", "M. [name] m'a rappelé"),
        ("Camille Durand", "[name]"),
        ("CAMILLE DURAND", "[name]"),
        ("Kind regards,\nPriya Patel", "Kind regards,\n[name]"),
        ("Rose Martin n'a plus internet", "[name] n'a plus internet"),
        ("zéro six douze trente-quatre cinquante-six soixante-dix-huit", "[phone]"),
        ("jean point dupont arobase gmail point com", "[email]"),
        ("au douze rue de la paix soixante-quinze mille deux paris", "au [address]"),
        ("call 07952 223839", "call [phone]"),
    ],
)
def test_what_is_said_of_oneself_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Madame, Monsieur, je suis très mécontent",
        "la Box Orméa de Lyon est en panne depuis Mardi",
        "Netflix et Canal sont-ils compris",
        "I will check in May or June",
        "mon nom est mal écrit sur la facture",
        "my name is misspelt on the contract",
        "je pars en Espagne avec Orange",
        "deux cent cinquante gigas jusqu'au trente et un décembre deux mille vingt-six",
        "il me reste dix-sept jours et trois heures",
    ],
)
def test_words_that_only_look_like_it_stay(text: str) -> None:
    assert mask(text) == text


def test_names_may_be_left_where_they_are_needed() -> None:
    text = "rappelez Camille Durand au 06 12 34 56 78"
    assert mask(text, names=False) == "rappelez Camille Durand au [phone]"
    assert [one.kind for one in find(text)] == ["name", "phone"]


def test_finding_names_loads_no_language_model() -> None:
    asked = (
        "import sys; from bot.privacy import mask; mask('je suis Camille Durand');"
        "assert not {'spacy', 'torch', 'rasa'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], timeout=60).returncode == 0
