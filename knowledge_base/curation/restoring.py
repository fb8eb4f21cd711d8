"""An export as a file to send, and an export that was sent: looked at, then restored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy.engine import Connection, Engine

from bot.clock import now
from knowledge_base.curation.audit import record
from knowledge_base.curation.exporting import Difference, export, preview, read_back
from knowledge_base.curation.vetting import vet
from knowledge_base.sources import Sources

Differences = Mapping[str, Difference]


def made(database: Engine, sources: Sources, by: str) -> Path:
    """A whole export in a folder of its own, which is for the caller to delete."""
    path = Path(mkdtemp(prefix="guichet-export-")) / f"guichet-{now():%Y-%m-%d}.zip"
    export(path, database, sources)
    with database.begin() as writer:
        record(writer, by, "export.make", "export", None, {"bytes": path.stat().st_size})
    return path


def looked_at(path: Path, database: Engine, sources: Sources) -> Differences:
    """What restoring would do; `Refused` when it would not."""
    vet(path)
    return preview(path, database, sources)


def restored(path: Path, database: Engine, sources: Sources, by: str) -> Differences:
    """Everything of it, or nothing."""
    vet(path)

    def done(writer: Connection, found: dict[str, Difference]) -> None:
        record(writer, by, "export.restore", "export", None, counted(found))

    return read_back(path, database, sources, done)


def counted(found: Differences) -> dict[str, dict[str, int]]:
    return {
        name: {"new": one.new, "changed": one.changed, "identical": one.identical, "kept": one.kept}
        for name, one in found.items()
    }
