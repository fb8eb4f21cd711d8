"""How fast a question finds its article, from a thousand phrasings to a hundred thousand.

Run `python -m benchmarks.search [--json] [--sizes 1000,10000]`. The phrasings beyond the demo's
own are its vectors, shaken: distances stay lifelike, and nobody encodes for ten minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

from benchmarks.measure import percentile
from benchmarks.search_report import Row, Times, draw, show
from bot.encoder import Encoder, PackagedEncoder, SentenceTransformerEncoder, Vectors
from bot.encoder_setup import serving_folder, transformer_folder
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.build import built
from knowledge_base.importers.folder import read_files
from knowledge_base.index import VectorIndex
from knowledge_base.search import KnowledgeBase
from knowledge_base.versions import Published

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 60
PHRASINGS = 5
SHAKEN = 0.03  # of a vector's length, in each direction


def main() -> None:
    options = _options()
    articles = list(read_files([settings().knowledge_dir]).articles.values())
    questions = [article.phrasings[0] for article in articles][:QUESTIONS]
    ours = PackagedEncoder(serving_folder())
    report = {
        "encoding": _encoding(ours, articles, questions),
        "sizes": [asdict(row) for row in _rows(ours, articles, questions, options.sizes)],
    }
    picture = settings().data_dir / "reports" / "search.png"
    draw(report, picture)
    if options.json:
        print(json.dumps({**report, "picture": str(picture)}, indent=1))
    else:
        show(report, picture)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--sizes",
        type=lambda text: tuple(int(size) for size in text.split(",")),
        default=SIZES,
    )
    return parser.parse_args()


def _encoding(
    ours: Encoder, articles: Sequence[Article], questions: Sequence[str]
) -> dict[str, Any]:
    """A question through our encoder and through sentence-transformers; texts built a second."""
    plain = SentenceTransformerEncoder(transformer_folder())
    sample = articles[:20]
    began = time.perf_counter()
    rate = built(sample, ours).index.size / (time.perf_counter() - began)
    return {
        "ours": asdict(_timed(lambda text: ours.encode([text], "query"), questions)),
        "sentence_transformers": asdict(
            _timed(lambda text: plain.encode([text], "query"), questions)
        ),
        "texts_built_per_second": round(rate, 1),
    }


def _rows(
    encoder: Encoder,
    articles: Sequence[Article],
    questions: Sequence[str],
    sizes: Sequence[int],
) -> list[Row]:
    texts = [phrasing for article in articles for phrasing in article.phrasings]
    vectors = encoder.encode(texts, "query")
    asked = encoder.encode(questions, "query")
    return [_row(encoder, _grown(vectors, size), asked, questions, texts) for size in sizes]


def _row(
    encoder: Encoder,
    vectors: Vectors,
    asked: Vectors,
    questions: Sequence[str],
    texts: Sequence[str],
) -> Row:
    began = time.perf_counter()
    index = VectorIndex.of(vectors)
    seconds = time.perf_counter() - began
    whole = KnowledgeBase(_version(encoder, index, texts), encoder)
    found = [set(index.search(vector, 10)[1]) for vector in asked]
    right = [set(_brute(vectors, vector)) for vector in asked]
    return Row(
        phrasings=len(vectors),
        index=_timed(lambda vector: index.search(vector, 10), asked),
        numpy=_timed(lambda vector: _brute(vectors, vector), asked),
        search=_timed(lambda text: whole.search(text, "fr"), questions),
        recall_at_10=float(np.mean([len(a & b) / 10 for a, b in zip(found, right, strict=True)])),
        index_seconds=seconds,
    )


def _version(encoder: Encoder, index: VectorIndex, texts: Sequence[str]) -> Published:
    """Articles with five phrasings each, worded like the demo's, around vectors already made."""
    count = -(-index.size // PHRASINGS)
    articles = tuple(
        Article(f"a{number:06d}", texts[number % len(texts)], "fr", texts[-number % len(texts)])
        for number in range(count)
    )
    owners = np.arange(index.size, dtype=np.int32) // PHRASINGS
    return replace(built((), encoder), articles=articles, owners=owners, index=index)


def _grown(vectors: Vectors, size: int) -> Vectors:
    chance = np.random.default_rng(1)
    rows = vectors[np.arange(size) % len(vectors)]
    grown = rows + SHAKEN * chance.standard_normal(rows.shape, dtype=np.float32)
    grown[: len(vectors)] = vectors[:size]
    return np.asarray(grown / np.linalg.norm(grown, axis=1, keepdims=True), np.float32)


def _brute(vectors: Vectors, vector: Vectors) -> Any:
    cosines = vectors @ vector
    nearest = np.argpartition(-cosines, 10)[:10]
    return nearest[np.argsort(-cosines[nearest])]


def _timed(work: Callable[[Any], object], inputs: Sequence[Any]) -> Times:
    for given in inputs[:3]:
        work(given)
    taken = []
    for given in inputs:
        began = time.perf_counter()
        work(given)
        taken.append(1000 * (time.perf_counter() - began))
    return Times(round(percentile(taken, 50), 3), round(percentile(taken, 95), 3))


if __name__ == "__main__":
    main()
