"""The migration makes the tables that the code expects."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot import database
from tests.conftest import ROOT

ROOMS = ("bot", "actions", "connectors", "knowledge_base")


def _with_tables() -> list[Path]:
    """Every module that describes a table."""
    paths = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return [path for path in paths if "metadata,\n" in path.read_text(encoding="utf-8")]


def test_migration_and_tables_agree(url: str) -> None:
    for path in _with_tables():
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert len(database.metadata.tables) > 25
    with database.engine(url).connect() as connection:
        ours = {"compare_type": True, "include_name": lambda name, *_: name != "sqlite_sequence"}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, database.metadata) == []


def test_migrating_again_changes_nothing(url: str) -> None:
    database.migrate(url)
