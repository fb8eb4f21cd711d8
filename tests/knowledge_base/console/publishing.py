"""A small telephone company's console whose knowledge base costs nothing to build."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from bot.clock import now
from bot.encoder import Encoder
from knowledge_base.article import Article
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.drafts import Drafts
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.console.conftest import Colleague, House, new_house

SITE = "https://www.ormea.example/aide"


def article(name: str, title: str, *phrasings: str, body: str = "") -> Article:
    return Article(name, title, "fr", body or f"{title}.", phrasings=phrasings, voice=f"{title}.",
                   source=f"{SITE}/{name}", owner="Awa", review=date(2027, 9, 1))  # fmt: skip


PUK = article("puk", "Débloquer la carte SIM", "code PUK perdu", "carte SIM bloquée")
BILL = article("bill", "Comprendre la facture", "montant facture élevé", "facture trop chère")
WIFI = article("wifi", "Wi-Fi lent", "connexion lente chambre", "réseau sans fil faible")
LIVE = (PUK, BILL, WIFI)
PIE = article("pie", "Recette de tarte aux pommes", "recette tarte pommes", "cuire tarte")
PAST = (("carte SIM bloquée code PUK", 3), ("facture trop chère montant", 2), ("recette tarte", 2))


class Shop:
    """The house, and what its tests do again and again."""

    def __init__(self, path: Path, encoder: Encoder, articles: Sequence[Article] = LIVE) -> None:
        self.house: House = new_house(path)
        console = self.house.console
        (path / "articles").mkdir(exist_ok=True)
        store = ArticleStore(console.database)
        store.save(articles)
        self.sources = Sources(path / "articles", store)
        self.live = LiveKnowledgeBase(encoder, self.sources, path / "knowledge", due=lambda: None)
        console.sources, console.knowledge = self.sources, self.live
        self.drafts = Drafts(sources=self.sources)
        self.live.refresh()
        self._ask()

    def _ask(self) -> None:
        with self.house.console.database.begin() as connection:
            for text, people in PAST:
                for person in range(people):
                    at = now() - timedelta(days=person + 1)
                    keep(connection, Asked(text, language="fr", channel="web",
                                           decision="abstained", reason="abstained",
                                           sender=f"visitor-{person}", at=at))  # fmt: skip

    def checked(self, who: Colleague, why: str = "Été") -> tuple[str, str]:
        """The page of a check of all drafts that has ended, and its address."""
        page = who.get("/publish")
        sent = who.post("/publish/check", draft=tokens(page), why=why)
        assert sent.status_code == 303, sent.text
        address = sent.headers["location"].removeprefix("/console")
        self.house.console.checks.wait(address.rsplit("/", 1)[1])
        return address, unescape(who.get(address).text)


def tokens(page: Any) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="draft" value="([^"]+)"', page.text)]


def ids(html: str) -> list[str]:
    return re.findall(r'name="id" value="([0-9a-f]{16})"', html)
