"""Yes and no beside other words: denied, excepted, asked, contradicted; typed or recognised."""

from __future__ import annotations

import pytest

from actions.fields import answers_both, excepts, unhelped, yes_no

DENIED = [
    "ça marche toujours pas", "ça marche mal", "ça marche vraiment pas", "ça marche très mal",
    "c'est bon mais ça marche toujours pas", "absolument rien", "absolument aucun",
    "c'est exactement le même problème", "c'est ça le problème", "c'est exactement pareil",
    "c'est ça mon problème", "exactement la même panne", "tout à fait faux", "tout à fait inexact",
    "je ne confirme rien", "je confirme rien", "j'accepte aucun appel", "je ne valide pas",
    "ne confirmez pas", "ça marche encore moins bien mais ça marche pas", "oui rien",
    "exactly the same problem", "exactly the same", "absolutely nothing", "absolutely wrong",
    "sounds good but it still does not work", "i don't agree", "not ok", "pas ok", "not confirmed",
    "don't go ahead", "that's right badly wrong",
]  # fmt: skip
ASKED = [
    "comment ça marche", "pourquoi c'est bon", "quand est-ce que ça marche", "ok c'est qui",
    "qu'est-ce qui est exact", "tell me if that's right", "c'est bon marché", "est-ce que ça marche",
    "dites-moi si c'est bon", "ok comment ça marche", "qui est d'accord", "c'est bon ou pas",
    "why is that right", "how is that ok", "yes but how do i do it", "is it all right",
    "let me know if that works", "do you agree", "on est d'accord que c'est gratuit",
    "oui c'est quoi", "confirmez-moi que c'est bon", "which one is correct", "ça marche quand",
]  # fmt: skip
EXCEPTED = [
    "c'est bon sauf le numéro", "oui sauf l'heure", "oui à part le jour", "parfait hormis la date",
    "oui mais pas l'heure", "tout est bon excepté le motif", "à part le numéro c'est bon",
    "yes except the number", "that's right apart from the time", "ok but not the number",
    "all good other than the day",
]  # fmt: skip
STILL_YES = {
    "fr": [
        "oui rien à changer", "c'est bon pour moi", "ça marche pour moi", "pourquoi pas", "que oui",
        "oui c'est bon pas de problème", "ça marche pas de souci", "parfait aucune erreur",
        "oui c'est pour un problème de box", "ok quand vous voulez", "pourquoi pas oui",
        "c'est ça merci beaucoup", "exactement c'est ça", "c'est bon ça marche", "oui sauf erreur",
        "oui quand même", "d'accord pas de pb", "c'est pas faux",
    ],
    "en": [
        "yes nothing else", "that works for me", "why not", "not a problem", "yes not a problem",
        "sounds good to me", "ok when you like", "yes that's right", "do it",
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", DENIED)
def test_a_yes_that_is_denied_is_none(text: str) -> None:
    assert yes_no(text, "fr") is not True
    assert yes_no(text, "en") is not True


@pytest.mark.parametrize("text", ASKED)
def test_a_yes_inside_a_question_answers_nothing(text: str) -> None:
    assert yes_no(text, "fr") is None
    assert yes_no(text, "en") is None


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("no problem", True), ("no problem that's right", True), ("no problem at all", True),
        ("no worries", True), ("that's right", True), ("pas de problème", True),
        ("tout est correct", True), ("oui tout est bon merci", True), ("ça m'arrange", True),
        ("ça m'arrangerait", True), ("ce serait parfait", True), ("that would be great", True),
        ("that'd be lovely", True), ("lovely", True), ("lovely, thanks", True),
        ("everything's correct", True), ("that suits me", True),
        ("pas ok", False), ("not ok", False), ("that's not right", False), ("no way", False),
        ("wrong number", False), ("mauvais numéro", False), ("no", False), ("non merci", False),
        ("non merci ça ira", False), ("pas pour l'instant", False), ("vous avez mal compris", False),
        ("i'm all right thanks", False), ("i'm fine with that", True), ("don't book it", False),
        ("toujours pas", False), ("en effet", True), ("it helped", True), ("rien merci", False),
        ("j'ai pas bien entendu", None), ("bien entendu", True), ("not necessary", False),
        ("that wouldn't be great", None), ("no internet", None),
    ],
)  # fmt: skip
def test_an_answer_is_the_same_in_a_conversation_of_the_other_language(
    text: str, agreed: bool | None
) -> None:
    assert yes_no(text, "fr") is agreed
    assert yes_no(text, "en") is agreed


@pytest.mark.parametrize("text", EXCEPTED)
def test_a_yes_to_all_but_one_thing_is_none(text: str) -> None:
    assert yes_no(text, "fr") is not True
    assert yes_no(text, "en") is not True
    assert excepts(text)


@pytest.mark.parametrize(
    ("text", "language"), [(t, lang) for lang in STILL_YES for t in STILL_YES[lang]]
)
def test_what_is_said_beside_it_leaves_a_yes(text: str, language: str) -> None:
    assert yes_no(text, language) is True


@pytest.mark.parametrize(
    "text",
    ["ça marche toujours pas", "ça ne marche pas", "ça ne répond pas à ma question", "pas clair",
     "c'est pas clair du tout", "toujours le même problème", "ça m'aide pas", "ça ne m'a pas aidé",
     "ça change rien", "rien ne marche", "c'est hors sujet", "ça n'a rien changé", "pas utile",
     "oui mais ça marche toujours pas", "it didn't help", "it still doesn't work", "not clear",
     "that does not answer my question", "same problem", "still not working", "that's unclear",
     "it makes no difference", "didn't help"],
)  # fmt: skip
def test_a_complaint_says_that_an_answer_did_not_help(text: str) -> None:
    assert unhelped(text)


@pytest.mark.parametrize(
    "text",
    ["oui", "ça marche", "c'est clair", "très utile merci", "non", "ça m'a aidé", "pas mal",
     "pourquoi ça marche pas", "j'ai le même problème avec ma télé", "it works", "very helpful",
     "how come it doesn't work", "ça va pas mal", "demain"],
)  # fmt: skip
def test_anything_else_is_no_complaint(text: str) -> None:
    assert not unhelped(text)


@pytest.mark.parametrize(
    "text", ["aucun des deux", "aucun d'entre eux", "none of the three", "neither of them"]
)
def test_none_of_them_is_a_no(text: str) -> None:
    assert yes_no(text, "fr") is False
    assert yes_no(text, "en") is False


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("non c'est bon merci", True), ("non, c'est parfait", True), ("no that's all good", True),
        ("no that's fine thanks", True), ("non non c'est tout bon", True), ("no no problem", True),
        ("non", False), ("non merci", False), ("non c'est pas bon", False), ("oui c'est bon", False),
        ("non c'est faux", False), ("no that's wrong", False), ("non pas d'accord", False),
        ("non mais oui", False), ("nous sommes d'accord", False),
    ],
)  # fmt: skip
def test_a_no_may_be_followed_by_a_yes(text: str, both: bool) -> None:
    assert answers_both(text) is both
