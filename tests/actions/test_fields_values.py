"""Answers, addresses, references, marks, names and reasons, as people write and say them."""

from __future__ import annotations

import re
from collections.abc import Callable

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
from tests.patience import patience

YES = {
    "fr": [
        "oui", "Oui !", "ouais vas-y", "c'est ça", "C’est ça", "ouiiii", "d'accord", "ok", "dac",
        "pas de problème", "pourquoi pas", "je ne dis pas non", "bah oui", "oui oui",
        "tout à fait", "exactement", "allez-y", "c'est bien ça", "ça me va", "je confirme",
        "volontiers", "oui s'il vous plaît", "oui, pas de souci", "carrément", "parfait",
        "ce n'est pas faux", "si si", "ben oui évidemment", "oui c'est correct", "yes",
        "non mais oui", "ça marche", "vas y", "mais si", "go", "c'est parti", "enregistrez",
        "vous pouvez y aller", "voilà", "ouii", "oui et merci", "oui, pas de problème",
    ],
    "en": [
        "yes", "Yep", "yeah go ahead", "go ahead", "sure", "of course", "ok", "no problem",
        "why not", "that's right", "that’s correct", "sounds good", "yesss", "absolutely",
        "I don't mind", "not a problem", "please do", "oui", "it is", "yes please", "no worries",
        "book it", "let's do it", "uh huh", "yes and thank you",
    ],
}  # fmt: skip
NO = {
    "fr": [
        "non", "nan", "Non merci", "pas vraiment", "absolument pas", "oui mais non", "pas du tout",
        "surtout pas", "bien sûr que non", "pas d'accord", "ce n'est pas ça", "c'est pas ça",
        "non non", "nooon", "certainement pas", "c'est faux", "hors de question", "je ne veux pas",
        "pas exactement", "non, c'est bon", "pas maintenant", "laissez tomber", "c'est pas bon",
        "no", "rien", "n'enregistrez pas", "ne faites pas ça", "sûrement pas",
    ],
    "en": [
        "no", "nope", "not really", "no thanks", "absolutely not", "that's wrong", "not at all",
        "no way", "I don't think so", "that's not right", "nooo", "yes but no", "not exactly",
        "of course not", "wrong", "it isn't", "non", "don't send it", "I don't want to",
    ],
}  # fmt: skip
NEITHER = [
    "", "?!", "👍", "👎👎", "...", "1", "42", "peut-être", "je ne sais pas", "oui et non",
    "oui ou non", "ça marche pas", "ça marche comment", "c'est bon ou pas ?", "are you sure?",
    "ok et c'est payant ?", "ok et c'est payant", "is that ok?", "no internet", "no dial tone",
    "on est d'accord que c'est gratuit ?", "ok google",
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
        ("marie@exemple.com. Cordialement", "fr", "marie@exemple.com"),
        ("marie@exemple.fr . Bonne journée", "fr", "marie@exemple.fr"),
        ("marie@exemple.fr. Et mon numéro est le 06 12 34 56 78", "fr", "marie@exemple.fr"),
        ("marie@mail.exemple.fr. je suis cliente", "fr", "marie@mail.exemple.fr"),
        ("marie@exemple.com.Merci", "fr", "marie@exemple.com"),
        ("sam@example.co.uk. thanks", "en", "sam@example.co.uk"),
        ("sam@example.com. my name is Sam", "en", "sam@example.com"),
        ("sam @ example . co . uk", "en", "sam@example.co.uk"),
        ("Sam.Lee@Example.Com", "en", "sam.lee@example.com"),
        ("marie . dupont @ exemple . com", "fr", "marie.dupont@exemple.com"),
        ("oui . marie . dupont @ exemple . fr", "fr", "marie.dupont@exemple.fr"),
        ("oui . marie@exemple.fr", "fr", "marie@exemple.fr"),
        ("mary jane all one word at example dot com", "en", "maryjane@example.com"),
        ("marie dupont en un seul mot arobase exemple point fr", "fr", "mariedupont@exemple.fr"),
        ("anne avec deux n arobase exemple point fr", "fr", "anne@exemple.fr"),
        ("ane avec deux n point martin arobase exemple point fr", "fr",
         "anne.martin@exemple.fr"),
        ("philippe avec deux p arobase exemple point fr", "fr", "philippe@exemple.fr"),
        ("philippe avec un seul p arobase exemple point fr", "fr", "philipe@exemple.fr"),
        ("matt with two t's at example dot com", "en", "matt@example.com"),
        ("c'est tout simplement luc arobase exemple point fr", "fr", "luc@exemple.fr"),
        ("it's just sam at example dot com", "en", "sam@example.com"),
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
        ("pas du tout content", "fr", (1, 5), 1, None),
        ("pas du tout facile", "fr", (1, 5), 1, None),
        ("pas content du tout", "fr", (1, 5), 1, None),
        ("ça n’a pas été facile", "fr", (1, 5), 2, None),
        ("jamais content", "fr", (1, 5), 2, None),
        ("pas terrible", "fr", (1, 5), 2, None),
        ("pas tout à fait satisfait", "fr", (1, 5), 3, None),
        ("ni satisfait ni mécontent", "fr", (1, 5), 3, None),
        ("ce n'était pas difficile", "fr", (1, 5), 4, None),
        ("pas compliqué", "fr", (1, 5), 4, None),
        ("pas déçu", "fr", (1, 5), 4, None),
        ("pas trop mal", "fr", (1, 5), 4, None),
        ("pas mal du tout", "fr", (1, 5), 4, None),
        ("bonne journée", "fr", (1, 5), None, None),
        ("très pratique", "fr", (1, 5), 5, None),
        ("very helpful", "en", (1, 5), 5, None),
        ("pas du tout compliqué", "fr", (1, 5), 5, None),
        ("très déçue", "fr", (1, 5), 1, None),
        ("plutôt difficile", "fr", (1, 5), 2, None),
        ("not at all happy", "en", (1, 5), 1, None),
        ("not happy at all", "en", (1, 5), 1, None),
        ("i wasn't happy", "en", (1, 5), 2, None),
        ("it wasn’t very easy", "en", (1, 5), 2, None),
        ("isn't good", "en", (1, 5), 2, None),
        ("not difficult", "en", (1, 5), 4, None),
        ("it wasn't hard", "en", (1, 5), 4, None),
        ("not difficult at all", "en", (1, 5), 5, None),
        ("not too bad", "en", (1, 5), 4, None),
        ("neither good nor bad", "en", (1, 5), 3, None),
        ("it was quite hard", "en", (1, 5), 2, None),
        ("je mets un 4", "fr", (1, 5), 4, None),
        ("je mets un quatre", "fr", (1, 5), 4, None),
        ("je mettrais une note de 4", "fr", (1, 5), 4, None),
        ("un petit trois", "fr", (1, 5), 3, None),
        ("un", "fr", (1, 5), 1, None),
        ("un neuf", "fr", (0, 10), 9, None),
        ("a solid four", "en", (1, 5), 4, None),
        ("entre un et trois", "fr", (1, 5), None, "unclear"),
        ("très satisfait", "fr", (0, 10), None, None),
        ("ma box est rouge", "fr", (1, 5), None, None),
        ("dix sur dix", "fr", (1, 5), 5, None),
        ("ten out of ten", "en", (1, 5), 5, None),
        ("ten out of ten", "en", (0, 10), 10, None),
        ("5 étoiles sur 5", "fr", (0, 10), 10, None),
        ("4 étoiles sur 5", "fr", (1, 5), 4, None),
        ("zéro pointé", "fr", (1, 5), 1, None),
        ("zéro pointé", "fr", (0, 10), 0, None),
        ("zero stars", "en", (0, 10), 0, None),
        ("zéro sur vingt", "fr", (1, 5), 1, None),
        ("11", "en", (0, 10), None, "out_of_range"),
        ("onze sur dix", "fr", (0, 10), None, "out_of_range"),
        ("êtes-vous un robot ?", "fr", (1, 5), None, None),
        ("j’ai une question sur ma facture", "fr", (0, 10), None, None),
        ("is anyone there, just one question", "en", (0, 10), None, None),
        ("je vous mets un, désolé", "fr", (1, 5), 1, None),
        ("i would give it a one", "en", (1, 5), 1, None),
        ("moins deux", "fr", (0, 10), None, "out_of_range"),
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
        ("Claire Bon", "Claire Bon"),
        ("claire bon", "Claire Bon"),
        ("c'est Claire Bon", "Claire Bon"),
        ("je m'appelle claire bon", "Claire Bon"),
        ("Juste Martin", "Juste Martin"),
        ("Jean Parfait", "Jean Parfait"),
        ("Bill Gates", "Bill Gates"),
        ("my name is bill gates", "Bill Gates"),
        ("bill smith", "Bill Smith"),
        ("An Nguyen", "An Nguyen"),
        ("my name is an nguyen", "An Nguyen"),
        ("Mark Order", "Mark Order"),
        ("J. Smith", "J. Smith"),
        ("J.-P. Martin", "J.-P. Martin"),
        ("M. Dupont", "Dupont"),
        ("madame de la Tour", "De la Tour"),
        ("dupont d u p o n t", "Dupont"),
        ("Martin Dupond d u p o n t", "Martin Dupont"),
        ("c'est Marie Durand, d u r a n d", "Marie Durand"),
        ("dupont ça s'écrit D U P O N T", "Dupont"),
        ("marie d u p o n t", "Marie Dupont"),
        ("briggs that's spelled b r i g g s", "Briggs"),
        ("g i r a r d", "Girard"),
        ("L comme Louis, E, F, E", None),
        ("c'est bon", None),
        ("très bon", None),
        ("bon", None),
        ("my bill", None),
        ("bill payment", None),
        ("an outage", None),
        ("Bonne journée", None),
        ("juste un renseignement", None),
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


@pytest.mark.parametrize("text", ["oui c'est bon", "c'est exact", "it's fine", "I'm at home"])
def test_an_answer_is_no_name(text: str) -> None:
    assert person_name(text, "fr", asked=False) is None
    assert person_name(text, "fr", asked=True) is None


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
        (
            "bonjour ma box redémarre toute seule depuis hier rappelez-moi demain à 9h",
            "ma box redémarre toute seule depuis hier",
        ),
        ("I have no dial tone, can you call me back tomorrow", "I have no dial tone"),
        ("bonjour madame rappelez-moi demain", None),
        ("mon numéro est le 06 12 34 56 78, je veux un rappel", None),
        ("rappelez-moi demain", None),
        ("un rappel pour la semaine prochaine", None),
        ("un rappel pour les 14h", None),
        ("un rappel pour quatorze heures", None),
        ("rappelez-moi pour le 3 décembre", None),
        ("un rappel pour la fin de journée s'il vous plaît", None),
        ("un rappel pour le 3 décembre à 10h pour ma facture", "ma facture"),
        ("rappelez-moi pour le trois décembre au sujet de ma box", "ma box"),
        ("un rappel pour ma facture du 3 décembre", "ma facture du 3 décembre"),
        ("rappelez-moi pour une panne depuis lundi", "une panne"),
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
     "a@" * 1000, "m a r i e " * 200, "pour le 3 décembre " * 100, "a . b . " * 200 + "@ c",
     "anne avec deux " * 130, "oui non " * 250, "d 7 " * 500, ". " * 1000],
    ids=range(11),
)  # fmt: skip
def test_the_longest_message_does_not_hold_the_readers(text: str) -> None:
    with patience():
        for read in READERS:
            read(text[:2000])
