"""Changes a group only as it was seen: nobody decides on what somebody else changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.curation.group_rows import Group, group
from knowledge_base.curation.question_tables import groups, questions

UNDECIDED = ("open", "later")
# Who did what to which subject, before and after: part of the transaction that does it.
Record = Callable[[Connection, str, str, str, Any, Any], None]


class Outdated(Exception):
    """The group is not what the curator was looking at: `current` is, and `joined` are new.

    `current.changed_by` and `current.change` say who did what last; None: it is gone.
    """

    def __init__(self, current: Group | None, joined: Sequence[str] = ()) -> None:
        super().__init__("the group changed")
        self.current, self.joined = current, tuple(joined)


def seen(connection: Connection, number: int, revision: int) -> Group:
    """The group as the curator saw it; `Outdated` when it is not that any more."""
    current = group(connection, number)
    if current is None or current.revision != revision or current.state not in UNDECIDED:
        raise outdated(connection, number, revision)
    return current


def outdated(connection: Connection, number: int, revision: int) -> Outdated:
    """What changed since a revision."""
    joined = sa.select(questions.c.text).where(
        questions.c.group_id == number, questions.c.joined > revision
    )
    texts = connection.execute(joined.order_by(questions.c.id)).scalars().all()
    return Outdated(group(connection, number), texts)


def change(connection: Connection, seen_as: Group, by: str, what: str, **values: Any) -> int:
    """Change a group that is still as it was seen; its new revision."""
    wanted = groups.update().where(groups.c.id == seen_as.id, groups.c.revision == seen_as.revision)
    values |= {"changed_by": by, "change": what, "changed_at": now()}
    done = connection.execute(wanted.values(revision=seen_as.revision + 1, **values))
    if not done.rowcount:
        raise outdated(connection, seen_as.id, seen_as.revision)
    return seen_as.revision + 1


def unrecorded(*_: Any) -> None:
    """For whoever keeps no audit."""
