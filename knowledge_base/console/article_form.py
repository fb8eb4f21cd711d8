"""The editor's form: one side a language, read into an article or into what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge_base.article import DATES, Article, article_from
from knowledge_base.checks import checked
from knowledge_base.console.visit import Visit
from knowledge_base.curation.catalogue import Entry
from knowledge_base.curation.edits import Edit, Note, mark
from knowledge_base.refusals import Refused

READ = ("title", "phrasings", "body", "voice")
ABOUT = ("category", "tags", "owner", "source", "valid_from", "valid_until", "review", "note")
FIELDS = (*READ, *ABOUT)
LONGEST_NOTE = 4000


class Wrong(Exception):
    """A side is no article; `errors` has a sentence for each field to mend."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Side:
    """One language of the editor, as text. `seen` and `revision` say what it was filled from."""

    language: str
    fields: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    seen: str = ""
    revision: int = 0
    was: str = ""  # the note that was shown

    @property
    def is_empty(self) -> bool:
        """Nobody wrote an article here."""
        return not self.seen and not any(self.fields[name].strip() for name in READ)


def shown(entry: Entry) -> Article:
    """What the editor shows of an article: its draft, where it has one."""
    return entry.draft.article if entry.draft else entry.article


def side_of(entry: Entry | None, language: str) -> Side:
    """A side filled from what stands."""
    if entry is None:
        return Side(language)
    article = shown(entry)
    fields = {**texts_of(article), "note": entry.note}
    revision = entry.draft.revision if entry.draft else 0
    return Side(language, fields, mark(article), revision, entry.note)


def side_from(visit: Visit, language: str) -> Side:
    """A side as it was sent."""

    def given(name: str) -> str:
        return visit.field(f"{language}_{name}").replace("\r\n", "\n")

    number = given("revision")
    return Side(
        language,
        {name: given(name) for name in FIELDS},
        given("seen"),
        int(number) if number.isdecimal() and len(number) < 10 else 0,
        given("was"),
    )


def texts_of(article: Article) -> dict[str, str]:
    """An article's fields as a form shows them."""
    plain: dict[str, Any] = article.as_dict()
    plain |= {"phrasings": "\n".join(article.phrasings), "tags": ", ".join(article.tags)}
    return {name: str(plain.get(name) or "") for name in FIELDS}


def edit_of(side: Side, name: str, visit: Visit) -> Edit:
    """The edit that a side asks for; `Wrong` when it is no article."""
    return Edit(article_of(side, name, visit), side.seen, side.revision)


def note_of(side: Side) -> Note:
    return Note(side.fields["note"][:LONGEST_NOTE], side.was)


def article_of(side: Side, name: str, visit: Visit) -> Article:
    try:
        found = checked(draft_of(side, name))
    except Refused as refused:
        where = str(
            refused.values.get("field")
            or ("valid_until" if refused.code == "validity" else "title")
        )
        raise Wrong({where: said(refused, visit)}) from None
    except BadDate as bad:
        raise Wrong({bad.name: visit.t("articles.refused.date")}) from None
    if side.fields["source"].strip() and not found.source:
        raise Wrong({"source": visit.t("articles.refused.source")})
    return found


def said(refused: Refused, visit: Visit) -> str:
    """Why an article was refused, in the colleague's language."""
    values = {name: value for name, value in refused.values.items() if name == "most"}
    return visit.t(f"articles.refused.{refused.code or 'other'}", **values)


class BadDate(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def draft_of(side: Side, name: str, lenient: bool = False) -> Article:
    """The article as written; `lenient` lets dates go that are none, for a preview."""
    fields = side.fields
    tags = (" ".join(tag.split())[:60] for tag in fields["tags"].split(","))
    days = {one: _day(side, one, lenient) for one in DATES if one in fields}
    content = {
        **{one: fields[one] for one in ("title", "body", "voice")},
        **{one: " ".join(fields[one].split()) for one in ("category", "owner", "source")},
        **{one: day.isoformat() for one, day in days.items() if day},
        "phrasings": fields["phrasings"].splitlines(),
        "tags": dict.fromkeys(tag for tag in tags if tag),
    }
    return article_from({"id": name, "language": side.language, **content})


def _day(side: Side, name: str, lenient: bool) -> date | None:
    text = side.fields[name].strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        if lenient:
            return None
        raise BadDate(name) from None
