"""Learns how sure an answer is, on many small knowledge bases made from the demo's articles.

Run `python -m knowledge_base.calibration.train`: it rewrites calibration.json beside it.
Each knowledge base keeps some articles, languages and phrasings; the questions are phrasings
it does not hold, phrasings of articles it lost, and foreign.csv.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import astuple

import numpy as np

from bot.encoder import Encoder, load_encoder
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.build import built
from knowledge_base.calibration.questions import (
    Question,
    foreign_questions,
    held_back,
    roughened,
)
from knowledge_base.calibration.regression import Numbers, fitted
from knowledge_base.confidence import SHIPPED, Evidence, evidence
from knowledge_base.importers.folder import read_files
from knowledge_base.ranking import Ranker
from knowledge_base.versions import Published

ROUNDS = 48
SEED = 20
PHRASINGS = (0, 1, 3, 5, 5, 9)
LANGUAGES = (("fr",), ("en",), ("fr", "en"), ("fr", "en"))
WRONG_ANSWERS = 0.03
KEPT_IN_DOUBT = 0.97

Example = tuple[tuple[float, ...], bool, bool]  # evidence, right article first, among three


def main() -> None:
    """Train, choose the thresholds, save, and say what came out."""
    content = read_files([settings().knowledge_dir])
    encoder = load_encoder()
    examples = list(_examples(list(content.articles.values()), encoder))
    features = np.array([example[0] for example in examples])
    first = np.array([example[1] for example in examples], float)
    among = np.array([example[2] for example in examples], bool)
    calibration = _calibration(features, first, among)
    SHIPPED.write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(calibration, indent=1))


def _examples(articles: list[Article], encoder: Encoder) -> Iterator[Example]:
    chance = random.Random(SEED)
    whole = built(articles, encoder)
    foreign = foreign_questions()
    for _ in range(ROUNDS):
        yield from _round(articles, foreign, encoder, whole, chance)


def _round(
    articles: list[Article],
    foreign: list[Question],
    encoder: Encoder,
    whole: Published,
    chance: random.Random,
) -> Iterator[Example]:
    """One knowledge base: a fifth of its questions are of articles it lost, a tenth foreign."""
    ids = sorted({article.id for article in articles})
    known = set(chance.sample(ids, chance.randint(len(ids) // 4, len(ids) * 9 // 10)))
    lost = set(chance.sample(sorted(set(ids) - known), min(len(known) // 4, len(ids) - len(known))))
    spoken = chance.choice(LANGUAGES)
    kept, asked = held_back(
        [a for a in articles if a.id in known and a.language in spoken],
        chance.choice(PHRASINGS),
        chance,
    )
    _, unanswerable = held_back([a for a in articles if a.id in lost], 0, chance)
    asked += [Question(q.text, "", q.language) for q in chance.sample(unanswerable, len(lost))]
    asked += chance.sample(foreign, min(len(foreign), len(asked) // 8))
    if spoken == ("en",):
        asked += _in_another_language(articles, known, chance)
    yield from _judged(Ranker(built(kept, encoder, whole)), encoder, roughened(asked, chance))


def _in_another_language(
    articles: list[Article], known: set[str], chance: random.Random
) -> list[Question]:
    """French questions to articles that exist in English only."""
    french = [a for a in articles if a.id in known and a.language == "fr"]
    _, asked = held_back(french, 0, chance)
    return chance.sample(asked, len(asked) // 4)


def _judged(ranker: Ranker, encoder: Encoder, questions: Iterable[Question]) -> Iterator[Example]:
    for question in questions:
        vector = encoder.encode([question.text], "query")[0]
        ranking = ranker.rank(question.text, vector, question.language)
        best = [ranker.ids[number] for number in ranking.order[:3]]
        found = astuple(evidence(ranker, ranking))
        yield found, best[0] == question.article, question.article in best


def _calibration(features: Numbers, first: Numbers, among: object) -> dict[str, object]:
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    weights, intercept = fitted((features - mean) / spread, first)
    chances = 1 / (1 + np.exp(-((features - mean) / spread @ weights + intercept)))
    return {
        "features": list(Evidence.__dataclass_fields__),
        "examples": len(features),
        "mean": np.round(mean, 5).tolist(),
        "spread": np.round(spread, 5).tolist(),
        "weights": np.round(weights, 5).tolist(),
        "intercept": round(intercept, 5),
        "answer_from": _answer_from(chances, first),
        "suggest_from": round(float(np.quantile(chances[among], 1 - KEPT_IN_DOUBT)), 4),
    }


def _answer_from(chances: Numbers, first: Numbers) -> float:
    """The lowest confidence from which few of the answers given are wrong."""
    order = np.argsort(-chances)
    wrong = np.cumsum(1 - first[order]) / np.arange(1, len(order) + 1)
    last = np.flatnonzero(wrong <= WRONG_ANSWERS).max(initial=0)
    return round(float(chances[order][last]), 4)


if __name__ == "__main__":
    main()
