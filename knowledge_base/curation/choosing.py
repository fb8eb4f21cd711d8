"""Which drafts a release takes, and what its undoing puts back; refused when they moved on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.engine import Connection

from knowledge_base.article import Key
from knowledge_base.curation.applying import same
from knowledge_base.curation.draft_rows import Draft, read_drafts
from knowledge_base.curation.release_rows import Change, PublishRefused, last_of, read_releases
from knowledge_base.curation.tables import releases
from knowledge_base.sources import Held

Chosen = Collection[Key] | Mapping[Key, int] | None


def chosen_drafts(writer: Connection, keys: Chosen, number: int) -> dict[Key, Draft]:
    """All drafts, or those chosen; a mapping names the revisions that were examined."""
    drafts = read_drafts(writer)
    chosen = dict.fromkeys(drafts if keys is None else keys)
    if not chosen:
        raise _nothing(writer, number)
    for key in chosen:
        _refuse_scheduled(writer, key)
        if key not in drafts:
            raise _overtaken(writer, key)
        if isinstance(keys, Mapping) and keys[key] != drafts[key].revision:
            raise PublishRefused("outdated", drafts[key].by, key=key)
    return {key: drafts[key] for key in chosen}


def opposite(writer: Connection, change: Change, held: Mapping[Key, Held], force: bool) -> Change:
    """What undoes a change; refused when the article is no more what the change made it."""
    present = held[change.key].standing if change.key in held else None
    if not force and not same(present, change.after):
        last = last_of(writer, change.key)
        who = (last.by, last.number) if last else ("", 0)
        raise PublishRefused("changed_since", *who, key=change.key)
    return Change(change.key, present, change.before)


def _refuse_scheduled(writer: Connection, key: Key) -> None:
    waiting = last_of(writer, key, "scheduled")
    if waiting:
        raise PublishRefused("scheduled", waiting.by, waiting.number, key)


def _overtaken(writer: Connection, key: Key) -> PublishRefused:
    last = last_of(writer, key)
    if last is None:
        return PublishRefused("nothing", key=key)
    return PublishRefused("overtaken", last.by, last.number, key)


def _nothing(writer: Connection, number: int) -> PublishRefused:
    found = read_releases(writer, releases.c.number == number - 1)
    return PublishRefused("nothing", found[0].by if found else "", number - 1)
