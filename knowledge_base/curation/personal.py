"""What the knowledge base may hold of one person: their questions, and words that name them."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from bot.database import read_only
from bot.person import Person, Store
from bot.personal_rows import PersonalRows
from knowledge_base.curation import asker
from knowledge_base.curation.audit import audit
from knowledge_base.curation.question_tables import questions, regressions, verdicts
from knowledge_base.curation.tables import drafts
from knowledge_base.curation.webhooks import deliveries
from knowledge_base.store import article_versions, articles


class TheirQuestions:
    """A `Store` over the inbox: by conversation and by the number that a line gave."""

    name = "questions"

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def held(self, person: Person) -> list[dict[str, Any]]:
        with read_only(self._engine) as connection:
            return asker.held(connection, person.conversations, [person.phone])

    def erase(self, person: Person) -> int:
        with self._engine.begin() as connection:
            return asker.forget(connection, person.conversations, [person.phone])


def stores(database: Engine) -> list[Store]:
    """Articles and the audit are told only: an article is the team's, the audit only grows."""

    def rows(name: str, key: Any, *said: Any, keeps: bool = False) -> Store:
        return PersonalRows(database, name, key, said, keeps=keeps)

    return [
        TheirQuestions(database),
        rows("question texts", questions.c.id, questions.c.text),
        rows("regressions", regressions.c.id, regressions.c.question),
        rows("verdicts", verdicts.c.id, verdicts.c.examples, verdicts.c.before, keeps=True),
        rows("webhooks", deliveries.c.id, deliveries.c.body),
        rows("articles", articles.c.id, articles.c.content, keeps=True),
        rows("article versions", article_versions.c.id, article_versions.c.content, keeps=True),
        rows("drafts", drafts.c.id, drafts.c.content, keeps=True),
        rows("audit", audit.c.position, audit.c.before, audit.c.after, keeps=True),
    ]
