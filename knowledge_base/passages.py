"""Cuts an article into the texts that a question is compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bot.encoder import Kind as Encoding
from knowledge_base.article import Article

LONGEST = 900  # characters of a passage: well under the encoder's 512 tokens


@dataclass(frozen=True)
class Passage:
    """One text of an article; a phrasing is read as the question it is."""

    encoding: Encoding
    text: str
    language: str


def passages_of(article: Article) -> list[Passage]:
    """The title, each phrasing, and the body in pieces that each begin with the title."""
    pieces = list(_pieces(plain_text(article.body), LONGEST - len(article.title)))
    spoken = article.language
    return [
        Passage("passage", article.title, spoken),
        *(Passage("query", phrasing, spoken) for phrasing in article.phrasings),
        *(Passage("passage", f"{article.title}. {piece}", spoken) for piece in pieces),
    ]


@lru_cache(maxsize=8192)
def plain_text(markdown: str) -> str:
    """What is left of Markdown when its marks and addresses are gone; one line a block."""
    lines = (_inline(token) for token in _parser().parse(markdown) if token.type in _TEXTUAL)
    return "\n".join(line for line in lines if line)


_TEXTUAL = {"inline", "fence", "code_block"}


def _inline(token: Any) -> str:
    if not token.children:
        return " ".join(token.content.split())
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children
        if child.type != "html_inline"
    )
    return " ".join("".join(parts).split())


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Whole lines, or sentences of a long one, gathered up to a length."""
    piece = ""
    for part in _sentences(text, longest):
        if piece and len(piece) + len(part) >= longest:
            yield piece
            piece = ""
        piece = f"{piece} {part}".strip()
    if piece:
        yield piece


def _sentences(text: str, longest: int) -> Iterator[str]:
    for line in text.splitlines():
        if len(line) <= longest:
            yield line
            continue
        for sentence in re.split(r"(?<=[.!?…;])\s+", line):
            yield from (sentence[at : at + longest] for at in range(0, len(sentence), longest))
