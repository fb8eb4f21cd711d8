"""How long the gate examines a release, and how long the same takes question by question."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.knowledge_base import Large, edited
from benchmarks.knowledge_report import Figure
from benchmarks.measure import ratio
from bot.encoder import Encoder
from knowledge_base.curation import facts, links, statements, wording
from knowledge_base.curation.candidate import candidate
from knowledge_base.curation.gate import Gate
from knowledge_base.curation.phrasings import phrasings_of
from knowledge_base.search import KnowledgeBase

SAMPLE = 150
KEPT = (facts.facts, statements.statements, links.links_of, wording.personal)


def gate_figures(encoder: Encoder, made: Large, folder: Path, trials: int) -> Iterator[Figure]:
    """Cold: nothing but the live version is in memory; warm: examined again after an edit."""
    KnowledgeBase(made.live, encoder)  # as a desk that serves the version
    cold, warm, wall, peer = [], [], [], []
    for trial in range(trials):
        for kept in KEPT:
            kept.cache_clear()
        gate = Gate(encoder, folder)
        examine = partial(gate.examine, made.live, past=made.past)
        began = time.perf_counter()
        cold.append(_cpu(partial(examine, edited(made.live, 2 * trial))))
        wall.append(time.perf_counter() - began)
        warm.append(_cpu(partial(examine, edited(made.live, 2 * trial + 1))))
        peer.append(_one_by_one(encoder, made))
    times = ratio(cold, peer)
    note = f"a sample of {SAMPLE} questions, extrapolated"
    yield Figure("gate, cold, CPU s", cold, 10)
    yield Figure("gate, cold, wall s", wall, 10, "as this machine was busy then")
    yield Figure("gate, warm, CPU s", warm, 6)
    yield Figure("the same by single searches, CPU s", peer, None, note)
    yield Figure("gate / single searches", [times.median, times.low, times.high], 1)


def _one_by_one(encoder: Encoder, made: Large) -> float:
    """Past questions in both versions and every phrasing in the new one, each as one search."""
    after = candidate(made.live, made.wanted, encoder)
    base = KnowledgeBase(after, encoder)
    phrasings = phrasings_of(after)
    texts = [(one.text, one.language) for one in made.past[:SAMPLE]]
    texts += [(p.text, p.article.language) for p in phrasings[:: len(phrasings) // SAMPLE]]
    searches = 2 * len(made.past) + len(phrasings)
    return _cpu(partial(_searched, base, texts)) / len(texts) * searches


def _searched(base: KnowledgeBase, texts: Sequence[tuple[str, str]]) -> None:
    for text, language in texts:
        base.search(text, language)


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
