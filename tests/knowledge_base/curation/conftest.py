"""A small knowledge base in the making, with an encoder that is no model and costs nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4
from zlib import crc32

import numpy as np
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot import database as house
from bot.clock import now
from bot.database import engine, migrate
from bot.encoder import Kind, Vectors
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.forgetting import rules
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.tables import changes
from knowledge_base.curation.tables import drafts as drafts_table
from knowledge_base.curation.tables import marks as marks_table
from knowledge_base.curation.tables import releases as releases_table
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore, article_versions, articles
from tests.conftest import missing_service

PUK = Article("puk", "Le code PUK", "fr", "Composez le **code PUK**.", owner="Awa")
PUK_EN = Article("puk", "The PUK code", "en", "Enter the **PUK code**.", owner="Awa")
BILL = Article("bill", "Ma facture", "fr", "Votre facture a trois parties.", owner="Léo")
MOVING = Article("moving", "Déménager", "fr", "Prévenez-nous un mois avant.")

SERVER = "postgresql+psycopg2://postgres@127.0.0.1:5432"


class WordEncoder:
    """Texts that share words lie close; it is told how many texts it saw."""

    fingerprint = "words"
    dimension = 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        self.seen += texts
        return np.array([_words_of(text) for text in texts], np.float32)


@cache
def _words_of(text: str) -> Vectors:
    row = np.zeros(WordEncoder.dimension, np.float32)
    row[0] = 0.1
    for word in text.lower().split():
        row[crc32(word.encode()) % len(row)] += 1
    return row / np.linalg.norm(row)


class Clock:
    """The company's time, as the tests set it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.set("2026-11-24T10:00:00+01:00")

    def set(self, moment: str) -> None:
        self._patch.setenv("GUICHET_NOW", moment)
        settings.cache_clear()


@pytest.fixture
def words() -> Any:
    return WordEncoder()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    yield Clock(monkeypatch)
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A database of its own, where there is a server."""
    name = f"curation_{uuid4().hex[:8]}"
    server = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", future=True)
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        missing_service("PostgreSQL")
    migrate(f"{SERVER}/{name}")
    yield f"{SERVER}/{name}"
    engine(f"{SERVER}/{name}").dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def on_postgresql(postgresql: str, folder: Path) -> Sources:
    """The same articles on PostgreSQL, nothing else."""
    made = engine(postgresql)
    with made.begin() as connection:
        for table in (
            drafts_table,
            releases_table,
            changes,
            marks_table,
            articles,
            article_versions,
        ):
            connection.execute(table.delete())
    store = ArticleStore(made)
    store.save([PUK, PUK_EN, BILL])
    return Sources(folder, store)


@pytest.fixture
def database(store: ArticleStore) -> Engine:
    store.save([PUK, PUK_EN, BILL])
    return store.engine


@pytest.fixture
def sources(database: Engine, store: ArticleStore, folder: Path) -> Sources:
    return Sources(folder, store)


@pytest.fixture
def drafts(sources: Sources) -> Drafts:
    return Drafts(sources=sources)


@pytest.fixture
def releases(sources: Sources) -> Releases:
    return Releases(sources=sources)


@pytest.fixture
def catalogue(sources: Sources) -> Catalogue:
    return Catalogue(sources=sources)


@pytest.fixture
def marks(database: Engine) -> Marks:
    return Marks(database)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with its tables, to copy."""
    path = tmp_path_factory.mktemp("questions") / "empty.db"
    house.migrate(f"sqlite:///{path}")
    house.engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def file(
    empty_file: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """A database without articles, and a data folder, of the test's own."""
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = house.engine(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'guichet.db')}")
    yield made
    made.dispose()


def forgotten(database: Engine, kind: str) -> int:
    """How many are forgotten of what is older than its time: 90 days for questions."""
    time = timedelta(days=90)
    (rule,) = (one for one in rules(database, time, time) if one.kind == kind)
    return rule.act(rule.before())


Ask = Callable[..., None]


@pytest.fixture
def ask(file: Engine) -> Ask:
    """Somebody asks what the desk could not answer, `ago` days ago."""

    def asked(text: str, sender: str = "anna", ago: float = 0, **more: Any) -> None:
        usual = {"language": "fr", "channel": "web", "decision": "abstained", "reason": "abstained"}
        at = now() - timedelta(days=ago)
        with file.begin() as connection:
            keep(connection, Asked(text, sender=sender, at=at, **{**usual, **more}))

    return asked
