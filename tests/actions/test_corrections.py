"""How a visitor puts something right: words that name a detail, and words that correct one."""

from __future__ import annotations

import pytest

from actions.contract import read_choice
from actions.corrections import field_named, is_put_right, is_to_change
from actions.turn import Turn

CALLBACK = ["phone", "callback_start", "callback_reason"]


def turn(text: str, intent: str = "inform", language: str = "fr") -> Turn:
    return Turn("sender", text, intent, 0.9, language, "web", "leave_choice", "leave_form", False)


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("le numéro", "phone"),
        ("c’est l’heure qui ne va pas", "callback_start"),
        ("the day", "callback_start"),
        ("le motif", "callback_reason"),
        ("rien", None),
    ],
)
def test_a_detail_is_named(text: str, slot: str | None) -> None:
    assert field_named(text, CALLBACK) == slot


@pytest.mark.parametrize(
    "text",
    ["le numéro est faux", "changez l’heure", "pas la bonne date", "the number is wrong",
     "c’est bon sauf le numéro", "oui à part l’heure", "yes except the number",
     "fine apart from the time"],
)  # fmt: skip
def test_something_is_to_change(text: str) -> None:
    assert is_to_change(text)


@pytest.mark.parametrize("text", ["oui", "le numéro", "the number is correct", "parfait"])
def test_nothing_is_to_change(text: str) -> None:
    assert not is_to_change(text)


@pytest.mark.parametrize(
    "text",
    ["non, 65 à la fin", "plutôt vendredi", "à 16 h finalement", "no, at four", "at 4 pm instead"],
)
def test_what_was_said_is_put_right(text: str) -> None:
    assert is_put_right(text)


@pytest.mark.parametrize(
    "text",
    ["ma box est en panne depuis lundi", "06 39 98 12 34", "the router broke at the weekend"],
)
def test_a_description_corrects_nothing(text: str) -> None:
    assert not is_put_right(text)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("être rappelé", "callback"),
        ("je veux bien qu’un conseiller m’appelle", "callback"),
        ("oui", "callback"),
        ("enregistrez ma résiliation", "record"),
        ("non, je ne veux pas être rappelé, je veux partir", "record"),
        ("pas d’appel, merci", "record"),
        ("non", "record"),
        ("no call please", "record"),
        ("expliquez-moi comment faire", "how"),
        ("how do I do it myself", "how"),
    ],
)
def test_the_way_out_that_a_visitor_chooses(text: str, choice: str) -> None:
    assert read_choice(turn(text), True).values == {"leave_choice": choice}


@pytest.mark.parametrize(("text", "intent"), [("bof", "inform"), ("laissez tomber", "cancel")])
def test_no_way_out_is_chosen(text: str, intent: str) -> None:
    assert read_choice(turn(text, intent), True).values == {}
