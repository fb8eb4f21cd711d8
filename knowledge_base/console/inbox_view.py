"""What the inbox's pages show of a group, and of what was decided on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from starlette.exceptions import HTTPException

from bot.clock import now
from bot.database import read_only
from knowledge_base.console.visit import Visit
from knowledge_base.curation import group_reasons
from knowledge_base.curation.audit import record
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.group_rows import Group
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.verdicts import Verdict, Verdicts

AROUND = 100  # groups of the list among which the next and the one before are looked for
DELAYS = {"day": 1, "week": 7, "month": 30}
TICKED = 5  # examples that are ticked at first: the most central ones


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


def neighbours(inbox: Inbox, number: int, language: str = "") -> Neighbours:
    """Before and after a group, which may have left the list: then the first one follows."""
    numbers = [one.id for one in inbox.page(language, limit=AROUND).groups]
    if number not in numbers:
        return Neighbours(after=numbers[0] if numbers else 0)
    place = numbers.index(number)
    return Neighbours(
        numbers[place - 1] if place else 0,
        numbers[place + 1] if place + 1 < len(numbers) else 0,
    )


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

