"""Reads tables of questions and answers, CSV or JSON, whatever their columns are called."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from knowledge_base.article import Article
from knowledge_base.refusals import Refused

COLUMNS = {
    "id": ("id", "article", "articleid", "ref", "reference", "identifiant", "key", "slug"),
    "title": ("title", "titre", "question", "name", "term", "terme", "heading", "intitule"),
    "body": ("body", "text", "answer", "reponse", "content", "contenu", "texte", "passage",
             "definition", "response", "description"),
    "language": ("language", "lang", "langue", "locale"),
    "category": ("category", "categorie", "theme", "topic", "section", "rubrique"),
    "phrasings": ("phrasings", "phrasing", "formulations", "formulation", "questions", "variants",
                  "variantes", "paraphrases", "paraphrase", "utterances", "alternatives", "query",
                  "aliases", "synonyms", "synonymes"),
    "voice": ("voice", "voix", "spoken"),
    "source": ("source", "url", "link", "lien"),
    "owner": ("owner", "proprietaire", "responsable", "author", "auteur"),
    "updated": ("updated", "updatedat", "date", "modified", "maj"),
    "review": ("review", "reviewdate", "revision"),
    "tags": ("tags", "keywords", "motscles", "etiquettes"),
}  # fmt: skip
MEANING = {name: field for field, names in COLUMNS.items() for name in names}
SEPARATORS = re.compile(r"\s*[\n|;]\s*")
LISTS = ("articles", "items", "data", "entries", "faq", "faqs", "questions", "documents", "rows")
Row = tuple[int, Article | Refused]


def read_csv(text: str) -> Iterator[Row]:
    """One article a row, each with its line; a bad row is a refusal in its place."""
    text = text.lstrip("\ufeff")
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    csv.field_size_limit(1 << 20)
    header: list[str] = []
    began = 1
    try:
        for cells in reader:
            line, began = began, reader.line_num + 1
            if not header:
                header = _header(cells)
            elif any(cell.strip() for cell in cells):
                yield line, _row(header, cells)
    except csv.Error as error:
        raise Refused(f"not CSV: {error}", reader.line_num) from None


def read_json(text: str) -> Iterator[Row]:
    """A list of objects, an object holding one, or {question: answer}; numbered from 1."""
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Refused(f"not JSON: {error.msg}", error.lineno) from None
    except RecursionError:
        raise Refused("not JSON: nested too deeply") from None
    for number, item in enumerate(_items(content), 1):
        yield number, _object(item)


def read_json_lines(text: str) -> Iterator[Row]:
    """One JSON object a line."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if line.strip():
            try:
                yield number, _object(json.loads(line))
            except (json.JSONDecodeError, RecursionError):
                yield number, Refused("not JSON")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _header(cells: list[str]) -> list[str]:
    names = [_plain(cell) for cell in cells]
    numbered = "article" in names and "id" in names  # then `id` only numbers the rows
    fields = ["" if numbered and name == "id" else MEANING.get(name, "") for name in names]
    if "body" not in fields or not {"title", "phrasings"} & set(fields):
        raise Refused("the first row must name a title (or question) and a text (or answer)", 1)
    return fields


def _row(header: list[str], cells: list[str]) -> Article | Refused:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Refused("more cells than the first row names")
    found: dict[str, Any] = {}
    for field, cell in zip(header, cells, strict=False):
        _add(found, field, cell.strip())
    return _article(found)


def _object(item: Any) -> Article | Refused:
    if not isinstance(item, Mapping):
        return Refused("not an object with fields")
    found: dict[str, Any] = {}
    for name, value in item.items():
        field = MEANING.get(_plain(str(name)), "")
        _add(found, field, value)
    return _article(found)


def _add(found: dict[str, Any], field: str, value: Any) -> None:
    """Take one cell: a second title or several are more phrasings, any other second is left."""
    asks_again = field == "title" and (isinstance(value, list) or "title" in found)
    if not field or value in (None, ""):
        return
    if field == "phrasings" or asks_again:
        more = [value] if asks_again and isinstance(value, str) else _many(value)
        found["phrasings"] = [*found.get("phrasings", []), *more]
    else:
        found.setdefault(field, value)


def _items(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        raise Refused("a list of articles is expected")
    for name in LISTS:
        if isinstance(content.get(name), list):
            return list(content[name])
    if (
        content
        and all(isinstance(value, str) for value in content.values())
        and (not {MEANING.get(_plain(name)) for name in content} & {"body"})
    ):
        return [{"title": name, "body": value} for name, value in content.items()]
    return [content]


def _article(found: dict[str, Any]) -> Article | Refused:
    try:
        phrasings = tuple(_many(found.get("phrasings", ())))
        texts = {name: _text(name, found.get(name, "")) for name in _TEXTS}
        title = texts.pop("title") or next(iter(phrasings), "")
        return Article(
            title=title,
            phrasings=phrasings,
            tags=tuple(_many(found.get("tags", ()))),
            updated=_date(found.get("updated")),
            review=_date(found.get("review")),
            **{**texts, "language": texts["language"].lower()[:2]},
        )
    except Refused as refused:
        return refused


_TEXTS = ("id", "title", "body", "language", "category", "voice", "source", "owner")


def _many(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part for part in SEPARATORS.split(value.strip()) if part]
    items = value if isinstance(value, (list, tuple)) else [value]
    return [_text("phrasings", item) for item in items if item is not None]


def _text(name: str, value: Any) -> str:
    if isinstance(value, (list, dict)):
        raise Refused(f"{name} must be a text")
    return "" if value is None else str(value).strip()


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        raise Refused("a date must be like 2026-09-14") from None


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", folded.lower())
