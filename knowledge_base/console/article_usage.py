"""How often each article answered in the last weeks, and what people thought of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.engine import Engine

from knowledge_base.article import Key
from knowledge_base.console.article_rows import Usage
from knowledge_base.curation.counting import Range
from knowledge_base.curation.insight import Insight
from knowledge_base.curation.lifecycle import today

DAYS = 28
MOST = 20_000  # versions of articles


def usage(database: Engine) -> dict[Key, Usage]:
    """One sum of the database; all versions of an article together."""
    days = Range(today() - timedelta(days=DAYS - 1), today())
    found: dict[Key, Usage] = {}
    for one in Insight(database).helpfulness(days, MOST):
        key = one.article, one.language
        found[key] = found.get(key, Usage()) + Usage(one.asked, one.up, one.down)
    return found
