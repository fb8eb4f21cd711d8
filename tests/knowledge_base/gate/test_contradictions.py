"""Articles that contradict each other are found; those that only look alike are left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.contradictions import Contradiction, contradictions
from knowledge_base.curation.facts import facts
from knowledge_base.importers.folder import read_files

STATED = [
    ("Vous avez quatorze jours pour changer d'avis.", {"delay:20160"}),
    ("You have two weeks to change your mind.", {"delay:20160"}),
    ("Comptez 48 heures, 1 500,50 € et 20 %.", {"delay:2880", "money:1500.5", "percent:20"}),
    ("It costs £1,200 or €35.99 a month.", {"money:1200", "money:35.99"}),
    ("Nous répondons de 8 h à 20 h 30.", {"hours:480-1230"}),
    ("We answer from 8 am to 8:30 pm.", {"hours:480-1230"}),
    ("Open 9:00–18:00.", {"hours:540-1080"}),
    ("Appelez le 01 99 00 32 32 ou composez le 3244.", {"phone:199003232", "phone:3244"}),
    ("Avant le 1er mars, puis le 15/03/2027.", {"date:1/3", "date:15/3"}),
    ("By March we ship 50 GB at 2 Gb/s.", {"data:50000", "speed:2000"}),
    ("Touchez 5G+, puis la version 3.2 du menu 4.", set()),
]

CLASHES = [
    ("fr", "money", "Les frais de résiliation de la box sont de 49 €.", "Les frais de résiliation de la box sont de 59 €."),
    ("fr", "delay", "Vous avez 14 jours pour vous rétracter après la livraison.", "Après la livraison, vous avez trente jours pour vous rétracter."),
    ("fr", "hours", "Le service client répond de 8 h à 20 h en semaine.", "Le service client répond de 9 h à 18 h en semaine."),
    ("fr", "phone", "Pour signaler un vol, appelez le 01 99 00 32 32.", "Pour signaler un vol, appelez le 01 99 00 32 99."),
    ("fr", "date", "Le réseau cuivre ferme dans votre commune le 31 janvier.", "Le réseau cuivre ferme dans votre commune le 30 novembre."),
    ("fr", "yes_or_no", "Le changement de forfait mobile est gratuit.", "Le changement de forfait mobile est payant."),
    ("fr", "yes_or_no", "Le déménagement prolonge votre engagement initial.", "Le déménagement ne prolonge pas votre engagement initial."),
    ("en", "money", "A missing remote control costs €25.", "A missing remote control costs €20."),
    ("en", "delay", "Refunds of a deposit take ten working days.", "Refunds of a deposit take 30 days."),
    ("en", "hours", "The shop in town is open from 9 am to 7 pm.", "The shop in town is open from 10 am to 6 pm."),
    ("en", "yes_or_no", "Your landline number can be kept when you move house.", "Your landline number cannot be kept when you move house."),
    ("en", "yes_or_no", "Roaming in Switzerland is included in every plan.", "Roaming in Switzerland is not included in every plan."),
]  # fmt: skip

PEACE = [
    ("fr", "Les frais de résiliation de la box sont de 49 €.", "Les frais d'envoi de la box sont de 9 €."),
    ("fr", "Vous avez 14 jours pour vous rétracter.", "Vous avez deux semaines pour vous rétracter."),
    ("fr", "Redémarrez la box et attendez 10 minutes.", "Redémarrez le décodeur et attendez 5 minutes."),
    ("fr", "La livraison à domicile prend 3 jours.", "La livraison en point relais prend 5 jours."),
    ("fr", "Le service client répond de 8 h à 20 h.", "Le service client répond de 8 heures à 20 heures."),
    ("fr", "Le changement de forfait est gratuit.", "L'option 5G est payante."),
    ("fr", "Une ligne suspendue ne peut pas être transférée.", "Une ligne active peut être transférée sans délai."),
    ("fr", "Vous payez 20 € par mois la première année.", "Vous payez 20 € par mois."),
    ("en", "A missing remote control costs €25.", "A missing power supply costs €20."),
    ("en", "You have two weeks to send it back.", "You have 14 days to send it back."),
    ("en", "Calls to Spain are free.", "Calls to Japan are charged."),
    ("en", "We open at 9 am on Saturday.", "Wait until all five lights are white."),
    ("en", "Your number cannot be kept abroad.", "Your line can be kept when you move house."),
]  # fmt: skip


def found(language: str, one: str, other: str) -> list[Contradiction]:
    articles = [
        Article("one", "Un sujet", language, f"Bonjour à tous.\n\n{one}"),
        Article("two", "Un sujet", language, f"{other}\n\nMerci beaucoup."),
    ]
    return contradictions({a.key: a for a in articles}, [(articles[0].key, articles[1].key)])


@pytest.mark.parametrize(("sentence", "expected"), STATED, ids=range(len(STATED)))
def test_numbers_are_read_with_their_units(sentence: str, expected: set[str]) -> None:
    assert {f"{fact.kind}:{fact.value}" for fact in facts(sentence)[0]} == expected


@pytest.mark.parametrize(("language", "kind", "one", "other"), CLASHES, ids=range(len(CLASHES)))
def test_a_contradiction_is_found(language: str, kind: str, one: str, other: str) -> None:
    assert [clash.kind for clash in found(language, one, other)] == [kind]


@pytest.mark.parametrize(("language", "one", "other"), PEACE, ids=range(len(PEACE)))
def test_what_only_looks_alike_is_left_alone(language: str, one: str, other: str) -> None:
    assert found(language, one, other) == []


@pytest.mark.parametrize(
    ("french", "english", "kinds"),
    [
        ("Comptez 10 jours. Cela coûte 49 €.", "Allow ten days. It costs €49.", []),
        ("Comptez 10 jours. Cela coûte 49 €.", "Allow ten days. It costs €39.", ["money"]),
        ("De 8 h à 20 h, pendant 12 mois.", "From 8 am to 6 pm, for one year.", ["hours"]),
        ("Sous 48 heures.", "Within two days.", []),
        ("En 3 jours, 5 au plus.", "In 3 days.", []),
    ],
    ids=("same", "amount", "hours", "units", "one more"),
)
def test_the_two_texts_of_an_article_are_compared(
    french: str, english: str, kinds: list[str]
) -> None:
    articles = [Article("a", "Titre", "fr", french), Article("a", "Title", "en", english)]
    assert [c.kind for c in contradictions({a.key: a for a in articles}, [])] == kinds


def test_the_demo_contradicts_itself_nowhere() -> None:
    articles = read_files([settings().knowledge_dir]).articles
    names = sorted({name for name, _ in articles})
    near = pairwise(names)
    related = [((a, language), (b, language)) for a, b in near for language in ("fr", "en")]
    assert contradictions(articles, related) == []
