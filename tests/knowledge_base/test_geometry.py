"""Ways of asking for one article lie closer than the encoder alone puts them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bot.encoder import Encoder, Kind, Vectors
from knowledge_base.article import Article
from knowledge_base.build import built
from knowledge_base.calibration.questions import held_back, split_everyday
from knowledge_base.calibration.scatter import learnt_geometry
from knowledge_base.confidence import evidence
from knowledge_base.everyday import everyday_questions
from knowledge_base.geometry import View, shipped_geometry, view_of
from knowledge_base.ranking import Ranker


class Reversed:
    """Another encoder: the same vectors, backwards."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.fingerprint = "reversed"
        self.dimension = encoder.dimension

    def encode(self, texts: list[str], kind: Kind) -> Vectors:
        return self._encoder.encode(texts, kind)[:, ::-1]


def test_the_shipped_geometry_is_for_the_packaged_encoder(encoder: Encoder) -> None:
    geometry = shipped_geometry()
    assert geometry.encoder == encoder.fingerprint
    assert len(geometry.everyday) == len(everyday_questions())


def test_a_question_and_its_translation_are_nearer_than_two_questions(encoder: Encoder) -> None:
    view = view_of(encoder)
    [french] = view.encode(["je pars en vacances à l'étranger"], "query", "fr")
    [english] = view.encode(["I am going on holiday abroad"], "query", "en")
    [other] = view.encode(["ma facture est trop élevée"], "query", "fr")
    assert french @ english > 0.4 > 0.25 > french @ other
    assert np.linalg.norm(french) == pytest.approx(1, abs=1e-4)


def test_another_encoder_is_used_as_it_is_and_never_mixed(encoder: Encoder) -> None:
    other = Reversed(encoder)
    view = view_of(other)  # type: ignore[arg-type]
    [seen] = view.encode(["bonjour"], "query", "fr")
    assert np.array_equal(seen, other.encode(["bonjour"], "query")[0])
    assert view.fingerprint != view_of(encoder).fingerprint
    assert view.everyday.shape == (len(everyday_questions()), encoder.dimension)


def test_a_geometry_is_learnt_saved_and_read_again(
    tmp_path: Path, encoder: Encoder, articles: tuple[Article, ...]
) -> None:
    learnt = learnt_geometry(encoder, [(articles, 1.0)])
    raw = encoder.encode(["carte sim bloquée"], "query")
    learnt.save(tmp_path / "geometry.npz")
    with np.load(tmp_path / "geometry.npz", allow_pickle=False) as kept:
        assert kept["matrix"] == pytest.approx(learnt.matrix, abs=0.05)
    assert learnt.seen(raw, "query", "fr").shape == raw.shape


def test_a_foreign_question_is_known_by_its_likes(
    encoder: Encoder, articles: tuple[Article, ...]
) -> None:
    view = view_of(encoder)
    ranker = Ranker(built(articles, encoder), view.everyday)

    def elsewhere(text: str) -> float:
        vector = view.encode([text], "query", "fr")[0]
        return evidence(ranker, ranker.rank(text, vector, "fr")).elsewhere

    assert elsewhere("une recette de gâteau au chocolat") > elsewhere("carte sim bloquée code puk")


def test_held_back_questions_are_not_in_what_is_kept(articles: tuple[Article, ...]) -> None:
    kept, asked = held_back(articles, 5, random.Random(1))
    phrasings = {text for article in kept for text in article.phrasings}
    assert asked and not phrasings & {question.text for question in asked}


def test_everyday_questions_are_asked_or_compared_with_never_both() -> None:
    asked, others = split_everyday(30, random.Random(2))
    texts = [text for text, _ in everyday_questions()]
    assert len(asked) == 30 and len(others) == len(texts) - 30
    assert not {texts[number] for number in others} & {question.text for question in asked}


def test_a_version_seen_another_way_is_refused(
    encoder: Encoder, articles: tuple[Article, ...]
) -> None:
    other = View(encoder, None)
    assert built(articles, other).encoder != built(articles, encoder).encoder
