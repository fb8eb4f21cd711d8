"""The same on PostgreSQL, where writers do not queue by themselves."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.database import read_only
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Draft, Drafts, Outdated
from knowledge_base.curation.releases import PublishRefused, Releases
from knowledge_base.sources import Sources
from knowledge_base.store import articles
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK

EDITED = replace(PUK, body="Composez le code PUK, puis un nouveau PIN.")


def at_once(work: object, names: tuple[str, ...]) -> None:
    start = Barrier(len(names))

    def run(name: str) -> None:
        start.wait()
        work(name)  # type: ignore[operator]

    threads = [Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_drafts_go_live_and_come_back(on_postgresql: Sources) -> None:
    drafts, releases = Drafts(sources=on_postgresql), Releases(sources=on_postgresql)
    before = Catalogue(sources=on_postgresql).live()
    drafts.save(EDITED, "awa", 0)
    drafts.save(MOVING, "awa", 0)
    drafts.withdraw(BILL.key, "awa")
    releases.publish("mia", "")
    assert set(on_postgresql.read().articles) == {PUK.key, ("puk", "en"), MOVING.key}
    releases.undo(1, "mia")
    assert Catalogue(sources=on_postgresql).live() == before


def test_of_two_publishers_one_wins_and_the_other_hears_of_it(on_postgresql: Sources) -> None:
    Drafts(sources=on_postgresql).save(EDITED, "awa")
    heard: dict[str, tuple[str, str]] = {}

    def publish(by: str) -> None:
        try:
            heard[by] = "live", Releases(sources=on_postgresql).publish(by, "", [PUK.key]).by
        except PublishRefused as refused:
            heard[by] = refused.code, refused.by

    at_once(publish, ("mia", "leo"))
    winner = "mia" if heard["mia"][0] == "live" else "leo"
    loser = "leo" if winner == "mia" else "mia"
    assert heard == {winner: ("live", winner), loser: ("overtaken", winner)}


def test_of_two_first_editors_one_is_shown_the_others_draft(on_postgresql: Sources) -> None:
    saved: list[Draft] = []
    shown: list[Draft | None] = []

    def save(by: str) -> None:
        try:
            saved.append(Drafts(sources=on_postgresql).save(EDITED, by, 0))
        except Outdated as outdated:
            shown.append(outdated.current)

    at_once(save, ("mia", "leo"))
    assert len(saved) == 1 and shown == saved


def test_a_reader_writes_nothing(on_postgresql: Sources) -> None:
    with pytest.raises(SQLAlchemyError), read_only(on_postgresql.store.engine) as reader:
        reader.execute(articles.delete())
    assert len(on_postgresql.read().articles) == 3
