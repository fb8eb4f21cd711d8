"""A small knowledge base in the making, with an encoder that is no model and costs nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from bot.encoder import Kind, Vectors
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.releases import Releases
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

PUK = Article("puk", "Le code PUK", "fr", "Composez le **code PUK**.", owner="Awa")
PUK_EN = Article("puk", "The PUK code", "en", "Enter the **PUK code**.", owner="Awa")
BILL = Article("bill", "Ma facture", "fr", "Votre facture a trois parties.", owner="Léo")
MOVING = Article("moving", "Déménager", "fr", "Prévenez-nous un mois avant.")


class WordEncoder:
    """Texts that share words lie close; it is told how many texts it saw."""

    fingerprint = "words"
    dimension = 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind) -> Vectors:
        self.seen += texts
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1
            row[0] += 0.1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


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
