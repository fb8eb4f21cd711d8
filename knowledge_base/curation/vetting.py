"""Looks at every article of an export that comes from elsewhere, as if somebody wrote it here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge_base.article import NAMES, Article, article_from
from knowledge_base.checks import checked
from knowledge_base.curation.archives import opened, read_lines
from knowledge_base.refusals import Refused

CONTENTS = {
    "stored": ("content",),
    "versions": ("content",),
    "drafts": ("content",),
    "changes": ("before", "after"),
}


def vet(path: Path) -> None:
    """`Refused` names the first article that could not have been written in the console."""
    with opened(path) as folder:
        for content in _contents(folder):
            _check(content)


def _contents(folder: Path) -> Iterator[Any]:
    for row in read_lines(folder, "articles"):
        yield {name: row.get(name) for name in NAMES if name in row}
    for section, columns in CONTENTS.items():
        for row in read_lines(folder, section):
            yield from (json.loads(row[name]) for name in columns if row.get(name))


def _check(content: Any) -> None:
    try:
        article = article_from(content)
        tidy = checked(article)
    except (TypeError, ValueError, AttributeError) as error:  # a `Refused` is one too
        raise _refused(content) from error
    if _harm(article) != _harm(tidy):
        raise _refused(content)


def _harm(article: Article) -> tuple[str, str]:
    """Where links and what hides in a text would be taken away."""
    return article.body.strip(), article.source.strip()


def _refused(content: Any) -> Refused:
    name = str(content.get("id", "?"))[:120] if isinstance(content, dict) else "?"
    return Refused(f"the article {name} is not acceptable", code="unchecked", id=name)
