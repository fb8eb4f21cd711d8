"""Names, addresses and marks as people say them, with the words that only introduce them."""

from __future__ import annotations

import pytest

from actions.fields import email, person_name, score


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("appelez-moi Abdoulaye Diallo", "fr", "Abdoulaye Diallo"),
        ("appelez moi Abdoulaye", "fr", "Abdoulaye"),
        ("vous pouvez m’appeler Karim Benali", "fr", "Karim Benali"),
        ("c’est de la part de Samira Haddad", "fr", "Samira Haddad"),
        ("de la part de Nguyen", "fr", "Nguyen"),
        ("ici Thomas Leroy", "fr", "Thomas Leroy"),
        ("ici madame Haddad", "fr", "Haddad"),
        ("call me Abdoulaye Diallo", "en", "Abdoulaye Diallo"),
        ("just call me Ruth Okafor", "en", "Ruth Okafor"),
        ("on behalf of Sam Hill", "en", "Sam Hill"),
        ("it’s Ruth Okafor speaking", "en", "Ruth Okafor"),
    ],
)
def test_what_introduces_a_name_is_none(text: str, language: str, name: str) -> None:
    assert person_name(text, language, asked=True) == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("appelez-moi", "fr"), ("rappelez-moi vite", "fr"), ("appelez-moi demain", "fr"),
        ("pouvez-vous m’appeler", "fr"), ("je suis ici", "fr"), ("call me later", "en"),
        ("call me asap", "en"), ("call me back", "en"),
    ],
)  # fmt: skip
def test_a_wish_to_be_called_names_nobody(text: str, language: str) -> None:
    assert person_name(text, language, asked=True) is None


@pytest.mark.parametrize(
    ("text", "language", "address"),
    [
        ("jean comme le prénom point dupont arobase exemple point fr", "fr",
         "jean.dupont@exemple.fr"),
        ("rose comme la fleur arobase exemple point fr", "fr", "rose@exemple.fr"),
        ("b comme Bernard point martin arobase exemple point fr", "fr", "b.martin@exemple.fr"),
        ("d for David dot smith at example dot com", "en", "d.smith@example.com"),
        ("sam as in Samuel dot lee at example dot com", "en", "sam.lee@example.com"),
        ("rose like the flower at example dot com", "en", "rose@example.com"),
        ("martin huit arobase exemple point fr", "fr", "martin8@exemple.fr"),
    ],
)  # fmt: skip
def test_what_explains_a_part_of_an_address_is_not_in_it(
    text: str, language: str, address: str
) -> None:
    assert email(text, language).address == address


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jean comme le prénom dupont arobase exemple point fr", "fr"),
        ("leroy comme le roi en un mot arobase exemple point fr", "fr"),
        ("info for david at example dot com", "en"),
    ],
)
def test_an_explanation_that_may_be_the_address_is_asked_again(text: str, language: str) -> None:
    assert email(text, language).address is None
    assert email(text, language).problem == "invalid"


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "value"),
    [
        ("4/5", "fr", 1, 5, 4),
        ("8 sur 10", "fr", 0, 10, 8),
        ("note de 7", "fr", 0, 10, 7),
        ("5 étoiles", "fr", 1, 5, 5),
        ("j’ai attendu 20 minutes mais je mets 4", "fr", 1, 5, 4),
        ("I’d give it a 9, after two weeks of waiting", "en", 0, 10, 9),
        ("nine out of ten", "en", 0, 10, 9),
    ],
)
def test_a_mark_is_read_beside_what_is_measured(
    text: str, language: str, low: int, high: int, value: int
) -> None:
    assert score(text, language, low, high).value == value


@pytest.mark.parametrize(
    ("text", "language"),
    [("5 minutes", "fr"), ("3 jours sans internet", "fr"), ("dans 2 heures", "fr"),
     ("two weeks", "en"), ("five times", "en"), ("it took 4 days", "en")],
)  # fmt: skip
def test_what_is_measured_is_no_mark(text: str, language: str) -> None:
    assert score(text, language, 0, 10).value is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("quatre et demi", "fr"), ("4 et demie", "fr"), ("trois et quart", "fr"), ("4½", "fr"),
     ("4 1/2", "fr"), ("50 gigas et la 4G", "fr"), ("2 x 9,99 €", "fr"), ("four and a half", "en"), ("three and three quarters", "en")],
)  # fmt: skip
def test_half_a_mark_is_asked_again(text: str, language: str) -> None:
    assert score(text, language, 1, 5).problem == "unclear"
