"""What the tables of the insight say of one version of an article, or of one group of questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge_base.curation.counting import wilson


@dataclass(frozen=True)
class Helpfulness:
    """How one version of an article did: thumbs, and the share of thumbs up with its interval."""

    article: str
    version: str
    language: str
    asked: int
    people: int
    up: int
    down: int
    known: int
    resolved: int
    first: datetime

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.up, self.up + self.down)


@dataclass(frozen=True)
class Gap:
    """Questions that belong together and that no article answers yet."""

    group: int
    language: str
    example: str
    asked: int
    people: int
    last: datetime
