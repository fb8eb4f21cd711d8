"""What is learned from examples: right, sure of itself as it should be, and the same once saved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.nlu.softmax import Sentences
from bot.nlu.understanding import Understanding

CONFIG = {
    "meaning": 4.0,
    "spelling": 5.0,
    "refusal": "out_of_scope",
    "refused": 0.02,
    "refused_without_examples": 0.05,
}
CHANCE = np.random.default_rng(7)
CENTRES = CHANCE.normal(size=(9, 16)).astype(np.float32)


def near(topics: list[int], spread: float = 0.3) -> Sentences:
    """Sentences scattered around the middle of each topic."""
    scattered = CENTRES[topics] + spread * CHANCE.normal(size=(len(topics), 16))
    dense = scattered / np.linalg.norm(scattered, axis=1, keepdims=True)
    return Sentences(dense.astype(np.float32), csr_matrix(np.eye(9, dtype=np.float32)[topics]))


TOPICS = [number % 8 for number in range(160)]
LABELS = [f"topic_{number}" for number in TOPICS]
LEARNED = Understanding.learned(near(TOPICS), LABELS, CONFIG)


def test_an_unseen_sentence_gets_its_intent() -> None:
    found = LEARNED.rankings(near(TOPICS), 3)
    right = [ranking[0][0] == label for ranking, label in zip(found, LABELS, strict=True)]
    assert sum(right) > 0.9 * len(right)


def test_a_sentence_about_something_else_is_refused_without_an_example_of_it() -> None:
    foreign = Sentences(-near(TOPICS).dense, csr_matrix((len(TOPICS), 9), dtype=np.float32))
    refused = [ranking[0][0] == "out_of_scope" for ranking in LEARNED.rankings(foreign, 3)]
    assert sum(refused) > 0.8 * len(refused)


def test_the_ranking_starts_with_the_surest_and_never_exceeds_one() -> None:
    for ranking in LEARNED.rankings(near(TOPICS), 4):
        shares = [share for _, share in ranking]
        assert len(ranking) == 4
        assert shares == sorted(shares, reverse=True)
        assert 0 <= sum(shares) <= 1.0001


def test_what_is_saved_answers_as_before(tmp_path: Path) -> None:
    LEARNED.save(tmp_path)
    given = near(TOPICS)
    assert Understanding.load(tmp_path).rankings(given, 9) == LEARNED.rankings(given, 9)
    assert not list(tmp_path.glob("*.pkl"))


def test_the_same_examples_teach_the_same() -> None:
    given = near(TOPICS)
    twice = [Understanding.learned(given, LABELS, CONFIG).rankings(given, 9) for _ in range(2)]
    assert twice[0] == twice[1]


def test_a_handful_of_examples_is_enough_to_begin() -> None:
    understanding = Understanding.learned(near([0, 1, 0, 1]), ["a", "b", "a", "b"], CONFIG)
    assert [ranking[0][0] for ranking in understanding.rankings(near([0, 1]), 2)] == ["a", "b"]
