"""The pipeline of bot/config.yml, trained for real on a small company's sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from bot.nlu.trained import TrainedNlu
from tests.bot.nlu.conftest import EXAMPLES

NO_WORDS = some.text(some.characters(blacklist_categories=("L", "N", "Cs")), max_size=30)
AS_GIVEN = [HealthCheck.function_scoped_fixture]


@given(text=NO_WORDS)
@settings(max_examples=60, deadline=None, suppress_health_check=AS_GIVEN)
def test_a_message_without_words_is_never_a_yes_a_no_or_a_value(
    bakery: TrainedNlu, text: str
) -> None:
    found = bakery.understand(text)
    assert (found.intent, found.confidence) == ("out_of_scope", 1.0)


@pytest.mark.parametrize("text", ["", "👍", "?!", "…", "azertyuiop", "asdf ghjk", "1️⃣"])
def test_signs_and_random_keys_are_refused(bakery: TrainedNlu, text: str) -> None:
    assert bakery.understand(text).intent == "out_of_scope"


def test_what_was_taught_is_understood(bakery: TrainedNlu) -> None:
    right = [bakery.understand(one.text).intent == one.intent for one in EXAMPLES]
    assert sum(right) > 0.85 * len(right)


def test_a_model_loaded_again_answers_the_same(bakery: TrainedNlu, archive: Path) -> None:
    again = TrainedNlu(archive)
    for text in ("vous fermez quand ?", "un croissant", "ouais", "the cat sat on the mat"):
        assert again.understand(text) == bakery.understand(text)


def test_a_very_long_message_is_understood_all_the_same(bakery: TrainedNlu) -> None:
    assert bakery.understand("je veux une baguette " * 5_000).intent
