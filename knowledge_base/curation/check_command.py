"""The gate on the command line: the folder, the imports and every draft, against what is live."""

from __future__ import annotations

from typing import Any

from bot.database import engine, read_only
from knowledge_base.build import Progress
from knowledge_base.curation.acceptances import accepted
from knowledge_base.curation.check_reports import found
from knowledge_base.curation.draft_rows import read_drafts
from knowledge_base.curation.examining import Examiner
from knowledge_base.live import loaded_knowledge
from knowledge_base.sources import Sources


def checked(progress: Progress) -> dict[str, Any]:
    """The whole report, whether it `passes`, and the harm that nobody accepted yet."""
    knowledge, database = loaded_knowledge(), engine()
    with read_only(database) as reader:
        drafts = read_drafts(reader)
    examiner = Examiner(database, Sources(), knowledge, lambda: knowledge.encoder)
    report = examiner.examined(drafts, progress)
    kept = found(report)
    with read_only(database) as reader:
        kept = kept.accepting(accepted(reader, kept.acceptable_ids))
    harm = [
        {"question": moved.question.text, "before": one.before, "after": one.after}
        for one in kept.open_harm
        for moved in one.questions
    ]
    return {"passes": kept.passes, "open_harm": harm, **report}
