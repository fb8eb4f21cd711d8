"""Letters that follow each other as in words, and letters that do not."""

from __future__ import annotations

import pytest

from bot.nlu.letters import Letters
from bot.nlu.wording import folded
from bot.settings import ROOT

TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "nlu_data").glob("[ef][nr]/*.yml"))]
SAID = {word for text in TEXTS for line in text.splitlines() for word in folded(line).split()}
LETTERS = Letters(word for word in SAID if word.isascii() and word.isalpha())


@pytest.mark.parametrize("word", ["hydravion", "casserole", "lighthouse", "marmalade", "girouette"])
def test_the_letters_of_a_word_never_seen_are_usual(word: str) -> None:
    assert word not in SAID
    assert LETTERS.usual([word]) > -4


@pytest.mark.parametrize("word", ["sdgghhf", "aakkgdg", "gdjqqjqg", "kfslhla"])
def test_the_letters_of_keys_hit_at_random_are_not(word: str) -> None:
    assert LETTERS.usual([word]) < -4.7


def test_nothing_is_not_unusual() -> None:
    assert LETTERS.usual([]) == 0
