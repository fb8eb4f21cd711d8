"""The knowledge base as it would be if every draft were published: to be asked, never served."""

from __future__ import annotations

from threading import Lock
from typing import Any

from knowledge_base.build import Progress, silent
from knowledge_base.curation.candidate import candidate
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.underway import Reached, Underway
from knowledge_base.search import KnowledgeBase

State = tuple[str, tuple[tuple[str, str, int], ...]]


class Rehearsal:
    """Built when somebody asks, and kept until the live version or a draft changes."""

    def __init__(self, catalogue: Catalogue, live: Any, underway: Underway | None = None) -> None:
        self._catalogue, self._live = catalogue, live
        self._kept: tuple[State, KnowledgeBase] | None = None
        self._building, self._underway = Lock(), underway or Underway()

    def base(self) -> KnowledgeBase:
        """Every vector that is known is reused: new texts alone take time."""
        return self._current(silent).calibrated(self._live.base.calibration)

    def reached(self) -> Reached | None:
        """How far it is with being built; None when it may be asked."""
        if self._kept is not None and self._kept[0] == self._state():
            return None
        return self._underway.reached(self._current)

    def _current(self, progress: Progress) -> KnowledgeBase:
        with self._building:
            state = self._state()
            if self._kept is None or self._kept[0] != state:
                self._kept = state, self._built(progress)
            return self._kept[1]

    def _state(self) -> State:
        drafts = (one.draft for one in self._catalogue.entries() if one.draft)
        return self._live.version, tuple(sorted((*d.article.key, d.revision) for d in drafts))

    def _built(self, progress: Progress) -> KnowledgeBase:
        made = candidate(
            self._live.published, self._catalogue.wanted(), self._live.encoder, progress
        )
        return KnowledgeBase(made, self._live.encoder)
