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
    yield _encoder()
    yield _model()
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


def _encoder() -> Finding:
    name = settings().encoder
    folder = settings().data_dir / "models"
    well = bool(name) or any(folder.glob("multilingual-e5-small*"))
    state = name or ("unpacked" if well else "not unpacked yet")
    return Finding("encoder", state, well, "" if well else "run `guichet prepare`")


def _model() -> Finding:
    from bot.model import NoModel, current_model

    try:
        return Finding("Rasa model", current_model().name, True)
    except NoModel as error:
        return Finding("Rasa model", str(error).split(":")[0], False, "run `guichet train`")


def _database() -> Finding:
    from sqlalchemy import inspect
    from sqlalchemy.exc import SQLAlchemyError

    from bot.database import engine

    kind = settings().sql_url.split(":", 1)[0]
    if not settings().database_url and not (settings().data_dir / "guichet.db").exists():
        return Finding("database", f"{kind}, not made yet", False, "run `guichet prepare`")
    try:
        with engine().connect() as connection:
            well = inspect(connection).has_table("alembic_version")
    except SQLAlchemyError:
        return Finding("database", f"{kind}, unreachable", False, "check GUICHET_DATABASE_URL")
    state = kind if well else f"{kind}, empty"
    return Finding("database", state, well, "" if well else "run `guichet prepare`")


def _browser() -> Finding:
    found = shutil.which("chromium")
    state = found or "no chromium: browser tests cannot run"
    return Finding("browser (tests only)", state, True, "" if found else "install chromium")
