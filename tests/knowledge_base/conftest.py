"""A small telephone company's knowledge base, with the real encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.database import engine, migrate
from bot.encoder import Encoder, load_encoder
from knowledge_base.article import Article
from knowledge_base.store import ArticleStore

TEMPLATE = """---
id: {id}
title: {title}
language: {language}
phrasings:
{phrasings}
source: https://www.example.com/{id}
updated: 2026-09-14
---
{body}
"""

ARTICLES = (
    Article("puk", "Débloquer une carte SIM avec le code PUK", "fr", "Composez le **code PUK**.",
            phrasings=("j'ai fait trois fois le mauvais code", "carte sim bloquée")),
    Article("puk", "Unlock a SIM card with the PUK code", "en", "Enter the **PUK code**.",
            phrasings=("my sim card is locked", "I typed the wrong code three times")),
    Article("bill", "Comprendre ma facture", "fr", "Votre facture a trois parties :\n\n- forfait\n"
            "- options\n- hors forfait", phrasings=("c'est quoi ce montant sur ma facture",)),
    Article("moving", "Déménager avec ma box", "fr", "Prévenez-nous un mois avant.",
            phrasings=("je change d'adresse le mois prochain",),
            voice="Prévenez-nous un mois avant."),
    Article("roaming", "Using your mobile abroad", "en", "In Europe you pay nothing more.",
            phrasings=("can I use my data on holiday in Spain",)),
    Article("wifi", "Mon Wi-Fi est lent", "fr", "Rapprochez-vous de la box, puis redémarrez-la.",
            phrasings=("ça rame quand je suis dans ma chambre",)),
)  # fmt: skip


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture
def articles() -> tuple[Article, ...]:
    return ARTICLES


@pytest.fixture
def store(tmp_path: Path) -> ArticleStore:
    url = f"sqlite:///{tmp_path / 'articles.db'}"
    migrate(url)
    return ArticleStore(engine(url))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Writes an article into the folder as the support team would."""

    def written(article: Article, **changes: str) -> Path:
        path = folder / f"{article.id}-{article.language}.md"
        fields = {
            "id": article.id,
            "title": article.title,
            "language": article.language,
            "phrasings": "\n".join(f'  - "{phrasing}"' for phrasing in article.phrasings),
            "body": article.body,
        }
        path.write_text(TEMPLATE.format(**{**fields, **changes}), encoding="utf-8")
        return path

    return written
