"""Drafts go live together or not at all, and one click brings back what was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy.engine import Connection, Engine

from bot.clock import now
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.curation.catalogue import Catalogue, State
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.examining import Examiner
from knowledge_base.curation.gate_checks import Checks
from knowledge_base.curation.marks import Marks
from knowledge_base.curation.publishing import Publishing
from knowledge_base.curation.releases import PublishRefused, Release, Releases
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.passages import passages_of
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK, PUK_EN
from tests.knowledge_base.test_live import text_of, within_two_seconds

EDITED = replace(PUK, body="Composez le code PUK, puis un nouveau PIN.")
Write = Callable[..., Path]


def test_drafts_go_live_together(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, sources: Sources
) -> None:
    stamp = sources.stamp()
    drafts.save(EDITED, "awa")
    drafts.save(MOVING, "leo")
    drafts.withdraw(BILL.key, "leo")
    release = releases.publish("mia", "les retours de novembre")
    assert (release.number, release.by, release.state) == (1, "mia", "live")
    assert [(c.key, c.before, c.after) for c in release.changes] == [
        (BILL.key, BILL, None),
        (MOVING.key, None, MOVING),
        (PUK.key, PUK, EDITED),
    ]
    live = catalogue.live()
    assert live == {PUK.key: EDITED, PUK_EN.key: PUK_EN, MOVING.key: MOVING}
    assert drafts.all() == {} and releases.all() == [release] and releases.number() == 1
    assert sources.stamp() != stamp


def test_only_the_chosen_drafts_go_live_as_they_were_examined(
    drafts: Drafts, releases: Releases, catalogue: Catalogue
) -> None:
    examined = drafts.save(EDITED, "awa")
    drafts.save(MOVING, "leo")
    drafts.save(replace(EDITED, title="Glissé entre-temps"), "leo")
    with pytest.raises(PublishRefused) as refused:
        releases.publish("mia", "", {PUK.key: examined.revision})
    assert (refused.value.code, refused.value.by) == ("outdated", "leo")
    assert releases.all() == []
    releases.publish("mia", "", [MOVING.key])
    assert catalogue.live()[MOVING.key] == MOVING and set(drafts.all()) == {PUK.key}


def test_undoing_is_a_release_of_what_was_before(
    drafts: Drafts, releases: Releases, catalogue: Catalogue
) -> None:
    before = catalogue.live()
    drafts.save(EDITED, "awa")
    drafts.save(MOVING, "awa")
    drafts.withdraw(BILL.key, "awa")
    releases.publish("mia", "")
    undone = releases.undo(1, "leo")
    assert (undone.number, undone.undoes) == (2, 1)
    assert catalogue.live() == before
    first = releases.get(1)
    assert first and first.state == "undone"
    with pytest.raises(PublishRefused) as refused:
        releases.undo(1, "leo")
    assert refused.value.code == "not_live"
    releases.undo(2, "mia")
    assert catalogue.live()[PUK.key] == EDITED and BILL.key not in catalogue.live()


def test_undoing_what_was_changed_since_names_who_unless_forced(
    drafts: Drafts, releases: Releases, catalogue: Catalogue
) -> None:
    drafts.save(EDITED, "awa")
    releases.publish("mia", "")
    drafts.save(replace(EDITED, title="Le code PUK expliqué"), "leo")
    releases.publish("leo", "")
    with pytest.raises(PublishRefused) as refused:
        releases.undo(1, "awa")
    assert (refused.value.code, refused.value.by, refused.value.number) == (
        "changed_since",
        "leo",
        2,
    )
    assert catalogue.live()[PUK.key].title == "Le code PUK expliqué"
    releases.undo(1, "awa", force=True)
    assert catalogue.live()[PUK.key] == PUK


def test_of_two_who_publish_at_once_one_wins_and_the_other_hears_of_it(
    drafts: Drafts, sources: Sources
) -> None:
    drafts.save(EDITED, "awa")
    start, heard = Barrier(2), []

    def publish(by: str) -> None:
        releases = Releases(sources=sources)
        start.wait()
        try:
            heard.append((by, "live", releases.publish(by, "", [PUK.key]).by))
        except PublishRefused as refused:
            heard.append((by, refused.code, refused.by))

    threads = [Thread(target=publish, args=(by,)) for by in ("mia", "leo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = (by for by, what, _ in heard if what == "live")
    (loser,) = (by for by in ("mia", "leo") if by != winner)
    assert (loser, "overtaken", winner) in heard


def test_a_scheduled_release_keeps_its_contents_and_goes_live_once(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, sources: Sources, clock: Any
) -> None:
    drafts.save(EDITED, "awa")
    waiting = releases.publish("mia", "à minuit", at=now() + timedelta(hours=14))
    entry = catalogue.entry(PUK.key)
    assert waiting.state == "scheduled" and entry and entry.state is State.SCHEDULED
    assert catalogue.live()[PUK.key] == PUK and catalogue.wanted()[PUK.key] == EDITED
    drafts.save(replace(EDITED, title="Plus tard"), "leo")
    with pytest.raises(PublishRefused) as refused:
        releases.publish("leo", "")
    assert (refused.value.code, refused.value.by) == ("scheduled", "mia")
    assert releases.due() == []
    clock.set("2026-11-25T00:00:01+01:00")
    others = [Releases(sources=sources) for _ in range(2)]
    made = [found for other in others for found in other.due()]
    assert [one.number for one in made] == [1] and made[0].state == "live"
    assert catalogue.live()[PUK.key] == EDITED and set(drafts.all()) == {PUK.key}


def test_two_processes_that_find_a_release_due_publish_it_once(
    drafts: Drafts, releases: Releases, sources: Sources, clock: Any, monkeypatch: Any
) -> None:
    drafts.save(EDITED, "awa")
    releases.publish("mia", "", at=now() + timedelta(hours=1))
    clock.set("2026-11-24T12:00:00+01:00")
    other = Releases(sources=sources)
    held = Sources.held
    made: list[Release] = []

    def overtaken(self: Sources, connection: Connection | None = None) -> Any:
        monkeypatch.setattr(Sources, "held", held)
        made.extend(other.due())
        return held(self, connection)

    monkeypatch.setattr(Sources, "held", overtaken)
    assert releases.due() == [] and [one.number for one in made] == [1]


def test_a_scheduled_release_whose_article_was_changed_becomes_drafts_again(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, clock: Any
) -> None:
    drafts.save(EDITED, "awa")
    releases.publish("mia", "")
    drafts.save(replace(EDITED, title="Tarif 2027"), "leo")
    releases.publish("leo", "tarifs", at=now() + timedelta(days=1))
    releases.undo(1, "awa")
    clock.set("2026-11-25T12:00:00+01:00")
    assert [(one.state, one.reason) for one in releases.due()] == [("refused", "changed_since")]
    assert catalogue.live()[PUK.key] == PUK
    assert drafts.all()[PUK.key].article.title == "Tarif 2027"


def test_a_scheduled_release_can_be_called_off(
    drafts: Drafts, releases: Releases, catalogue: Catalogue
) -> None:
    drafts.save(MOVING, "awa", note="demandé trois fois")
    releases.publish("mia", "", at=now() + timedelta(days=1))
    assert releases.undo(1, "leo").state == "undone"
    assert drafts.all()[MOVING.key].kind == "new" and releases.number() == 0


def test_the_other_language_is_stale_until_somebody_has_looked(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, marks: Marks
) -> None:
    def stale() -> list[str]:
        return ["/".join(one.key) for one in catalogue.entries() if one.stale]

    drafts.save(replace(PUK, tags=("sim",)), "awa")
    releases.publish("mia", "")
    assert stale() == []
    drafts.save(EDITED, "awa")
    releases.publish("mia", "")
    assert stale() == ["puk/en"]
    marks.still_right(PUK_EN.key, "leo")
    assert stale() == []
    drafts.save(PUK, "awa")
    drafts.save(replace(PUK_EN, body="Enter it."), "awa")
    releases.publish("mia", "")
    assert stale() == []
    drafts.save(EDITED, "awa")
    number = releases.publish("mia", "").number
    releases.undo(number, "mia")
    assert stale() == []


def test_the_console_counts_more_than_the_folder_and_shows_where_they_differ(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, write: Write
) -> None:
    write(PUK, body="Du dossier.")
    assert catalogue.live()[PUK.key].body == "Du dossier."
    drafts.save(EDITED, "awa")
    releases.publish("mia", "")
    entry = catalogue.entry(PUK.key)
    assert catalogue.live()[PUK.key] == EDITED and entry and not entry.file_differs
    write(PUK, body="Du dossier, changé.")
    entry = catalogue.entry(PUK.key)
    assert entry and entry.file_differs and entry.origin == "console"
    assert catalogue.live()[PUK.key] == EDITED


def test_withdrawing_hides_the_folders_article_and_undoing_leaves_it_to_the_folder(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, write: Write, store: ArticleStore
) -> None:
    write(PUK, body="Du dossier.")
    drafts.withdraw(PUK.key, "awa")
    releases.publish("mia", "")
    assert PUK.key not in catalogue.live()
    store.save([PUK])
    assert PUK.key not in catalogue.live()
    releases.undo(1, "mia")
    write(PUK, body="Du dossier, changé.")
    assert catalogue.live()[PUK.key].body == "Du dossier, changé."


def test_a_withdrawn_article_is_restored_as_it_was(
    drafts: Drafts, releases: Releases, catalogue: Catalogue
) -> None:
    drafts.withdraw(BILL.key, "awa")
    releases.publish("mia", "")
    drafts.restore(BILL.key, "awa")
    releases.publish("mia", "")
    assert catalogue.live()[BILL.key] == BILL
    said = [(one.release, one.withdrawn) for one in catalogue.history(BILL.key)]
    assert said == [(2, False), (1, True)]


def test_who_is_told_of_a_release_is_told_within_its_transaction(
    drafts: Drafts, sources: Sources, database: Engine, catalogue: Catalogue
) -> None:
    def refuse(_writer: Connection, release: Release) -> None:
        raise RuntimeError(f"no audit of {release.number}")

    drafts.save(EDITED, "awa")
    with pytest.raises(RuntimeError, match="no audit of 1"):
        Releases(sources=sources, told=refuse).publish("mia", "")
    assert catalogue.live()[PUK.key] == PUK and len(drafts.all()) == 1


def test_a_history_has_imports_and_releases(
    drafts: Drafts, releases: Releases, catalogue: Catalogue, store: ArticleStore
) -> None:
    imported: Article = replace(PUK, title="Importé")
    store.save([imported])
    drafts.save(EDITED, "awa")
    releases.publish("mia", "plus clair")
    found = catalogue.history(PUK.key)
    assert (found[0].article, found[0].by, found[0].why) == (EDITED, "mia", "plus clair")
    assert {one.article for one in found} == {PUK, imported, EDITED}


def test_a_release_is_live_in_every_process_and_encodes_only_what_is_new(
    drafts: Drafts,
    releases: Releases,
    sources: Sources,
    store: ArticleStore,
    tmp_path: Path,
    words: Any,
) -> None:
    other_words, folder = type(words)(), tmp_path / "knowledge"
    lives = [LiveKnowledgeBase(words, sources, folder)]
    lives.append(LiveKnowledgeBase(other_words, Sources(sources.folder, store), folder))
    for live in lives:
        live.refresh()
        live.watch()
    words.seen.clear()
    other_words.seen.clear()
    drafts.save(EDITED, "awa")
    releases.publish("mia", "")
    try:
        assert all(
            within_two_seconds(lambda live=live: text_of(live, "puk") == EDITED.body)
            for live in lives
        )
    finally:
        for live in lives:
            live.close()
    encoded = {
        text for text in words.seen + other_words.seen if BILL.title in text or "facture" in text
    }
    assert encoded & {passage.text for passage in passages_of(BILL)} == set()
    assert lives[0].version == lives[1].version


FEE = Article("fee", "Les frais de la box", "fr", "Les frais de résiliation de la box sont de 49 €.")
OTHER = replace(FEE, id="other", body="Les frais de résiliation de la box sont de 59 €.")


class Publisher:
    """Publishes what was checked, as the console does; its own process finds what is due."""

    def __init__(self, sources: Sources, words: Any, folder: Path) -> None:
        self.live = LiveKnowledgeBase(words, sources, folder / "knowledge")
        self.live.refresh()
        self.drafts, self.releases = Drafts(sources=sources), Releases(sources=sources)
        self._checks = Checks(sources.store.engine, sources, self.live, lambda: words)
        self._publishing = Publishing(sources.store.engine, sources, self._checks)

    def publish(self, article: Article, at: datetime | None = None) -> Release:
        revision = self.drafts.save(article, "awa").revision
        name = self._checks.start({article.key: revision}, "", "mia")
        check = self._checks.wait(name)
        assert check and self._publishing.verdict(check).obstacle == "", check
        release = self._publishing.publish(check, "mia", "", at)
        self.live.refresh()
        return release

    def due(self) -> list[Release]:
        return self.live._due()  # type: ignore[return-value]


@pytest.fixture
def publisher(
    sources: Sources, words: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Publisher:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    return Publisher(sources, words, tmp_path)


def test_a_scheduled_release_that_would_clash_by_now_becomes_drafts_again(
    publisher: Publisher, catalogue: Catalogue, clock: Any
) -> None:
    publisher.publish(FEE, at=now() + timedelta(days=2))
    publisher.publish(OTHER)
    clock.set("2026-11-26T12:00:00+01:00")
    assert [(one.state, one.reason) for one in publisher.due()] == [("refused", "served")]
    assert FEE.key not in catalogue.live() and catalogue.live()[OTHER.key] == OTHER
    assert publisher.drafts.all()[FEE.key].article == FEE and publisher.due() == []
    assert [one.number for one in publisher.releases.refused([FEE.key])] == [1]
    assert publisher.releases.refused([]) == []


def test_a_scheduled_release_that_nothing_speaks_against_goes_live(
    publisher: Publisher, catalogue: Catalogue, clock: Any
) -> None:
    publisher.publish(FEE, at=now() + timedelta(days=2))
    publisher.publish(MOVING)
    clock.set("2026-11-26T12:00:00+01:00")
    assert [one.state for one in publisher.due()] == ["live"]
    assert catalogue.live()[FEE.key] == FEE


def test_an_undisturbed_scheduled_release_is_not_examined_again(
    publisher: Publisher, catalogue: Catalogue, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examined(*_: Any) -> None:
        raise AssertionError("nothing has changed")

    waiting = publisher.publish(FEE, at=now() + timedelta(days=2))
    monkeypatch.setattr(Examiner, "examined", examined)
    assert waiting.basis and waiting.reason == "" and publisher.due() == []
    clock.set("2026-11-26T12:00:00+01:00")
    assert [(one.state, one.reason) for one in publisher.due()] == [("live", "")]
    assert catalogue.live()[FEE.key] == FEE


def test_a_scheduled_release_that_cannot_be_examined_becomes_drafts_again(
    publisher: Publisher, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def examined(*_: Any) -> None:
        raise RuntimeError("the model is gone")

    publisher.publish(FEE, at=now() + timedelta(days=2))
    publisher.publish(MOVING)
    monkeypatch.setattr(Examiner, "examined", examined)
    clock.set("2026-11-26T12:00:00+01:00")
    assert [(one.state, one.reason) for one in publisher.due()] == [("refused", "failed")]
    assert set(publisher.drafts.all()) == {FEE.key}


def test_what_goes_live_during_the_look_is_looked_at_again(
    drafts: Drafts, sources: Sources, releases: Releases, clock: Any
) -> None:
    looks: list[int] = []

    def look(release: Release) -> str:
        looks.append(release.number)
        if len(looks) == 1:
            drafts.save(MOVING, "leo")
            releases.publish("leo", "")
        return ""

    drafts.save(EDITED, "awa")
    releases.publish("mia", "", at=now() + timedelta(days=1))
    clock.set("2026-11-26T12:00:00+01:00")
    looking = Releases(sources=sources, look=look)
    assert looking.due() == [] and [one.state for one in looking.due()] == ["live"]
    assert looks == [1, 1]
