"""What an opinion is about: the category of the last article its conversation was answered with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import engine, read_only
from knowledge_base.curation.counting import GIVEN
from knowledge_base.curation.discretion import keyed
from knowledge_base.curation.question_tables import questions

Answered = dict[str, list[tuple[datetime, str]]]  # by conversation, oldest first


class Said(Protocol):
    """Whatever was said in a conversation, at a moment."""

    @property
    def at(self) -> datetime: ...
    @property
    def comment(self) -> str: ...
    @property
    def conversation(self) -> str: ...


class Themes:
    """`categories`: an article's id to its category. `nearest` guesses one from words alone.

    The theme is empty where nothing tells it.
    """

    def __init__(
        self,
        categories: Mapping[str, str],
        nearest: Callable[[str], str] | None = None,
        database: Engine | None = None,
    ) -> None:
        self._categories = categories
        self._nearest = nearest
        self._engine = database or engine()

    def of(self, said: Sequence[Said]) -> list[str]:
        """The theme of each; one query for all of them."""
        keys = [keyed("conversation", one.conversation) for one in said]
        answered = self._answered({key for key in keys if key})
        return [self._theme(one, answered[key]) for one, key in zip(said, keys, strict=True)]

    def _theme(self, said: Said, answered: list[tuple[datetime, str]]) -> str:
        before = [article for at, article in answered if at <= said.at]
        category = self._categories.get(before[-1], "") if before else ""
        if category or not self._nearest or not said.comment.strip():
            return category
        return self._nearest(said.comment)

    def _answered(self, keys: set[str]) -> Answered:
        columns = questions.c
        query = (
            sa.select(columns.conversation, columns.asked_at, columns.article)
            .where(columns.conversation.in_(keys), columns.decision.in_(GIVEN))
            .order_by(columns.asked_at, columns.id)
        )
        found: Answered = defaultdict(list)
        with read_only(self._engine) as connection:
            for conversation, at, article in connection.execute(query):
                found[conversation].append((at, article))
        return found
