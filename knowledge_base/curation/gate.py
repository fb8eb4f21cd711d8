"""What a release would break, told before it goes live."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.clock import now
from bot.encoder import Encoder
from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.build import Progress, silent
from knowledge_base.confidence import Calibration
from knowledge_base.curation.bulk import Asked, standings
from knowledge_base.curation.candidate import candidate, changed_keys
from knowledge_base.curation.cases import Expected, broken_cases
from knowledge_base.curation.collisions import collisions
from knowledge_base.curation.content import content_findings, link_findings
from knowledge_base.curation.findings import Finding, Report
from knowledge_base.curation.link_trials import LinkTrials, Reach
from knowledge_base.curation.neighbours import neighbours_of_both
from knowledge_base.curation.past import PastQuestion, QuestionVectors
from knowledge_base.curation.phrasings import taken_phrasings
from knowledge_base.curation.reading_ahead import ReadingAhead, begun
from knowledge_base.geometry import view_of
from knowledge_base.search import KnowledgeBase
from knowledge_base.versions import Published


class Gate:
    """Examines releases. `reach` gives a page's status; without it no link is tried."""

    def __init__(
        self,
        encoder: Encoder,
        folder: Path | None = None,
        calibration: Calibration | None = None,
        reach: Reach | None = None,
    ) -> None:
        self._view = view_of(encoder)
        self._calibration = calibration
        folder = folder or settings().data_dir / "knowledge"
        self._vectors = QuestionVectors(self._view, folder)
        self._links = LinkTrials(reach, folder) if reach else None
        self._ahead = ReadingAhead()
        self._last: tuple[Published, KnowledgeBase] | None = None

    def examine(
        self,
        live: Published | None,
        wanted: Mapping[Key, Article],
        past: Sequence[PastQuestion] = (),
        regressions: Sequence[Expected] = (),
        progress: Progress = silent,
        accepted: Collection[str] = (),
        stale: Collection[Key] = (),
    ) -> Report:
        """Everything about the release that would make `wanted` live.

        `accepted` are the ids of findings and of moved questions that somebody accepted.
        What concerns no article of the release, or was so before it, is only a warning.
        """
        clock, reading = _Clock(), begun(wanted.values())
        with clock("candidate"):
            before = candidate(None, {}, self._view) if live is None else live
            after = candidate(live, wanted, self._view, progress)
            changed = changed_keys(before.articles, after.articles)
        trial = self._links.begin(wanted, changed) if self._links else None
        with clock("vectors"):
            asked = self._asked(past, regressions, progress)
        with clock("words"):
            old = self._served(before)
            new = old if after is before else self._base(after)
        with clock("past questions"):
            near = neighbours_of_both(before, after, asked.vectors)
            told = [standings(base, asked, one) for base, one in zip((old, new), near, strict=True)]
        was, now_ = (each[: len(past)] for each in told)
        found = list(broken_cases(regressions, *(each[len(past) :] for each in told)))
        with clock("phrasings"):
            found += taken_phrasings(before, after, old, new, changed)
        with clock("contents"):
            reading.result()
            found += content_findings(before, after, changed, stale, now().date())
        if trial:
            with clock("links"):
                found += link_findings(trial.broken(), changed)
        moved = collisions(past, was, now_)
        return Report(after, _sorted(found), moved, clock.seconds, frozenset(accepted))

    def learn(self, live: Published | None, past: Sequence[PastQuestion], most: int) -> int:
        """Read and encode some of it ahead, so that no examination waits; how many questions."""
        if live:
            self._ahead.go_on(live)
        some = self._vectors.unknown(past)[:most]
        self._vectors.of(some)
        return len(some)

    def _served(self, version: Published) -> KnowledgeBase:
        """The live version's, kept until another one is live."""
        last = self._last
        if last is None or last[0] is not version:
            last = self._last = (version, self._base(version))
        return last[1]

    def _base(self, version: Published) -> KnowledgeBase:
        return KnowledgeBase(version, self._view, self._calibration)

    def _asked(
        self, past: Sequence[PastQuestion], cases: Sequence[Expected], progress: Progress
    ) -> Asked:
        """Past questions, then regression cases."""
        every = [*past, *(PastQuestion(one.question, one.language) for one in cases)]
        vectors = self._vectors.of(every, progress)
        return Asked.of([one.text for one in every], [one.language for one in every], vectors)


def _sorted(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: (one.severity, one.kind, one.articles, one.id)))


class _Clock:
    """CPU seconds of the examining thread by what they were spent on."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        began = time.thread_time()
        yield
        self.seconds[what] = round(time.thread_time() - began, 3)
