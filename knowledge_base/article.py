"""An article: one question that customers ask, in their words, and the company's answer to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

LANGUAGES = ("fr", "en")
DATES = ("updated", "review", "valid_from", "valid_until")
LATER = ("valid_from", "valid_until")  # without them, an article's version is what it ever was
Key = tuple[str, str]  # an article's id and its language


@dataclass(frozen=True)
class Article:
    """`body` is Markdown; `voice` is what is said aloud instead, when it is not empty.

    It is served from `valid_from` to `valid_until`, both days included.
    """

    id: str
    title: str
    language: str
    body: str
    category: str = ""
    phrasings: tuple[str, ...] = ()
    voice: str = ""
    source: str = ""
    owner: str = ""
    updated: date | None = None
    review: date | None = None
    tags: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def key(self) -> Key:
        return self.id, self.language

    @cached_property
    def version(self) -> str:
        """A hash of everything the article says: another wording is another version."""
        said = {name: value for name, value in self.as_dict().items() if value or name not in LATER}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def as_dict(self) -> dict[str, Any]:
        """The article ready for JSON."""
        return {name: _plain(getattr(self, name)) for name in NAMES}


NAMES = tuple(field.name for field in fields(Article))


def article_from(content: Mapping[str, Any]) -> Article:
    """The article that `as_dict` described; unknown names are an error."""
    if unknown := set(content) - set(NAMES):
        raise ValueError(f"unknown field {sorted(unknown)[0]}")
    return Article(**{name: _rich(name, value) for name, value in content.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _rich(name: str, value: Any) -> Any:
    if name in ("phrasings", "tags"):
        return tuple(value)
    if name in DATES:
        return date.fromisoformat(value) if value else None
    return value
