"""The migration makes the tables that the code expects."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from actions.crm.embedded import tables
from bot import database


def _ours(thing: Any, name: str | None, kind: str, *_: Any) -> bool:
    table = thing if kind == "table" else getattr(thing, "table", None)
    return table is None or table.name.startswith("crm_")


def test_migration_and_tables_agree(url: str) -> None:
    assert tables.contacts.metadata is database.metadata
    with database.engine(url).connect() as connection:
        options = {"compare_type": True, "include_object": _ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, database.metadata) == []


def test_migrating_again_changes_nothing(url: str) -> None:
    database.migrate(url)
