"""What a curator decides happens whole or not at all, once, and can be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.inbox import Group, Inbox
from knowledge_base.curation.question_tables import questions
from knowledge_base.curation.regressions import Regressions
from knowledge_base.curation.verdicts import Outdated, Verdicts
from knowledge_base.refusals import Refused
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.curation.conftest import BILL, PUK, Ask, Clock, forgotten


class Desk:
    """An inbox with one group of three wordings, and who decides on it."""

    def __init__(self, database: Engine, folder: Any, words: Any, ask: Ask) -> None:
        store = ArticleStore(database)
        store.save([PUK, BILL])
        sources = Sources(folder, store)
        self.database, self.drafts = database, Drafts(database, sources)
        self.inbox = Inbox(database, words, threshold=0.5)
        self.audit: list[tuple[Any, ...]] = []
        self.verdicts = Verdicts(
            database, self.drafts, lambda _, *said: self.audit.append(said), Catalogue(database, sources)
        )
        for person, text in enumerate(("sim card locked", "sim card locked again", "my sim card locked")):
            ask(text, f"visitor-{person}")
        self.inbox.gather()
        self.regressions = Regressions(database)

    @property
    def group(self) -> Group:
        return self.inbox.page().groups[0]

    def chosen(self, *texts: str) -> list[int]:
        return [one.id for one in self.inbox.questions(self.group.id) if one.text in texts]

    def phrasings(self) -> tuple[str, ...] | None:
        draft = self.drafts.get(PUK.key)
        return draft and draft.article.phrasings


@pytest.fixture
def desk(file: Engine, folder: Any, words: Any, ask: Ask) -> Desk:
    return Desk(file, folder, words, ask)


def test_chosen_questions_become_phrasings_of_an_article(desk: Desk) -> None:
    group = desk.group
    chosen = desk.chosen("sim card locked", "my sim card locked")
    made = desk.verdicts.phrasing_of(group.id, group.revision, "camille", "puk", chosen)
    assert desk.phrasings() == ("sim card locked", "my sim card locked") == made.examples
    assert desk.inbox.page().groups == ()
    assert {one.article for one in desk.regressions.all()} == {"puk"}
    assert desk.audit[0][:3] == ("camille", "verdict.phrasing", f"group/{group.id}")


def test_undoing_puts_the_draft_back_as_it_was(desk: Desk) -> None:
    group = desk.group
    made = desk.verdicts.phrasing_of(group.id, group.revision, "camille", "puk")
    assert desk.verdicts.undo(made.id, "bob").draft == "restored"
    assert desk.drafts.get(PUK.key) is None and desk.regressions.all() == []
    again = desk.group
    assert (again.state, again.change, again.changed_by) == ("open", "undone", "bob")
    edited = desk.drafts.save(PUK, "léa", note="à revoir")
    made = desk.verdicts.phrasing_of(again.id, again.revision, "camille", "puk")
    assert desk.verdicts.undo(made.id, "camille").draft == "restored"
    restored = desk.drafts.get(PUK.key)
    assert restored and (restored.article, restored.note) == (edited.article, "à revoir")
    with pytest.raises(Refused):
        desk.verdicts.undo(made.id, "bob")


def test_undoing_leaves_what_somebody_edited_since_and_says_so(desk: Desk) -> None:
    group = desk.group
    made = desk.verdicts.phrasing_of(group.id, group.revision, "camille", "puk")
    desk.drafts.save(PUK, "léa")
    assert desk.verdicts.undo(made.id, "camille").draft == "kept"
    assert desk.phrasings() == () and desk.group.id == group.id


def test_a_new_article_begins_with_what_was_asked(desk: Desk) -> None:
    group = desk.group
    made = desk.verdicts.new_article(group.id, group.revision, "camille", title="Bill")
    draft = desk.drafts.get((made.article, "fr"))
    assert draft and (draft.kind, draft.article.id, draft.article.title) == ("new", "bill-2", "Bill")
    assert len(draft.article.phrasings) == 3
    assert desk.verdicts.undo(made.id, "camille").draft == "restored"
    assert desk.drafts.all() == {}


def test_two_curators_never_decide_one_group(desk: Desk) -> None:
    group = desk.group
    desk.verdicts.spam(group.id, group.revision, "camille")
    with pytest.raises(Outdated) as refused:
        desk.verdicts.phrasing_of(group.id, group.revision, "bob", "puk")
    current = refused.value.current
    assert current and (current.changed_by, current.change) == ("camille", "spam")
    assert desk.drafts.all() == {} and len(desk.verdicts.latest()) == 1


def test_a_question_that_joined_meanwhile_is_shown_before_the_verdict(desk: Desk, ask: Ask) -> None:
    group = desk.group
    ask("sim card locked abroad", "late")
    desk.inbox.gather()
    with pytest.raises(Outdated) as refused:
        desk.verdicts.out_of_scope(group.id, group.revision, "camille")
    assert refused.value.joined == ("sim card locked abroad",)


@pytest.mark.parametrize(("kind", "cases"), [("out_of_scope", 3), ("spam", 0)])
def test_a_dismissed_group_is_gone_until_it_is_undone(desk: Desk, kind: str, cases: int) -> None:
    group = desk.group
    made = getattr(desk.verdicts, kind)(group.id, group.revision, "camille")
    assert [one.article for one in desk.regressions.all()] == [""] * cases
    assert desk.inbox.page().groups == ()
    assert desk.verdicts.undo(made.id, "camille").draft == "untouched"
    assert desk.group.id == group.id and desk.regressions.all() == []


def test_a_group_put_off_comes_back_on_its_day(desk: Desk, clock: Clock) -> None:
    group = desk.group
    desk.verdicts.later(group.id, group.revision, "camille", date(2026, 12, 1))
    assert desk.inbox.page().groups == () and desk.inbox.counts()["groups"] == 0
    clock.set("2026-12-01T08:00:00+01:00")
    assert desk.group.id == group.id and desk.regressions.all() == []
    desk.verdicts.spam(group.id, desk.group.revision, "bob")


def test_a_group_put_off_ends_with_its_questions(desk: Desk) -> None:
    group = desk.group
    desk.verdicts.later(group.id, group.revision, "camille", date(2027, 12, 1))
    with desk.database.begin() as connection:
        connection.execute(questions.delete())
    assert forgotten(desk.database, "questions") == 0
    assert forgotten(desk.database, "question groups") == 1
    assert desk.inbox.group(group.id) is None


def test_an_article_that_is_not_there_changes_nothing(desk: Desk) -> None:
    group = desk.group
    with pytest.raises(Refused):
        desk.verdicts.phrasing_of(group.id, group.revision, "camille", "nothing")
    assert desk.group == group and desk.verdicts.latest() == []


def test_an_audit_that_fails_undoes_the_draft_as_well(desk: Desk) -> None:
    def fail(*_: Any) -> None:
        raise sa.exc.OperationalError("", {}, Exception())

    group = desk.group
    strict = Verdicts(desk.database, desk.drafts, fail, Catalogue(desk.database, desk.drafts._sources))
    with pytest.raises(sa.exc.OperationalError):
        strict.phrasing_of(group.id, group.revision, "camille", "puk")
    assert desk.drafts.all() == {} and desk.group == group and desk.regressions.all() == []
