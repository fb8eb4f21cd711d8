"""Puts a draft back as it was before a verdict changed it, unless somebody changed it since."""

from __future__ import annotations

import json
from typing import Any, Literal

from sqlalchemy.engine import Connection

from knowledge_base.article import Key
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.verdict_rows import article_in


def draft_put_back(
    connection: Connection, drafts: Drafts, verdict: Any, by: str
) -> Literal["restored", "kept", "untouched"]:
    """What became of the draft; `verdict` is the verdict's row."""
    if verdict.draft_revision is None:
        return "untouched"
    key = verdict.article, verdict.language
    current = drafts.get(key, connection)
    if current is None or current.revision != verdict.draft_revision:
        return "kept"
    _put_back(connection, drafts, key, current.revision, json.loads(verdict.before), by)
    return "restored"


def _put_back(
    connection: Connection, drafts: Drafts, key: Key, revision: int, before: Any, by: str
) -> None:
    if before is None:
        drafts.drop(key, by, revision, connection)
    elif before["kind"] == "withdraw":
        drafts.withdraw(key, by, revision, before["note"], connection)
    else:
        drafts.save(article_in(before), by, revision, before["note"], connection)
