"""What has to be there before the desk can open, made once and shown while it is made."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import structlog
from rich.console import Console

console = Console()


def prepare_everything() -> None:
    """Encoder, database, knowledge index, ears and Rasa model, each only if something changed."""
    _step("Sentence encoder", prepare_encoder)
    _step("Database", prepare_database)
    _step("Knowledge index", prepare_index)
    _step("Speech recognition", prepare_ears)
    train_model(False)


def prepare_encoder() -> str:
    from bot.encoder import prepare_encoder as prepare

    return str(prepare() or "ready")


def prepare_database() -> str:
    from bot.database import migrate
    from bot.settings import settings

    migrate()
    settings().token(), settings().signing_key()
    return "at its newest schema"


def prepare_index() -> str:
    """Built by the knowledge base's own command; named, not imported: rooms point inwards."""
    built = import_module("knowledge_base.build").build_current()
    return f"version {built}"


def prepare_ears() -> str:
    """Whisper's weights, if a language needs them; named, not imported, like the index."""
    return str(import_module("connectors.voice.whisper_weights").prepare_weights())


def train_model(force: bool) -> None:
    """Train the Rasa model if its sources changed, saying so."""
    _step("Rasa model", lambda: _train(force))


def _train(force: bool) -> str:
    from bot.model import model_path, train

    if force or not model_path().exists():
        console.print("  training: about a minute …")
        _hush()
    path, trained = train(force)
    return f"{'trained' if trained else 'up to date'}: {path.name}"


def _hush() -> None:
    """Rasa tells every state that its rules meet; what fails is still told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("rasa").setLevel(logging.WARNING)


def _step(name: str, work: Callable[[], Any]) -> None:
    started = time.monotonic()
    console.print(f"[bold]{name}[/bold] …")
    result = work()
    console.print(f"  {result} ({time.monotonic() - started:.1f} s)")
