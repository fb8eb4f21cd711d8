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
ANSWER_FROM = 0.77  # on tests/data/knowledge_dev.csv: three answers given in a hundred are wrong
SUGGEST_FROM = 0.3  # there, three unanswerable questions in four stay below

Example = tuple[tuple[float, ...], bool]  # the evidence, and whether the first article was right


def main() -> None:
    """Train, save, and say what came out."""
    content = read_files([settings().knowledge_dir])
    encoder = load_encoder()
    examples = list(_examples(list(content.articles.values()), encoder))
    features = np.array([example[0] for example in examples])
    first = np.array([example[1] for example in examples], float)
    calibration = _calibration(features, first)
    SHIPPED.write_text(json.dumps(calibration, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(calibration))


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
        best = ranker.ids[int(ranking.order[0])]
        yield astuple(evidence(ranker, ranking)), best == question.article


def _calibration(features: Numbers, first: Numbers) -> dict[str, object]:
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    weights, intercept = fitted((features - mean) / spread, first)
    return {
        "features": list(Evidence.__dataclass_fields__),
        "examples": len(features),
        "mean": np.round(mean, 5).tolist(),
        "spread": np.round(spread, 5).tolist(),
        "weights": np.round(weights, 5).tolist(),
        "intercept": round(intercept, 5),
        "answer_from": ANSWER_FROM,
        "suggest_from": SUGGEST_FROM,
    }


if __name__ == "__main__":
    main()
