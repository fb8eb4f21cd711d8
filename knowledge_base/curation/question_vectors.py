"""The vectors of questions, kept in half precision so that nothing is encoded twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.encoder import Vectors
from knowledge_base.curation.question_tables import WAITING, groups, questions, vectors
from knowledge_base.geometry import View

AT_ONCE = 64
GATHERED = 1000  # questions brought into groups in one go
MANY = 500  # values in one statement


def encoder_name(view: View) -> str:
    """What tells vectors apart that must not be compared; as much as a column holds."""
    return view.fingerprint[-64:]


def encoded(view: View, texts: Mapping[int, str], language: str) -> dict[int, Vectors]:
    """A vector for each question; the same words are encoded once."""
    distinct = sorted(set(texts.values()), key=len)
    known: dict[str, Vectors] = {}
    for start in range(0, len(distinct), AT_ONCE):
        some = distinct[start : start + AT_ONCE]
        known |= zip(some, view.encode(some, "query", language), strict=True)
    return {number: known[text] for number, text in texts.items()}


def kept(connection: Connection, encoder: str, numbers: Sequence[int]) -> dict[int, Vectors]:
    """The vectors that are known of these questions."""
    found: dict[int, Vectors] = {}
    for start in range(0, len(numbers), MANY):
        some = vectors.c.question.in_(numbers[start : start + MANY])
        wanted = sa.select(vectors.c.question, vectors.c.vector).where(some)
        rows = connection.execute(wanted.where(vectors.c.encoder == encoder))
        found |= {row.question: _vector(row.vector) for row in rows}
    return found


def ungrouped(
    connection: Connection, language: str, encoder: str
) -> tuple[dict[int, str], dict[int, Vectors]]:
    """Some questions that belong to no group yet, and the vectors that are known of them."""
    mine = (sa.text(WAITING), questions.c.language == language)
    wanted = sa.select(questions.c.id, questions.c.text).where(*mine).order_by(questions.c.id)
    texts = dict(connection.execute(wanted.limit(GATHERED)).all())
    return texts, kept(connection, encoder, list(texts))


def waiting_of(connection: Connection, found: dict[int, Vectors]) -> dict[int, Vectors]:
    """Those of some questions that nobody put into a group meanwhile."""
    numbers, alive = list(found), set[int]()
    for start in range(0, len(numbers), MANY):
        some = questions.c.id.in_(numbers[start : start + MANY])
        wanted = sa.select(questions.c.id).where(some, questions.c.group_id.is_(None))
        alive |= set(connection.execute(wanted).scalars())
    return {number: found[number] for number in numbers if number in alive}


def keep(connection: Connection, encoder: str, found: Mapping[int, Vectors]) -> None:
    """Keep vectors in the place of those that another encoder made."""
    numbers = list(found)
    for start in range(0, len(numbers), MANY):
        some = numbers[start : start + MANY]
        connection.execute(vectors.delete().where(vectors.c.question.in_(some)))
        alive = sa.select(questions.c.id).where(questions.c.id.in_(some))
        rows = [
            {"question": one, "encoder": encoder, "vector": _half(found[one])}
            for one in connection.execute(alive).scalars()
        ]
        if rows:
            connection.execute(vectors.insert(), rows)


def recount(connection: Connection, encoder: str, group: int) -> None:
    """A group's sum and its most central question, from the vectors of its questions."""
    numbers = connection.execute(
        sa.select(questions.c.id).where(questions.c.group_id == group).order_by(questions.c.id)
    )
    found = kept(connection, encoder, numbers.scalars().all())
    if not found:
        return
    rows = np.array(list(found.values()))
    total = rows.sum(axis=0)
    central = list(found)[int((rows @ total).argmax())]
    values: dict[str, Any] = {"total": as_bytes(total), "size": len(rows), "central": central}
    here = groups.update().where(groups.c.id == group)
    connection.execute(here.values(encoder=encoder, **values))


def as_bytes(total: Vectors) -> bytes:
    return bytes(np.asarray(total, np.float32).tobytes())


def total_of(content: bytes) -> Vectors:
    return np.frombuffer(content, np.float32)


def _half(vector: Vectors) -> bytes:
    return bytes(np.asarray(vector, np.float16).tobytes())


def _vector(content: bytes) -> Vectors:
    return np.frombuffer(content, np.float16).astype(np.float32)
