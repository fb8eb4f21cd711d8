"""What is present, what is missing, and what to do about it."""

from __future__ import annotations

import json
import platform
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec

from rich.console import Console
from rich.table import Table

from bot.settings import settings

PACKAGES = ("rasa", "spacy", "fr_core_news_md", "sentence_transformers", "faiss", "fastapi")
ROOM = 2.0


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` is what to do when it is not well."""

    thing: str
    state: str
    well: bool
    advice: str = ""


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
    yield _knowledge()
    yield _database()
    yield _port("gateway", settings().gateway_port, "GUICHET_GATEWAY_PORT")
    yield _port("dialogue", settings().dialogue_port, "GUICHET_DIALOGUE_PORT")
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
    well = bool(name) or (folder.exists() and any(folder.iterdir()))
    state = name or ("unpacked" if well else "not unpacked yet")
    return Finding("encoder", state, well, "" if well else "run `guichet prepare`")


def _model() -> Finding:
    from bot.model import NoModel, current_model

    try:
        return Finding("Rasa model", current_model().name, True)
    except NoModel as error:
        return Finding("Rasa model", str(error).split(":")[0], False, "run `guichet train`")


def _knowledge() -> Finding:
    well = (settings().data_dir / "knowledge" / "current").exists()
    state = "built" if well else "not built yet"
    return Finding("knowledge index", state, well, "" if well else "run `guichet kb build`")


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


def _port(name: str, port: int, variable: str) -> Finding:
    with socket.socket() as probe:
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    state = f"{port} " + ("in use (by the desk, if it runs)" if taken else "free")
    return Finding(f"port of the {name}", state, True, f"set {variable}" if taken else "")


def _browser() -> Finding:
    found = shutil.which("chromium")
    state = found or "no chromium: browser tests cannot run"
    return Finding("browser (tests only)", state, True, "" if found else "install chromium")
