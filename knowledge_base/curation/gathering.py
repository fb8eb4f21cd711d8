"""Brings new questions into groups, a batch at a time, without holding anybody up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from bot.encoder import Vectors
from knowledge_base.curation.grouping import Centres, regrouped
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.question_vectors import as_bytes, total_of

GROUPING = 71839  # whoever groups questions, for `one_at_a_time`
STILL_ASKED = timedelta(days=7)  # until an answer that was decided on is written and published
DECIDED = ("phrasing", "article")
SETTLED = ("open", "later", "out_of_scope", "spam")


@dataclass
class Batch:
    """Questions of one language: which existing group each joins, and which make new ones."""

    joins: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    new: list[list[int]] = field(default_factory=list)


def candidates(connection: Connection, language: str, encoder: str) -> list[Any]:
    """Groups that take questions in: undecided ones, those that were dismissed, and for a few
    days those whose answer is being written."""
    recent = sa.and_(groups.c.state.in_(DECIDED), groups.c.changed_at > now() - STILL_ASKED)
    wanted = sa.select(groups.c.id, groups.c.total, groups.c.revision).where(
        groups.c.language == language,
        groups.c.encoder == encoder,
        groups.c.size > 0,
        sa.or_(groups.c.state.in_(SETTLED), recent),
    )
    return list(connection.execute(wanted.order_by(groups.c.id)))


def sorted_out(found: dict[int, Vectors], known: Sequence[Any], threshold: float) -> Batch:
    """Each question to the nearest group over the threshold; the others among themselves."""
    batch = Batch()
    if not found:
        return batch
    numbers, rows = list(found), np.array(list(found.values()))
    centres = Centres(rows.shape[1])
    for one in known:
        centres.add(total_of(one.total))
    alone: list[int] = []
    for place, vector in enumerate(rows):
        nearest, cosine = centres.nearest(vector)
        if cosine < threshold:
            alone.append(place)
        else:
            centres.join(nearest, vector)
            batch.joins[known[nearest].id].append(numbers[place])
    batch.new = _together([numbers[place] for place in alone], rows[alone], threshold)
    return batch


def written(
    connection: Connection, batch: Batch, found: dict[int, Vectors], language: str, encoder: str
) -> int:
    """Write it; how many questions found a group. What changed meanwhile is for the next time."""
    done = 0
    for number, members in batch.joins.items():
        done += _join(connection, number, members, found)
    for members in batch.new:
        done += _begin(connection, members, found, language, encoder)
    return done


def _join(
    connection: Connection, number: int, members: Sequence[int], found: dict[int, Vectors]
) -> int:
    row = connection.execute(_locked(number)).first()
    if row is None or row.state == "merged":
        return 0
    taken = _take(connection, members, number, row.revision + 1)
    if not taken:
        return 0
    total = total_of(row.total) + np.sum([found[one] for one in members], axis=0)
    values = {"total": as_bytes(total), "size": row.size + taken, "revision": row.revision + 1}
    if row.state in ("open", "later"):
        values |= {"changed_by": "", "change": "joined"}
    connection.execute(groups.update().where(groups.c.id == number).values(values))
    return taken


def _begin(
    connection: Connection,
    members: Sequence[int],
    found: dict[int, Vectors],
    language: str,
    encoder: str,
) -> int:
    rows = np.array([found[one] for one in members])
    total = rows.sum(axis=0)
    central = members[int((rows @ total).argmax())]
    number = begin(connection, language, encoder, as_bytes(total), len(members), central)
    taken = _take(connection, members, number, 1)
    if not taken:
        connection.execute(groups.delete().where(groups.c.id == number))
    return taken


def begin(
    connection: Connection, language: str, encoder: str, total: bytes, size: int,
    central: int | None = None, by_hand: bool = False, by: str = "",
) -> int:  # fmt: skip
    """A new group; its number."""
    values = {"language": language, "encoder": encoder, "total": total, "size": size}
    made = {"made_at": now(), "changed_at": now(), "by_hand": by_hand, "changed_by": by}
    row = groups.insert().values(**values, **made, central=central)
    return int(connection.execute(row).inserted_primary_key[0])


def _take(connection: Connection, members: Sequence[int], number: int, revision: int) -> int:
    """Only questions that nobody put elsewhere meanwhile."""
    alone = (questions.c.id.in_(members), questions.c.group_id.is_(None))
    joined = questions.update().where(*alone).values(group_id=number, joined=revision)
    return int(connection.execute(joined).rowcount)


def _locked(number: int) -> Any:
    return sa.select(groups).where(groups.c.id == number).with_for_update()


def _together(numbers: Sequence[int], rows: Vectors, threshold: float) -> list[list[int]]:
    members: dict[int, list[int]] = defaultdict(list)
    labels: Iterable[int] = regrouped(rows, threshold).tolist()
    for number, label in zip(numbers, labels, strict=True):
        members[label].append(number)
    return list(members.values())
