"""Why the questions of some groups were noted, and how often each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.question_tables import questions


def reasons(connection: Connection, groups: Sequence[int]) -> Mapping[int, dict[str, int]]:
    """By group: each reason and its questions, the most frequent first."""
    columns = questions.c
    count = sa.func.count(columns.id)
    wanted = sa.select(columns.group_id, columns.reason, count).where(
        columns.group_id.in_(list(groups)), columns.reason != ""
    )
    ordered = wanted.group_by(columns.group_id, columns.reason).order_by(count.desc())
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for group, reason, number in connection.execute(ordered):
        found[group][reason] = number
    return found


def thumbs_down(connection: Connection, since: object) -> int:
    """How many answers were said not to help, since a moment."""
    wanted = sa.select(sa.func.count(questions.c.id)).where(
        questions.c.reason == "thumbs_down", questions.c.asked_at >= since
    )
    return int(connection.execute(wanted).scalar() or 0)
