"""Questions and decisions come back as they were, and never over those of another house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bot.clock import now
from bot.database import engine, migrate
from knowledge_base.curation import regressions
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.export_differences import rows
from knowledge_base.curation.exporting import export, preview, read_back
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.regressions import Regression
from knowledge_base.curation.sections import SECTIONS
from knowledge_base.curation.verdicts import Verdicts
from knowledge_base.refusals import Refused
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, PUK, Clock

Words = tuple[str, ...]
SIM: Words = ("sim card locked", "sim card locked again", "my sim card locked")
WIFI: Words = ("wifi repeater", "wifi repeater garage")


class House:
    """A database of its own, whose visitors ask and whose curators decide."""

    def __init__(self, path: Path, words: Any) -> None:
        migrate(f"sqlite:///{path / 'house.db'}")
        self.database: Engine = engine(f"sqlite:///{path / 'house.db'}")
        self.sources = Sources(path / "articles", ArticleStore(self.database))
        self.inbox = Inbox(self.database, words, threshold=0.5)
        drafts = Drafts(self.database, self.sources)
        catalogue = Catalogue(self.database, self.sources)
        self.verdicts = Verdicts(self.database, drafts, lambda *_: None, catalogue)

    def hear(self, texts: Words) -> None:
        with self.database.begin() as writer:
            for text in texts:
                keep(writer, asked(text))
        self.inbox.gather()

    def decide(self, kind: str, *more: Any) -> int:
        group = self.inbox.page().groups[0]
        return int(getattr(self.verdicts, kind)(group.id, group.revision, "camille", *more).id)

    def held(self) -> dict[str, list[Any]]:
        with self.database.connect() as reader:
            return {name: list(rows(reader, name)) for name in SECTIONS}


def asked(text: str) -> Asked:
    return Asked(text, "fr", "web", sender=text, at=now(), decision="abstained", reason="abstained")


@pytest.fixture
def house(tmp_path: Path, words: Any, clock: Clock) -> Callable[[str], House]:
    def made(name: str) -> House:
        (tmp_path / name / "articles").mkdir(parents=True)
        return House(tmp_path / name, words)

    return made


@pytest.fixture
def decided(house: Callable[[str], House]) -> House:
    """A house where something of every kind was decided, and one verdict was taken back."""
    here = house("here")
    here.sources.store.save([PUK, BILL])
    for texts, kind, more in ((SIM, "phrasing_of", ("puk",)), (WIFI, "out_of_scope", ())):
        here.hear(texts)
        here.decide(kind, *more)
    here.hear(("bill too high", "bill too high again"))
    here.verdicts.undo(here.decide("new_article"), "bob")
    with here.database.begin() as writer:
        regressions.decide(writer, Regression("a case tried", "fr", "puk", "awa", now()))
    return here


def test_verdicts_and_their_cases_come_back_identical(
    decided: House, house: Callable[[str], House], tmp_path: Path
) -> None:
    export(tmp_path / "all.zip", sources=decided.sources)
    there = house("there")
    read_back(tmp_path / "all.zip", sources=there.sources)
    assert there.held() == decided.held()
    assert {len(there.held()[name]) for name in ("verdicts", "regressions")} == {3, 6}
    assert there.inbox.page() == decided.inbox.page()
    counts = preview(tmp_path / "all.zip", sources=there.sources).values()
    assert {(one.new, one.changed) for one in counts} == {(0, 0)}


@pytest.mark.parametrize("decides", [False, True], ids=["undecided", "decided"])
def test_another_house_keeps_its_own_inbox(
    decided: House, house: Callable[[str], House], tmp_path: Path, decides: bool
) -> None:
    export(tmp_path / "all.zip", sources=decided.sources)
    there = house("there")
    there.hear(("where is my parcel", "where is my parcel now"))
    if decides:
        there.decide("spam")
    before = there.held()
    for restore in (preview, read_back):
        with pytest.raises(Refused) as refused:
            restore(tmp_path / "all.zip", sources=there.sources)
        assert refused.value.code == "other_history"
    assert there.held() == before


def test_decisions_that_outlived_their_questions_are_not_replaced(
    decided: House, house: Callable[[str], House], tmp_path: Path
) -> None:
    export(tmp_path / "all.zip", sources=decided.sources)
    there = house("there")
    with there.database.begin() as writer:
        regressions.decide(writer, Regression("another case", "fr", "", "zoe", now()))
    before = there.held()
    with pytest.raises(Refused) as refused:
        read_back(tmp_path / "all.zip", sources=there.sources)
    assert refused.value.values == {"section": "regressions"}
    assert there.held() == before


def test_the_same_house_finds_again_what_was_so_then(decided: House, tmp_path: Path) -> None:
    """A verdict since then is a change of the same group, which restoring takes back."""
    then = decided.held()
    export(tmp_path / "all.zip", sources=decided.sources)
    decided.decide("spam")
    assert decided.held()["groups"] != then["groups"]
    shown = preview(tmp_path / "all.zip", sources=decided.sources)
    assert shown["groups"].changed == 1 and shown["questions"].changed == 0
    read_back(tmp_path / "all.zip", sources=decided.sources)
    assert decided.held()["groups"] == then["groups"]


def test_a_folders_article_that_is_otherwise_here_is_kept_and_told_so(
    house: Callable[[str], House], write: Callable[..., Path], folder: Path, tmp_path: Path
) -> None:
    write(PUK)
    here, there = house("here"), house("there")
    export(tmp_path / "all.zip", sources=Sources(folder, here.sources.store))
    own = replace(PUK, body="Du nôtre.")
    there.sources.store.save([own])
    for restore in (preview, read_back):
        found = restore(tmp_path / "all.zip", sources=there.sources)["articles"]
        assert (found.new, found.changed, found.kept, found.rows) == (0, 0, 1, [])
    assert there.sources.read().articles[PUK.key] == own
