"""The questions of one group, by how central they are to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.question_tables import questions
from knowledge_base.curation.question_vectors import kept

MOST = 500  # of a group's questions, the latest, that are looked at


@dataclass(frozen=True)
class Question:
    """One question of a group; `closeness` is its cosine to the group's centre."""

    id: int
    text: str
    reason: str
    channel: str
    article: str
    article_version: str
    asked_at: datetime
    closeness: float


def members(connection: Connection, group: int, encoder: str) -> list[Question]:
    """A group's latest questions, the most central first, the most different last."""
    wanted = sa.select(questions).where(questions.c.group_id == group)
    rows = connection.execute(wanted.order_by(questions.c.id.desc()).limit(MOST)).all()
    near = _closeness(connection, encoder, [row.id for row in rows])
    found = [
        Question(
            row.id,
            row.text,
            row.reason,
            row.channel,
            row.article,
            row.article_version,
            row.asked_at,
            near.get(row.id, 0.0),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.closeness, one.id))


def _closeness(connection: Connection, encoder: str, numbers: Sequence[int]) -> dict[int, float]:
    found = kept(connection, encoder, numbers)
    if not found:
        return {}
    rows = np.array(list(found.values()))
    total = rows.sum(axis=0)
    near = rows @ (total / max(float(np.linalg.norm(total)), 1e-9))
    return dict(zip(found, near.tolist(), strict=True))
