"""What an export holds: one file of JSON lines for each table; other parts add theirs here."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import stored, utc

# Each section: the module that has its table, the table's name there, and what stays as it was
# once made: where it differs under the same key, it is something else, which is never replaced.
SECTIONS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "stored": ("knowledge_base.store", "articles", ()),
    "versions": ("knowledge_base.store", "article_versions", ()),  # each is named by its hash
    "drafts": ("knowledge_base.curation.tables", "drafts", ()),
    "releases": (
        "knowledge_base.curation.tables",
        "releases",
        ("made_by", "why", "made_at", "at", "state", "turn", "undoes", "reason"),
    ),
    "changes": ("knowledge_base.curation.tables", "changes", ("before", "after")),
    "marks": ("knowledge_base.curation.tables", "marks", ()),
    "groups": ("knowledge_base.curation.question_tables", "groups", ("language", "made_at")),
    "questions": ("knowledge_base.curation.question_tables", "questions", ("reference",)),
    "vectors": ("knowledge_base.curation.question_tables", "vectors", ()),
    "verdicts": (
        "knowledge_base.curation.question_tables",
        "verdicts",
        ("group_id", "kind", "decided_by", "decided_at"),
    ),
    "regressions": (
        "knowledge_base.curation.question_tables",
        "regressions",
        ("verdict", "decided_by", "decided_at"),
    ),
}
Row = dict[str, Any]


def table_of(section: str) -> sa.Table:
    module, name, _ = SECTIONS[section]
    return getattr(import_module(module), name)


def is_another(section: str, here: Row, row: Row) -> bool:
    """Whether two rows of one key were never the same thing."""
    return any(here[name] != row[name] for name in SECTIONS[section][2])


def identity(table: sa.Table, row: Row) -> tuple[Any, ...]:
    """What tells a row from the others."""
    return tuple(row[column.name] for column in table.primary_key)


def plain(row: Mapping[str, Any]) -> Row:
    """A row ready for JSON; moments in UTC, bytes in base64."""
    return {name: _plain(value) for name, value in row.items()}


def rich(table: sa.Table, row: Mapping[str, Any]) -> Row:
    """The row that `plain` described; unknown columns are an error."""
    return {name: _rich(table.c[name].type, value) for name, value in row.items()}


def go_on_counting(writer: Connection, table: sa.Table) -> None:
    """PostgreSQL numbers new rows from where it was itself, whatever was read back."""
    for column in table.primary_key:
        if column.autoincrement is True and writer.dialect.name == "postgresql":
            most = sa.select(sa.func.max(column)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            writer.execute(sa.select(sa.func.setval(sequence, most)))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stored(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _rich(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(getattr(kind, "impl", kind), sa.DateTime):
        return utc(datetime.fromisoformat(value))
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, sa.LargeBinary) else value
