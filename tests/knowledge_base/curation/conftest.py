"""A database of its own for each test, and vectors that need no model."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from bot import database
from bot.clock import now
from bot.encoder import Kind, Vectors
from bot.settings import settings
from knowledge_base.curation.asked import Asked, keep

MORNING = "2026-11-24T10:00:00+01:00"


class WordEncoder:
    """Texts that share words are close: each word has a direction of its own."""

    fingerprint = "words"
    dimension = 64

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        self.encoded += len(texts)
        return np.array([self._one(text) for text in texts], np.float32)

    def _one(self, text: str) -> Vectors:
        chance = [np.random.default_rng(sum(map(ord, word)) * 7919) for word in text.split()]
        total = sum(one.normal(size=self.dimension) for one in chance)
        return np.asarray(total / np.linalg.norm(total), np.float32)


@pytest.fixture(autouse=True)
def tuesday_morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("GUICHET_NOW", MORNING)
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "empty.db"
    database.migrate(f"sqlite:///{path}")
    database.engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def file(empty_file: Path, tmp_path: Path) -> Iterator[Engine]:
    made = database.engine(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'guichet.db')}")
    yield made
    made.dispose()


@pytest.fixture
def words() -> WordEncoder:
    return WordEncoder()


Ask = Callable[..., None]


@pytest.fixture
def ask(file: Engine) -> Ask:
    """Somebody asks something that the desk could not answer, `ago` days ago."""

    def asked(text: str, sender: str = "anna", ago: float = 0, **more: object) -> None:
        at: datetime = now() - timedelta(days=ago)
        given = {"language": "fr", "channel": "web", "decision": "abstained", "reason": "abstained"}
        with file.begin() as connection:
            keep(connection, Asked(text, sender=sender, at=at, **{**given, **more}))  # type: ignore[arg-type]

    return asked
