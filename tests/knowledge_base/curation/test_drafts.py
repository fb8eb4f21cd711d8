"""A draft changes nothing that is served, and nobody's edit is lost to another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.engine import Engine

from knowledge_base.curation.catalogue import Catalogue, State
from knowledge_base.curation.drafts import Drafts, Outdated
from knowledge_base.refusals import Refused
from tests.knowledge_base.curation.conftest import BILL, MOVING, PUK

EDITED = replace(PUK, body="Composez le code PUK, puis un nouveau PIN.")


def test_a_draft_is_wanted_but_not_live(drafts: Drafts, catalogue: Catalogue) -> None:
    draft = drafts.save(EDITED, "awa", 0, note="le PIN manquait")
    assert (draft.revision, draft.kind, draft.by) == (1, "edit", "awa")
    assert drafts.get(PUK.key) == draft
    assert catalogue.live()[PUK.key] == PUK
    assert catalogue.wanted()[PUK.key] == EDITED
    entry = catalogue.entry(PUK.key)
    assert entry and entry.state is State.DRAFT and entry.article == PUK


def test_a_new_article_shows_only_as_a_draft(drafts: Drafts, catalogue: Catalogue) -> None:
    drafts.save(MOVING, "awa", 0)
    entry = catalogue.entry(MOVING.key)
    assert entry and entry.state is State.NEW and not entry.is_served
    assert MOVING.key not in catalogue.live()


def test_the_second_of_two_editors_is_shown_what_stands(drafts: Drafts) -> None:
    first = drafts.save(EDITED, "awa", 0)
    with pytest.raises(Outdated) as refused:
        drafts.save(replace(PUK, body="Autre chose."), "leo", 0)
    assert refused.value.current == first
    assert drafts.save(replace(PUK, body="Les deux."), "leo", first.revision).revision == 2


def test_a_revision_never_comes_back(drafts: Drafts) -> None:
    first = drafts.save(EDITED, "awa", 0)
    drafts.drop(PUK.key, "awa")
    assert drafts.all() == {}
    with pytest.raises(Outdated) as refused:
        drafts.save(EDITED, "leo", first.revision)
    assert refused.value.current is None
    assert drafts.save(EDITED, "leo", 0).revision > first.revision


def test_what_is_no_article_is_refused_with_a_code(drafts: Drafts) -> None:
    with pytest.raises(Refused) as refused:
        drafts.save(replace(PUK, body=" "), "awa")
    assert (refused.value.code, refused.value.values) == ("empty", {"field": "body"})
    with pytest.raises(Refused) as refused:
        drafts.withdraw(MOVING.key, "awa")
    assert refused.value.code == "not_served"


def test_withdrawing_is_a_draft_too(drafts: Drafts, catalogue: Catalogue) -> None:
    assert drafts.withdraw(BILL.key, "leo").kind == "withdraw"
    assert BILL.key in catalogue.live() and BILL.key not in catalogue.wanted()


def test_several_writes_share_one_transaction(drafts: Drafts, database: Engine) -> None:
    with pytest.raises(Refused), database.begin() as connection:
        drafts.save(EDITED, "awa", connection=connection)
        drafts.save(replace(BILL, body=""), "awa", connection=connection)
    assert drafts.all() == {}
