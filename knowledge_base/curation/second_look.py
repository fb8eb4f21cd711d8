"""Examines a scheduled release again when its time has come, if other things are served by then."""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.database import read_only
from bot.encoder import Encoder
from knowledge_base.article import Key
from knowledge_base.build import silent
from knowledge_base.curation.acceptances import accepted
from knowledge_base.curation.candidates import basis_of
from knowledge_base.curation.check_reports import Found, found
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.examining import Examiner, Live
from knowledge_base.curation.release_rows import Release
from knowledge_base.sources import Sources

log = logging.getLogger(__name__)


class SecondLook:
    """Why a release may not go live any more: nothing, `served` (it would break something now) or
    `failed` (that could not be told)."""

    def __init__(self, sources: Sources, knowledge: Live, encoder: Callable[[], Encoder]) -> None:
        self._sources, self._knowledge, self._encoder = sources, knowledge, encoder

    def __call__(self, release: Release) -> str:
        if basis_of(self._sources.read().articles) == release.basis:
            return ""
        try:
            return "" if self._report(release).passes else "served"
        except SQLAlchemyError:  # the database is asked again at the next glance
            raise
        except Exception:
            log.exception("a scheduled release could not be examined")
            return "failed"

    def _report(self, release: Release) -> Found:
        database = self._sources.store.engine
        examiner = Examiner(database, self._sources, self._knowledge, self._encoder)
        report = found(examiner.examined(_as_drafts(release), silent))
        with read_only(database) as reader:
            return report.accepting(accepted(reader, report.acceptable_ids))


def _as_drafts(release: Release) -> dict[Key, Draft]:
    return {
        change.key: Draft(text, 0, release.by, release.made_at, change.kind)
        for change in release.changes
        if (text := change.after or change.before)
    }
