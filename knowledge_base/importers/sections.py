"""Cuts a document into articles: one for every heading that has text of its own under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge_base.article import Article
from knowledge_base.refusals import Refused

LONGEST_TITLE = 280


@dataclass(frozen=True)
class Block:
    """A heading (its level from 1) or, at level 0, a piece of text; both know their place."""

    text: str
    level: int = 0
    place: str = ""


def articles_of(blocks: Iterable[Block], name: str) -> Iterator[Article]:
    """The articles in order; text before the first heading stands under the document's name."""
    title, place, body = name, "", list[str]()
    for block in blocks:
        if not block.level:
            place = place or block.place
            body.append(block.text)
            continue
        yield from _article(title, place, body)
        title, place, body = block.text[:LONGEST_TITLE], block.place, []
    yield from _article(title, place, body)


def some(articles: Iterator[Article]) -> Iterator[tuple[int, Article]]:
    """The same, numbered; a document without a word, such as a scan, is refused."""
    number = 0
    for number, article in enumerate(articles, 1):
        yield number, article
    if not number:
        raise Refused("there is no text in it (a scan, or pictures only)", code="no_text")


def _article(title: str, place: str, body: list[str]) -> Iterator[Article]:
    text = "\n\n".join(part for part in body if part.strip())
    if text:
        yield Article("", title, "", text, source=place)
