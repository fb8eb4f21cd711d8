"""Answers, addresses, references, marks, names and reasons, as people write and say them."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.fields import (
    case_reference,
    corrected_reason,
    email,
    gibberish,
    new_reference,
    person_name,
    phone,
    reason,
    score,
    wordless,
    yes_no,
)
from actions.fields.references import ALPHABET

YES = {
    "fr": [
        "oui", "Oui !", "ouais vas-y", "c'est ça", "C’est ça", "ouiiii", "d'accord", "ok", "dac",
        "pas de problème", "pourquoi pas", "je ne dis pas non", "bah oui", "oui oui",
        "tout à fait", "exactement", "allez-y", "c'est bien ça", "ça me va", "je confirme",
        "volontiers", "oui s'il vous plaît", "oui, pas de souci", "carrément", "parfait",
        "ce n'est pas faux", "si si", "ben oui évidemment", "oui c'est correct", "yes",
        "non mais oui", "ça marche", "vas y", "mais si",
    ],
    "en": [
        "yes", "Yep", "yeah go ahead", "go ahead", "sure", "of course", "ok", "no problem",
        "why not", "that's right", "that’s correct", "sounds good", "yesss", "absolutely",
        "I don't mind", "not a problem", "please do", "oui", "it is", "yes please", "no worries",
    ],
}  # fmt: skip
NO = {
    "fr": [
        "non", "nan", "Non merci", "pas vraiment", "absolument pas", "oui mais non", "pas du tout",
        "surtout pas", "bien sûr que non", "pas d'accord", "ce n'est pas ça", "c'est pas ça",
        "non non", "nooon", "certainement pas", "c'est faux", "hors de question", "je ne veux pas",
        "pas exactement", "non, c'est bon", "pas maintenant", "laissez tomber", "c'est pas bon",
        "no",
    ],
    "en": [
        "no", "nope", "not really", "no thanks", "absolutely not", "that's wrong", "not at all",
        "no way", "I don't think so", "that's not right", "nooo", "yes but no", "not exactly",
        "of course not", "wrong", "it isn't", "non",
    ],
}  # fmt: skip
NEITHER = [
    "", "?!", "👍", "👎👎", "...", "1", "42", "peut-être", "je ne sais pas", "oui et non",
    "oui ou non",
    "ma box clignote rouge", "maybe", "I don't know", "yes and no", "not sure", "bonjour",
    "06 12 34 56 78", "pourquoi ma box ne marche pas", "demain", "right now", "pas sûr",
    "d'accord mais pas demain", "ok but not tomorrow",
]  # fmt: skip


@pytest.mark.parametrize(("text", "language"), [(t, lang) for lang in YES for t in YES[lang]])
def test_a_yes_is_a_yes(text: str, language: str) -> None:
    assert yes_no(text, language) is True


@pytest.mark.parametrize(("text", "language"), [(t, lang) for lang in NO for t in NO[lang]])
def test_a_no_is_a_no(text: str, language: str) -> None:
    assert yes_no(text, language) is False


@pytest.mark.parametrize("text", NEITHER)
def test_what_is_neither_answers_nothing(text: str) -> None:
    assert yes_no(text, "fr") is None
    assert yes_no(text, "en") is None


@pytest.mark.parametrize(
    ("text", "language", "address"),
    [
        ("marie.dupont@exemple.fr", "fr", "marie.dupont@exemple.fr"),
        ("Mon mail : Marie.Dupont@Exemple.FR, merci", "fr", "marie.dupont@exemple.fr"),
        ("marie.dupont @ exemple . fr", "fr", "marie.dupont@exemple.fr"),
        ("marie.dupont(at)exemple.fr", "fr", "marie.dupont@exemple.fr"),
        ("c'est <marie@exemple.fr>.", "fr", "marie@exemple.fr"),
        ("marie point dupont arobase exemple point fr", "fr", "marie.dupont@exemple.fr"),
        ("mon adresse c'est marie tiret dupont arobase exemple point f r", "fr",
         "marie-dupont@exemple.fr"),
        ("alors m a r i e point dupont arobase exemple point com", "fr",
         "marie.dupont@exemple.com"),
        ("marie underscore dupont quarante deux arobase exemple point fr", "fr",
         "marie_dupont42@exemple.fr"),
        ("marie tiret bas dupont tout attaché arobase exemple point fr et mon nom c'est marie",
         "fr", "marie_dupont@exemple.fr"),
        ("rené point martin arobase ma boîte point fr", "fr", "rene.martin@maboite.fr"),
        ("d comme daniel u p o n t arobase exemple point fr", "fr", "dupont@exemple.fr"),
        ("john dot smith at example dot com", "en", "john.smith@example.com"),
        ("my email is j smith at example dot co dot uk", "en", "jsmith@example.co.uk"),
        ("it's john underscore smith seven at example dot com please", "en",
         "john_smith7@example.com"),
        ("sam dash lee plus news at example dash mail dot com", "en",
         "sam-lee+news@example-mail.com"),
    ],
)  # fmt: skip
def test_an_address_is_read_typed_or_spelled(text: str, language: str, address: str) -> None:
    assert email(text, language).address == address


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("marie@", "invalid"),
        ("@exemple.fr", "invalid"),
        ("marie@exemple", "no_domain"),
        ("marie arobase exemple", "no_domain"),
        ("marie..dupont@exemple.fr", "invalid"),
        ("rené@exemple.fr", "invalid"),
        ("je n'ai pas de mail", None),
        ("call me at nine", None),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_the_reason(text: str, problem: str) -> None:
    reading = email(text, "fr" if "call" not in text else "en")
    assert reading.address is None
    if problem:
        assert reading.problem == problem


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("D-7K4M2P", "fr"),
        ("d7k4m2p", "fr"),
        ("D 7K4 M2P", "fr"),
        ("mon dossier D – 7K4M2P svp", "fr"),
        ("d sept k quatre m deux p", "fr"),
        ("d comme daniel sept k quatre m deux p", "fr"),
        ("d comme daniel tiret sept k comme kléber quatre m deux p comme pierre", "fr"),
        ("dé tiret sept ka quatre emme deux pé", "fr"),
        ("delta seven kilo four mike two papa", "en"),
        ("d as in daniel seven k four m two p", "en"),
        ("dee dash seven kay four em two pee", "en"),
    ],
)
def test_a_reference_is_read_typed_or_spelled(text: str, language: str) -> None:
    assert case_reference(text, language) == "D-7K4M2P"


@pytest.mark.parametrize("text", ["ma demande", "06 12 34 56 78", "D-7K4M2", "je rappelle", ""])
def test_a_word_is_no_reference(text: str) -> None:
    assert case_reference(text, "fr") is None


def test_six_characters_are_enough_when_the_kind_is_known() -> None:
    assert case_reference("7K4M2P", "fr", prefix="D") == "D-7K4M2P"
    assert case_reference("R-7K4M2P", "fr", prefix="D") == "R-7K4M2P"


def test_every_new_reference_can_be_read_again() -> None:
    for _ in range(300):
        made = new_reference("D")
        assert re.fullmatch(rf"D-[{ALPHABET}]{{6}}", made)
        assert case_reference(made, "fr") == made
        assert case_reference(f"la référence est {made.lower()}", "fr") == made
        assert case_reference(" ".join(made.lower()), "en") == made


@pytest.mark.parametrize(
    ("text", "language", "scale", "value", "problem"),
    [
        ("8 sur 10", "fr", (0, 10), 8, None),
        ("8/10", "fr", (0, 10), 8, None),
        ("huit", "fr", (0, 10), 8, None),
        ("je dirais neuf sur dix", "fr", (0, 10), 9, None),
        ("nine out of ten", "en", (0, 10), 9, None),
        ("zéro", "fr", (0, 10), 0, None),
        ("12", "fr", (0, 10), None, "out_of_range"),
        ("6", "fr", (1, 5), None, "out_of_range"),
        ("4 sur 10", "fr", (1, 5), None, "out_of_range"),
        ("entre 3 et 4", "fr", (1, 5), None, "unclear"),
        ("4,5", "fr", (1, 5), None, "unclear"),
        ("très satisfait", "fr", (1, 5), 5, None),
        ("plutôt satisfaite", "fr", (1, 5), 4, None),
        ("pas mal", "fr", (1, 5), 4, None),
        ("bof", "fr", (1, 5), 3, None),
        ("pas satisfait", "fr", (1, 5), 2, None),
        ("pas du tout satisfait", "fr", (1, 5), 1, None),
        ("c'était très facile", "fr", (1, 5), 5, None),
        ("very satisfied", "en", (1, 5), 5, None),
        ("not bad", "en", (1, 5), 4, None),
        ("terrible", "en", (1, 5), 1, None),
        ("très satisfait", "fr", (0, 10), None, None),
        ("ma box est rouge", "fr", (1, 5), None, None),
        ("⭐⭐⭐", "fr", (1, 5), None, None),
    ],
)
def test_a_mark_is_read_on_its_scale(
    text: str, language: str, scale: tuple[int, int], value: int | None, problem: str | None
) -> None:
    reading = score(text, language, *scale)
    assert (reading.value, reading.problem) == (value, problem)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("je m'appelle Marie Dupont", "Marie Dupont"),
        ("Marie Dupont", "Marie Dupont"),
        ("marie dupont", "Marie Dupont"),
        ("MARIE DUPONT", "Marie Dupont"),
        ("bonjour, moi c'est Jean-Pierre de la Tour", "Jean-Pierre de la Tour"),
        ("madame Martin", "Martin"),
        ("c'est au nom de Léa Martin, et mon numéro est le 06 12 34 56 78", "Léa Martin"),
        ("my name is John Smith", "John Smith"),
        ("it's Siobhán O'Neill please", "Siobhán O'Neill"),
        ("oui", None),
        ("je veux résilier", None),
        ("je suis mécontent", None),
        ("pourquoi ?", None),
        ("06 12 34 56 78", None),
        ("👍", None),
        ("azkjhdkjh", None),
    ],
)
def test_a_name_is_read_when_it_was_asked_for(text: str, name: str | None) -> None:
    assert person_name(text, "fr") == name


def test_a_bare_name_is_not_believed_when_nobody_asked() -> None:
    assert person_name("Marie Dupont", "fr", asked=False) is None
    assert person_name("je m'appelle Marie Dupont", "fr", asked=False) == "Marie Dupont"


@pytest.mark.parametrize("text", ["", "   ", "?!", "👍", "...", "..?!", "—", "❤️❤️"])
def test_marks_and_pictures_are_no_words(text: str) -> None:
    assert wordless(text)
    assert gibberish(text)


@pytest.mark.parametrize("text", ["azkjhdkjh", "aaaaaaa", "qsdfghj", "asdfgh", "jkhgfd kjhgfd"])
def test_keys_struck_at_random_are_gibberish(text: str) -> None:
    assert gibberish(text)


@pytest.mark.parametrize(
    "text",
    ["ok", "sms", "rdv svp", "D-7K4M2P", "bonjour", "pb wifi", "HDMI", "Schwartz", "strength",
     "06 12 34 56 78", "mdr", "jsp", "12", "prblm", "tkt", "vdsl", "ouiiii", "azerty wifi"],
)  # fmt: skip
def test_short_and_odd_words_are_not_gibberish(text: str) -> None:
    assert not gibberish(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("rappelez-moi demain à 11 h au 06 12 34 56 78, c’est pour ma facture", "ma facture"),
        ("c'est pour ma facture, rappelez-moi demain", "ma facture"),
        ("je voudrais être rappelé au sujet de ma fibre demain matin", "ma fibre"),
        ("rappelez-moi concernant un prélèvement au 06 12 34 56 78", "un prélèvement"),
        ("call me tomorrow, it's about my bill", "my bill"),
        ("it's about my bill please", "my bill"),
        ("I'd like a call regarding a refund tomorrow", "a refund"),
        ("rappelez-moi demain", None),
        ("oui", None),
    ],
)
def test_the_reason_is_taken_from_the_sentence(text: str, why: str | None) -> None:
    assert reason(text, "fr") == why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ce n'est pas ma facture, c'est la box", "la box"),
        ("non, ce n’est pas pour ma facture mais pour la box", "la box"),
        ("c'est pas ma facture c'est la box", "la box"),
        ("pas ma facture, plutôt ma box", "ma box"),
        ("it's not my bill, it's the box", "the box"),
        ("not my bill but the box", "the box"),
        ("non, pas à 11 h, à 16 h", None),
        ("non, ce n'est pas bon", None),
        ("oui", None),
    ],
)
def test_the_reason_is_put_right(text: str, why: str | None) -> None:
    assert corrected_reason(text) == why


READERS: list[Callable[[str], object]] = [
    lambda text: phone(text, "fr"),
    lambda text: email(text, "fr"),
    lambda text: yes_no(text, "fr"),
    lambda text: case_reference(text, "fr", "D"),
    lambda text: score(text, "fr", 0, 10),
    lambda text: person_name(text, "fr"),
    lambda text: reason(text, "fr"),
    gibberish,
]


@given(st.text(max_size=300))
def test_no_text_troubles_a_reader(text: str) -> None:
    for read in READERS:
        read(text)


@pytest.mark.parametrize(
    "text",
    ["bonjour je voudrais savoir comment payer ma facture du mois " * 34, "é" * 2000, "1 " * 1000,
     "a@" * 1000, "m a r i e " * 200, "oui non " * 250, "d 7 " * 500, ". " * 1000],
    ids=range(8),
)  # fmt: skip
def test_the_longest_message_is_read_quickly(text: str) -> None:
    for read in READERS:
        assert min(seconds(read, text[:2000]) for _ in range(3)) < 0.15


def seconds(read: Callable[[str], object], text: str) -> float:
    start = perf_counter()
    read(text)
    return perf_counter() - start
