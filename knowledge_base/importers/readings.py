"""What was read in one file, in the shape in which it crosses from the process that read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from knowledge_base.article import Article
from knowledge_base.refusals import Refused

MOST_PIECES = 20_000
MOST_BYTES = 8_000_000


@dataclass(frozen=True)
class Piece:
    """An article, or why there is none at this line."""

    line: int
    article: Article | None = None
    reason: str = ""
    code: str = ""
    values: dict[str, str | int] = field(default_factory=dict)

    def content(self) -> Article | Refused:
        """The article, or the refusal to list in its place."""
        return self.article or Refused(self.reason, self.line, self.code, **self.values)


@dataclass(frozen=True)
class Reading:
    """The pieces of a file, or the addresses when it was a sitemap; `peak` is in kilobytes."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    peak: int = 0


def piece_of(line: int, found: Article | Refused) -> Piece:
    """A piece that can cross."""
    if isinstance(found, Article):
        return Piece(line, found)
    return Piece(found.line or line, None, found.reason, found.code, dict(found.values))


def refused(why: Refused) -> Reading:
    """The reading of a file that was refused as a whole."""
    return Reading([piece_of(0, why)])


def reading_of(found: Iterable[tuple[int, Article | Refused]]) -> Reading:
    """Everything found in a file, as long as it is a sane amount."""
    pieces: list[Piece] = []
    for line, piece in found:
        if len(pieces) == MOST_PIECES:
            reason = f"more than {MOST_PIECES} entries"
            raise Refused(reason, code="many_entries", most=MOST_PIECES)
        pieces.append(piece_of(line, piece))
    return Reading(pieces)


def packed(reading: Reading) -> bytes:
    """JSON on one line; never longer than the other side will read."""
    content = _shape().dump_json(reading)
    if len(content) <= MOST_BYTES:
        return content
    return _shape().dump_json(refused(Refused("there is too much text in it", code="too_much")))


def unpacked(content: bytes) -> Reading:
    """The reading; whatever is not one is a `ValueError`."""
    return _shape().validate_json(content)


@cache
def _shape() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)
