"""What is present, what is missing, and what to do about it."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec

from rich.console import Console
from rich.table import Table

from bot.doctor_models import PREPARE, found_encoder, found_model
from bot.doctor_ports import found_ports
from bot.findings import Finding
from bot.settings import settings

PACKAGES = ("rasa", "spacy", "fr_core_news_md", "sentence_transformers", "faiss", "fastapi")
ROOM = 2.0
# Named, not imported: rooms point inwards.
VOICES = "connectors.voice.mouth_findings"
KNOWLEDGE = "knowledge_base.findings"
CRM = "actions.crm.findings"
EARS = "connectors.voice.choosing"


def examine(as_json: bool) -> int:
    """Print every finding; 0 when all is well, 1 otherwise."""
    findings = list(all_findings())
    if as_json:
        print(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
    else:
        table = Table("", "", "", "what to do")
        for one in findings:
            table.add_row("✔" if one.well else "✘", one.thing, one.state, one.advice)
        Console().print(table)
    return 0 if all(one.well for one in findings) else 1


def all_findings() -> Iterator[Finding]:
    yield _python()
    yield from (_package(name) for name in PACKAGES)
    yield _disk()
    yield found_encoder()
    yield found_model()
    yield from (Finding(*said) for said in import_module(KNOWLEDGE).findings())
    yield _database()
    yield from (Finding(*said) for said in import_module(CRM).findings())
    yield from (Finding(*found) for found in import_module(EARS).findings())
    yield from (Finding(*said) for said in import_module(VOICES).voice_findings())
    yield from found_ports()
    yield _browser()


def _python() -> Finding:
    well = sys.version_info[:2] == (3, 10)
    return Finding("Python", platform.python_version(), well, "" if well else "run `make run`")


def _package(name: str) -> Finding:
    well = find_spec(name) is not None
    return Finding(name, "installed" if well else "missing", well, "" if well else "run `make run`")


def _disk() -> Finding:
    place = settings().data_dir
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 1e9
    well = free > ROOM
    return Finding("disk", f"{free:.1f} GB free", well, "" if well else f"free {ROOM:.0f} GB")


def _database() -> Finding:
    from sqlalchemy import inspect
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError

    from bot.database import engine, is_newest, read_only

    kind = settings().sql_url.split(":", 1)[0]
    if not settings().database_url and not (settings().data_dir / "guichet.db").exists():
        return Finding("database", f"{kind}, not made yet", False, PREPARE)
    try:
        with read_only(engine()) as connection:
            is_made = inspect(connection).has_table("alembic_version")
            well = is_made and is_newest(connection)
    except ArgumentError:
        return Finding("database", "its URL cannot be read", False, "check GUICHET_DATABASE_URL")
    except (SQLAlchemyError, ImportError):
        advice = "check GUICHET_DATABASE_URL" if settings().database_url else "restore the file"
        return Finding("database", f"{kind}, unreachable", False, advice)
    state = kind if well else f"{kind}, of another version" if is_made else f"{kind}, empty"
    return Finding("database", state, well, "" if well else PREPARE)


def _browser() -> Finding:
    found = shutil.which("chromium")
    state = found or "no chromium: browser tests cannot run"
    return Finding("browser (tests only)", state, True, "" if found else "install chromium")
