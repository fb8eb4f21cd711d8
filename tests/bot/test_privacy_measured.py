"""Of what is personal hardly anything is left to read, and little else is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.privacy_evaluation import Sentence, evaluate, read_sentences, sentence
from tests.privacy.generate import sentences

DATA = Path(__file__).parent.parent / "data"
SURE = ("phone", "email", "iban", "card", "nir")


@pytest.fixture(scope="module", params=["test", "blind", "blind2", "blind3"])
def plan(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def measured(plan: str) -> list[Sentence]:
    return read_sentences(DATA / f"privacy_{plan}.csv")


def test_the_file_is_what_the_templates_make(measured: list[Sentence], plan: str) -> None:
    made = [sentence(*row) for row in dict.fromkeys(sentences(plan))]
    assert made == measured
    forms = {(one.language, one.form) for one in made}
    assert len(forms) == 6


def test_numbers_and_addresses_of_mail_are_always_hidden(measured: list[Sentence]) -> None:
    for (kind, language), tally in evaluate(measured).items():
        if kind in SURE:
            assert (tally.recall or 0) >= 0.99, (kind, language, tally)
            assert (tally.precision or 0) >= 0.99, (kind, language, tally)


@pytest.mark.parametrize(
    ("kind", "recall", "precision"),
    [("name", 0.95, 0.98), ("address", 0.99, 0.98), ("all", 0.98, 0.98)],
)
def test_names_and_postal_addresses_seldom_stay(
    measured: list[Sentence], kind: str, recall: float, precision: float
) -> None:
    tallies = evaluate(measured)
    for language in ("fr", "en"):
        tally = tallies[kind, language]
        assert (tally.recall or 0) >= recall, (language, tally)
        assert (tally.precision or 0) >= precision, (language, tally)


def test_a_thing_of_which_a_letter_is_left_is_not_hidden() -> None:
    marked = sentence("je m'appelle ⟦name:Zzyx⟧ et ⟦name:qqx⟧", "fr")
    tally = evaluate([marked])["name", "fr"]
    assert (tally.planted, tally.hidden) == (2, 1)


def test_the_sets_for_writing_and_for_measuring_share_no_sentence() -> None:
    dev, test, blind = ({row[0] for row in sentences(name)} for name in ("dev", "test", "blind"))
    assert not (dev & test or dev & blind or test & blind)
