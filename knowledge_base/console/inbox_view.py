"""What the inbox's pages show of a group, and of what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from bot.clock import now
from bot.database import read_only
from knowledge_base.article import LANGUAGES
from knowledge_base.console.visit import Visit
from knowledge_base.curation import group_reasons
from knowledge_base.curation.audit import record
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.group_lists import GROUP_LISTS, GroupList
from knowledge_base.curation.group_rows import Group, place_of
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.verdicts import Verdict, Verdicts

DELAYS = {"day": 1, "week": 7, "month": 30}
LONGEST = 200  # of the words that are looked for
TICKED = 5  # examples that are ticked at first: the most central ones


@dataclass(frozen=True)
class Shown:
    """The list that somebody goes through, which follows them from group to group."""

    which: GroupList
    language: str
    words: str = ""  # that its groups have

    @property
    def values(self) -> dict[str, str]:
        """What an address says of it."""
        asked = {"list": self.which, "language": self.language, "words": self.words}
        return {name: one for name, one in asked.items() if one and one != GROUP_LISTS[0]}

    def query(self, **other: str) -> str:
        """The end of an address that leads to this list, or to one that differs from it."""
        asked = {**self.values, **other}
        asked = {name: value for name, value in asked.items() if value and value != GROUP_LISTS[0]}
        return f"?{urlencode(asked)}" if asked else ""


@dataclass(frozen=True)
class Neighbours:
    """The groups before and after one in the list; 0 where there is none."""

    before: int = 0
    after: int = 0


def inbox_of(visit: Visit) -> Inbox:
    """The inbox; 409 where no knowledge base is open, which tells what questions mean."""
    encoder = getattr(visit.console.knowledge, "encoder", None)
    if encoder is None:
        raise HTTPException(409, "knowledge")
    return Inbox(visit.console.database, encoder, record=record)


def verdicts_of(visit: Visit) -> Verdicts:
    database, sources = visit.console.database, visit.console.sources
    drafts, catalogue = Drafts(database, sources), Catalogue(database, sources)
    return Verdicts(database, drafts, record, catalogue)


def group_of(visit: Visit, number: int) -> Group:
    found = inbox_of(visit).group(number)
    if found is None:
        raise HTTPException(404)
    return found


def reasons(visit: Visit, groups: Sequence[Group]) -> Any:
    with read_only(visit.console.database) as connection:
        return group_reasons.reasons(connection, [one.id for one in groups])


def trend(group: Group) -> str:
    """`up`, `down` or `same`: this week's questions against those of the week before."""
    if group.week == group.week_before:
        return "same"
    return "up" if group.week > group.week_before else "down"


def shown(visit: Visit) -> Shown:
    """The list that the address names; what waits, in both languages, where it names none."""
    given = visit.request.query_params
    which = next((one for one in GROUP_LISTS if one == given.get("list")), GROUP_LISTS[0])
    language = given.get("language", "")
    return Shown(which, language if language in LANGUAGES else "", given.get("words", "")[:LONGEST])


def neighbours(inbox: Inbox, group: Group, of: Shown) -> Neighbours:
    """Before and after a group, or the place that it left; at the end, nothing comes after."""
    after = inbox.page(of.language, place_of(group), 1, of.which, of.words).groups
    before = inbox.before(group, of.language, of.which, of.words)
    return Neighbours(before, after[0].id if after else 0)


def titles(visit: Visit, language: str) -> dict[str, str]:
    """The articles that a question of a language may be a phrasing of, by id."""
    wanted = Catalogue(visit.console.database, visit.console.sources).wanted()
    found = {key[0]: article.title for key, article in wanted.items() if key[1] == language}
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def named(given: str, known: dict[str, str]) -> str:
    """The id meant by «title — id», a title or an id; empty when none is."""
    given = given.strip()
    name = given.rsplit(" — ", 1)[-1]
    by_title = {title.casefold(): one for one, title in known.items()}
    return name if name in known else by_title.get(given.casefold(), "")


def until(delay: str) -> date:
    """The day that a group put off comes back."""
    return now().date() + timedelta(days=DELAYS.get(delay, DELAYS["week"]))


def last_of(visit: Visit, verdicts: Sequence[Verdict]) -> Verdict | None:
    """What this person decided last and has not taken back."""
    mine = (one for one in verdicts if one.by == visit.person.name and one.undone_at is None)
    return next(mine, None)
