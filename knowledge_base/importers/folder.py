"""Reads files and folders of any known kind into articles, and says what was refused and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from knowledge_base.article import Article, Key
from knowledge_base.checks import checked
from knowledge_base.importers.decoding import decoded
from knowledge_base.importers.markdown import read_markdown
from knowledge_base.importers.objects import read_json, read_json_lines
from knowledge_base.importers.pages import markdown_of, read_page
from knowledge_base.importers.plain import read_text
from knowledge_base.importers.tables import read_csv
from knowledge_base.language import guessed_language
from knowledge_base.refusals import Refusal, Refused

LARGEST = 20_000_000
Found = Iterator[tuple[int, "Article | Refused"]]
READERS: dict[str, Callable[[str, str], Found]] = {
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


@dataclass
class Content:
    """What was read: articles by key, in order, and what was refused."""

    articles: dict[Key, Article] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Every file of a known kind, folders opened, in a stable order."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if _is_content(file, path))
        else:
            found.append(path)
    return found


def read_files(paths: Iterable[Path], language: str = "", default: str = "fr") -> Content:
    """The articles of some files or folders; `language` is theirs where they do not say."""
    content = Content()
    names: set[str] = set()
    for path in files_of(paths):
        try:
            for line, found in read_file(path):
                _take(content, names, (path, line, found), language, default)
        except Refused as refused:
            content.refusals.append(Refusal(str(path), refused.line, refused.reason))
    return content


def read_file(path: Path) -> Found:
    """The articles and refusals of one file; `Refused` when it cannot be read at all."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Refused(f"this kind of file is not known ({', '.join(READERS)})")
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"larger than {LARGEST // 1_000_000} MB")
        text = decoded(path.read_bytes())
    except OSError as error:
        raise Refused(error.strerror or "cannot be read") from None
    yield from _some(reader(text, path.stem))


def _some(found: Found) -> Found:
    """The same, and a refusal when there is nothing at all."""
    first = next(found, None)
    if first is None:
        raise Refused("nothing was found in it")
    yield first
    yield from found


def _is_content(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.is_file() and file.suffix.lower() in READERS


def _take(
    content: Content,
    names: set[str],
    found: tuple[Path, int, Article | Refused],
    language: str,
    default: str,
) -> None:
    path, line, article = found
    try:
        if isinstance(article, Refused):
            raise article
        if article.id and not article.body:
            _add_phrasings(content, article)
        else:
            _keep(content, names, _completed(article, language, default))
    except Refused as refused:
        content.refusals.append(Refusal(str(path), refused.line or line, refused.reason))


def _completed(article: Article, language: str, default: str) -> Article:
    body = markdown_of(article.body) if HTML.search(article.body) else article.body
    title = markdown_of(article.title) if HTML.search(article.title) else article.title
    spoken = article.language or language or guessed_language(f"{title}. {body}"[:500], default)
    return replace(article, body=body, title=title, language=spoken)


def _keep(content: Content, names: set[str], found: Article) -> None:
    article = checked(found)
    named = bool(found.id)
    known = content.articles.get(article.key)
    if known is None:
        names.add(article.id)
        content.articles[article.key] = article
    elif known.body == article.body:
        content.articles[article.key] = _merged(known, article)
    elif named:
        raise Refused(f"another text for {article.id} ({article.language}) was read before")
    else:
        _keep_beside(content, names, article)


def _add_phrasings(content: Content, found: Article) -> None:
    """A row without a text: other ways of asking for an article that was read before."""
    known = [a for a in content.articles.values() if a.id == " ".join(found.id.split())]
    known = [a for a in known if found.language in ("", a.language)]
    if not known:
        raise Refused("body is empty")
    content.articles[known[0].key] = _merged(known[0], found)


def _merged(known: Article, other: Article) -> Article:
    """The same article again: its other title and phrasings are more ways of asking."""
    more = (*known.phrasings, other.title, *other.phrasings)
    return checked(replace(known, phrasings=tuple(p for p in more if p != known.title)))


def _keep_beside(content: Content, names: set[str], article: Article) -> None:
    """Two nameless entries under one title: the second gets a number."""
    number = next(n for n in range(2, 10_000) if f"{article.id}-{n}" not in names)
    renamed = replace(article, id=f"{article.id}-{number}")
    names.add(renamed.id)
    content.articles[renamed.key] = renamed
