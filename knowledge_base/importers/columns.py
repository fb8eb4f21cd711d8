"""What the columns and fields of other people's tables mean, and the article of one row."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from knowledge_base.article import Article
from knowledge_base.refusals import Refused

COLUMNS = {
    "id": ("id", "article", "articleid", "ref", "reference", "identifiant", "key", "slug",
           "intent", "intention", "faqid", "answerid"),
    "title": ("title", "titre", "question", "name", "term", "terme", "heading", "intitule", "q",
              "faqquestion", "prompt", "instruction", "questionsfrequentes", "sujet", "subject"),
    "body": ("body", "text", "answer", "reponse", "content", "contenu", "texte", "passage",
             "definition", "response", "description", "a", "r", "answers", "reponses", "faqanswer",
             "faqreponse", "completion", "output", "acceptedanswer", "responses", "answertext"),
    "language": ("language", "lang", "langue", "locale"),
    "category": ("category", "categorie", "theme", "topic", "section", "rubrique"),
    "phrasings": ("phrasings", "phrasing", "formulations", "formulation", "questions", "variants",
                  "variantes", "paraphrases", "paraphrase", "utterances", "alternatives", "query",
                  "aliases", "synonyms", "synonymes", "variation", "variations", "variant",
                  "variante", "utterance", "userquestion", "alternative", "synonym", "synonyme",
                  "questionutilisateur", "examples", "exemples", "example", "exemple", "alias"),
    "voice": ("voice", "voix", "spoken"),
    "source": ("source", "url", "link", "lien"),
    "owner": ("owner", "proprietaire", "responsable", "author", "auteur"),
    "updated": ("updated", "updatedat", "date", "modified", "maj"),
    "review": ("review", "reviewdate", "revision"),
    "valid_from": ("validfrom", "validdu", "validedu", "debut", "debutdevalidite", "startdate"),
    "valid_until": ("validuntil", "validto", "validau", "valideau", "findevalidite", "expires",
                    "expiry", "enddate"),
    "tags": ("tags", "keywords", "motscles", "etiquettes"),
}  # fmt: skip
MEANING = {name: field for field, names in COLUMNS.items() for name in names}
SEPARATORS = re.compile(r"\s*[\n|;]\s*")
TEXTS = ("id", "title", "body", "language", "category", "voice", "source", "owner")


def meaning(name: str) -> str:
    """The field of an article that a column holds, or nothing; its number does not count."""
    return MEANING.get(plain(name), "")


def plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", folded.lower())


def add(found: dict[str, Any], field: str, value: Any) -> None:
    """Take one cell: a second title or several are more phrasings, any other second is left."""
    asks_again = field == "title" and (isinstance(value, list) or "title" in found)
    if not field or value in (None, ""):
        return
    if field == "phrasings" or asks_again:
        more = [value] if asks_again and isinstance(value, str) else _many(value)
        found["phrasings"] = [*found.get("phrasings", []), *more]
    else:
        found.setdefault(field, value)


def article_of(found: dict[str, Any]) -> Article | Refused:
    """The article of the cells taken, or why there is none."""
    try:
        phrasings = tuple(_many(found.get("phrasings", ())))
        texts = {name: _text(name, found.get(name, "")) for name in TEXTS}
        title = texts.pop("title") or next(iter(phrasings), "")
        return Article(
            title=title,
            phrasings=phrasings,
            tags=tuple(_many(found.get("tags", ()))),
            updated=_date(found.get("updated")),
            review=_date(found.get("review")),
            valid_from=_date(found.get("valid_from")),
            valid_until=_date(found.get("valid_until")),
            **{**texts, "language": texts["language"].lower()[:2]},
        )
    except Refused as refused:
        return refused


def _many(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part for part in SEPARATORS.split(value.strip()) if part]
    items = value if isinstance(value, (list, tuple)) else [value]
    return [_text("phrasings", item) for item in items if item is not None]


def _text(name: str, value: Any) -> str:
    """A cell as text; an answer may come as a list of paragraphs or as `{"text": …}`."""
    if name == "body" and isinstance(value, list):
        return "\n\n".join(filter(None, (_text(name, part) for part in value)))
    if name == "body" and isinstance(value, dict):
        value = next((part for key, part in value.items() if meaning(str(key)) == "body"), value)
    if isinstance(value, (list, dict)):
        raise Refused(f"{name} must be a text", code="wrong_field", field=name)
    return "" if value is None else str(value).strip()


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        raise Refused("a date must be like 2026-09-14", code="date") from None
