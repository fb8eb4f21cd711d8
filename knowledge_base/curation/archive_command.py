"""`guichet kb export`, and `guichet kb import` where what it is given is such an export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from bot.database import migrate
from knowledge_base.curation.archive_checks import MANIFEST
from knowledge_base.curation.archives import opened
from knowledge_base.curation.exporting import Difference, export, preview, read_back
from knowledge_base.refusals import Refused


def exported(path: Path) -> dict[str, Any]:
    """Write an export of the settings' knowledge base; how many lines each file has."""
    migrate()
    try:
        export(path)
        with opened(path) as folder:
            files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except Refused as refused:
        raise typer.BadParameter(refused.reason) from None
    return {"written": str(path), **{name: file["lines"] for name, file in files.items()}}


def restored(path: Path, only_preview: bool = False) -> dict[str, Any]:
    """Read an export back, or only say what that would do."""
    migrate()
    try:
        found = preview(path) if only_preview else read_back(path)
    except Refused as refused:
        raise typer.BadParameter(refused.reason) from None
    return {name: _counted(difference) for name, difference in found.items()}


def _counted(difference: Difference) -> str:
    counts = f"{difference.new} new, {difference.changed} changed, {difference.identical} identical"
    return f"{counts}, {difference.kept} kept" if difference.kept else counts
