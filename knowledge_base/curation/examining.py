"""Brings everything that the gate weighs together: drafts, what was asked, what was decided."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy.engine import Engine

from bot.database import read_only
from bot.encoder import Encoder
from bot.settings import settings
from knowledge_base.article import Key
from knowledge_base.build import Progress
from knowledge_base.curation.asked_before import asked_before
from knowledge_base.curation.candidates import after
from knowledge_base.curation.check_reports import told
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.gate import Gate
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.past import PastQuestion
from knowledge_base.curation.question_vectors import encoder_name, kept
from knowledge_base.curation.regressions import Regressions
from knowledge_base.geometry import view_of
from knowledge_base.importers.reaching import status_of
from knowledge_base.sources import Sources
from knowledge_base.versions import Published

AT_ONCE = 100  # questions encoded ahead in one go


class Live(Protocol):
    """The knowledge base of this process."""

    @property
    def published(self) -> Published | None: ...


class Examiner:
    """Examines drafts as they stand, one examination at a time; its gate is opened once."""

    def __init__(
        self, database: Engine, sources: Sources, knowledge: Live, encoder: Callable[[], Encoder]
    ) -> None:
        self._engine, self._sources = database, sources
        self._knowledge, self._encoder = knowledge, encoder
        self._gate: Gate | None = None
        self.seconds = 0.0  # that the last examination took

    def examined(self, drafts: Mapping[Key, Draft], progress: Progress) -> dict[str, Any]:
        """The gate's report on these drafts, ready to be kept."""
        began = time.monotonic()
        wanted = after(self._sources.read().articles, drafts)
        past, cases = self._past(), Regressions(self._engine).all()
        with read_only(self._engine) as reader:
            marked = Marks(self._engine).all(reader)
        stale = {key for key, mark in marked.items() if mark.stale_since} - set(drafts)
        live = self._knowledge.published
        report = self._opened().examine(live, wanted, past, cases, progress, (), stale)
        self.seconds = time.monotonic() - began
        return told(report, self.seconds, len(past), len(cases))

    def learn(self) -> int:
        """Some of the next examination's work, ahead of it; how many questions were encoded."""
        return self._opened().learn(self._knowledge.published, self._past(), AT_ONCE)

    def _opened(self) -> Gate:
        if self._gate is None:
            reach = status_of if settings().check_links else None
            self._gate = Gate(self._encoder(), reach=reach)
        return self._gate

    def _past(self) -> list[PastQuestion]:
        """What was asked, with the vectors by which it was grouped."""
        name = encoder_name(view_of(self._encoder()))
        with read_only(self._engine) as reader:
            asked = list(asked_before(reader))
            known = kept(reader, name, [one.number for one in asked])
        return [
            PastQuestion(one.text, one.language, one.people, known.get(one.number)) for one in asked
        ]
