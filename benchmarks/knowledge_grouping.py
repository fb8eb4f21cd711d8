"""How long it takes to group questions, beside scikit-learn's agglomerative clustering."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from benchmarks.knowledge_report import Figure
from benchmarks.measure import ratio
from bot.encoder import Vectors
from knowledge_base.versions import Published

GROUPING = "knowledge_base.curation.grouping"
SAMPLE = 2_000
SHAKEN = 0.03


def grouping_figures(live: Published, questions: int, trials: int) -> Iterator[Figure]:
    """Nothing where this program does not group."""
    if find_spec(GROUPING) is None:
        return
    grouping = import_module(GROUPING)

    def ours(vectors: Vectors) -> object:
        return grouping.regrouped(vectors, grouping.THRESHOLD)

    whole, sample, peer = [], [], []
    for trial in range(trials):
        vectors = asked(live, questions, trial)
        whole.append(_cpu(ours, vectors))
        sample.append(_cpu(ours, vectors[:SAMPLE]))
        peer.append(_cpu(_agglomerated(grouping.THRESHOLD), vectors[:SAMPLE]))
    times = ratio(sample, peer)
    yield Figure(f"grouping {questions} questions, CPU s", whole, 30)
    yield Figure(f"scikit-learn, {SAMPLE} questions, CPU s", peer)
    yield Figure(f"grouping / scikit-learn, {SAMPLE}", [times.median, times.low, times.high], 1)


def asked(live: Published, questions: int, trial: int) -> Vectors:
    """Questions around a tenth as many texts."""
    chance = np.random.default_rng(trial)
    texts = live.index.vectors()
    chosen = chance.choice(len(texts), max(1, questions // 10))
    rows = texts[chosen[chance.integers(len(chosen), size=questions)]]
    rows = rows + SHAKEN * chance.standard_normal(rows.shape, np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _agglomerated(threshold: float) -> Callable[[Vectors], object]:
    from sklearn.cluster import AgglomerativeClustering

    clustering = AgglomerativeClustering(
        n_clusters=None, affinity="cosine", linkage="average", distance_threshold=1 - threshold
    )
    return lambda vectors: clustering.fit(vectors)


def _cpu(work: Callable[[Vectors], object], vectors: Vectors) -> float:
    began = time.process_time()
    work(vectors)
    return time.process_time() - began
