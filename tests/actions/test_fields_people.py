"""Names inside French sentences, with the real model."""

from __future__ import annotations

import pytest

from actions.fields import person_name
from actions.fields.people import people

SENTENCES = [
    ("Mettez-le au nom de ma femme, Sylvie Laroche", "Sylvie Laroche"),
    ("c'est au nom de ma mère Josette Legrand", "Josette Legrand"),
    ("oui bonjour c'est Karim Benali", "Karim Benali"),
    ("je suis Marie Dupont et j'habite à Lyon", "Marie Dupont"),
]


@pytest.mark.parametrize(("sentence", "name"), SENTENCES)
def test_a_name_is_found_inside_a_sentence(sentence: str, name: str) -> None:
    assert person_name(sentence, "fr", asked=True) == name


@pytest.mark.parametrize("sentence", ["la box clignote en rouge", "je ne sais pas trop", ""])
def test_a_sentence_without_a_person_names_nobody(sentence: str) -> None:
    assert people(sentence) == []
