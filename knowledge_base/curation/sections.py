"""What an export holds: one file of JSON lines for each table; other parts add theirs here."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any

import sqlalchemy as sa

from bot.clock import stored, utc

# Each section: the module that has its table, the table's name there, and whether it is history,
# which another history never replaces.
SECTIONS: Mapping[str, tuple[str, str, bool]] = {
    "stored": ("knowledge_base.store", "articles", False),
    "versions": ("knowledge_base.store", "article_versions", False),  # each is named by its hash
    "drafts": ("knowledge_base.curation.tables", "drafts", False),
    "releases": ("knowledge_base.curation.tables", "releases", True),
    "changes": ("knowledge_base.curation.tables", "changes", True),
    "marks": ("knowledge_base.curation.tables", "marks", False),
}
Row = dict[str, Any]


def table_of(section: str) -> sa.Table:
    module, name, _ = SECTIONS[section]
    return getattr(import_module(module), name)


def is_history(section: str) -> bool:
    return SECTIONS[section][2]


def identity(table: sa.Table, row: Row) -> tuple[Any, ...]:
    """What tells a row from the others."""
    return tuple(row[column.name] for column in table.primary_key)


def plain(row: Mapping[str, Any]) -> Row:
    """A row ready for JSON; moments in UTC, bytes in base64."""
    return {name: _plain(value) for name, value in row.items()}


def rich(table: sa.Table, row: Mapping[str, Any]) -> Row:
    """The row that `plain` described; unknown columns are an error."""
    return {name: _rich(table.c[name].type, value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return stored(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _rich(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        return utc(datetime.fromisoformat(value))
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, sa.LargeBinary) else value
