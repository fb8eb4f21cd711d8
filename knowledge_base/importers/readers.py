"""Which reader reads which kind of text; every one yields articles and refusals by line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from knowledge_base.article import Article
from knowledge_base.importers.gathering import Found
from knowledge_base.importers.markdown import read_markdown
from knowledge_base.importers.objects import read_json, read_json_lines
from knowledge_base.importers.pages import markdown_of, read_page
from knowledge_base.importers.plain import read_text
from knowledge_base.importers.tables import read_csv
from knowledge_base.refusals import Refused

TEXTS: dict[str, Callable[[str, str], Found]] = {
    ".md": lambda text, name: read_markdown(text, name),
    ".markdown": lambda text, name: read_markdown(text, name),
    ".txt": lambda text, name: read_text(text, name),
    ".html": lambda text, name: read_page(text, name),
    ".htm": lambda text, name: read_page(text, name),
    ".csv": lambda text, _: read_csv(text),
    ".tsv": lambda text, _: read_csv(text),
    ".json": lambda text, _: read_json(text),
    ".jsonl": lambda text, _: read_json_lines(text),
}
HTML = re.compile(r"</?(?:p|br|div|ul|ol|li|a|strong|b|em|h[1-6]|span|table)\b[^>]*>", re.I)


def flattened(found: Found) -> Found:
    """The same without HTML inside; `Refused` when there is nothing at all."""
    first = next(found, None)
    if first is None:
        raise Refused("nothing was found in it", code="nothing")
    yield first[0], _without_html(first[1])
    for line, piece in found:
        yield line, _without_html(piece)


def _without_html(piece: Article | Refused) -> Article | Refused:
    if isinstance(piece, Refused):
        return piece
    body = markdown_of(piece.body) if HTML.search(piece.body) else piece.body
    title = markdown_of(piece.title) if HTML.search(piece.title) else piece.title
    return replace(piece, body=body, title=title)
