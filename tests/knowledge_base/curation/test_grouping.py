"""Alike questions come together, in the background, and curators may arrange them otherwise."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import engine, migrate
from bot.encoder import Encoder
from knowledge_base.curation.exporting import export, preview, read_back
from knowledge_base.curation.grouping import THRESHOLD, Centres, regrouped
from knowledge_base.curation.inbox import Inbox, Outdated
from knowledge_base.curation.question_tables import groups
from knowledge_base.geometry import view_of
from knowledge_base.search import SearchResult
from tests.knowledge_base.curation.conftest import Ask, WordEncoder
from tests.knowledge_base.curation.labels import assigned, pairwise_f1

LABELLED = Path(__file__).parents[2] / "data" / "question_groups.csv"


@pytest.fixture
def inbox(file: Engine, words: WordEncoder) -> Inbox:
    return Inbox(file, words, threshold=0.5)


def sizes(inbox: Inbox) -> list[tuple[int, int]]:
    return [(one.people, one.questions) for one in inbox.page().groups]


def test_alike_questions_are_one_group_whoever_asks(inbox: Inbox, ask: Ask) -> None:
    ask("wifi repeater upstairs", "anna")
    ask("repeater wifi", "bob")
    ask("wifi repeater upstairs", "anna")
    ask("sunday delivery", "carl")
    ask("wifi repeater upstairs", "anna", language="en")
    assert (inbox.gather(), sizes(inbox)) == (5, [(2, 3), (1, 1), (1, 1)])
    assert inbox.counts() == {"groups": 3, "people": 3, "questions": 5}


def test_what_was_answered_well_is_no_business_of_the_inbox(inbox: Inbox, ask: Ask) -> None:
    ask("code puk", decision="answered", reason="", article="puk")
    assert not inbox.waiting() and inbox.gather() == 0


def test_new_questions_join_and_are_encoded_once(inbox: Inbox, words: WordEncoder, ask: Ask) -> None:
    ask("wifi repeater")
    inbox.gather()
    before = inbox.page().groups[0]
    ask("wifi repeater", "bob")
    assert (inbox.gather(), inbox.gather(), len(words.seen)) == (1, 0, 2)
    after = inbox.page().groups[0]
    assert (after.id, after.questions, after.revision) == (before.id, 2, before.revision + 1)
    inbox.questions(after.id)
    assert len(words.seen) == 2


def test_a_group_shows_its_trend_and_its_most_central_and_most_different_questions(
    inbox: Inbox, ask: Ask
) -> None:
    for number, ago in enumerate((0.1, 1, 6, 8)):
        ask("wifi repeater", f"v{number}", ago)
    ask("wifi repeater price", "far", 9)
    inbox.gather()
    (found,) = inbox.page().groups
    assert (found.week, found.week_before, found.example) == (3, 2, "wifi repeater")
    asked = inbox.questions(found.id)
    assert (asked[0].text, asked[-1].text) == ("wifi repeater", "wifi repeater price")


def test_the_list_goes_on_where_it_was_though_a_group_was_decided(
    inbox: Inbox, file: Engine, ask: Ask
) -> None:
    for place, word in enumerate(("alpha", "beta", "gamma", "delta", "epsilon")):
        for person in range(place // 2 + 1):
            ask(word, f"{word}-{person}")
    inbox.gather()
    first = inbox.page(limit=2)
    with file.begin() as connection:
        connection.execute(groups.update().where(groups.c.id == first.groups[0].id).values(state="spam"))
    rest = inbox.page(after=first.after, limit=2)
    last = inbox.page(after=rest.after, limit=2)
    told = [one.example for page in (first, rest, last) for one in page.groups]
    assert sorted(told) == ["alpha", "beta", "delta", "epsilon", "gamma"] and last.after == ""
    assert [one.people for page in (first, rest, last) for one in page.groups] == [3, 2, 2, 1, 1]


def test_a_dismissed_group_takes_what_is_like_it(inbox: Inbox, file: Engine, ask: Ask) -> None:
    ask("buy cheap watches")
    inbox.gather()
    with file.begin() as connection:
        connection.execute(groups.update().values(state="spam"))
    ask("cheap watches", "bob")
    assert (inbox.gather(), inbox.page().groups) == (1, ())


def test_questions_are_split_off_and_brought_together_by_hand(inbox: Inbox, ask: Ask) -> None:
    for text in ("shop hours saturday", "shop hours sunday", "shop hours address"):
        ask(text, text)
    inbox.gather()
    (whole,) = inbox.page().groups
    chosen = [one.id for one in inbox.questions(whole.id) if "address" in one.text]
    new = inbox.split(whole.id, whole.revision, chosen, "camille")
    assert sorted(sizes(inbox)) == [(1, 1), (2, 2)]
    with pytest.raises(Outdated) as refused:
        inbox.split(whole.id, whole.revision, chosen, "bob")
    assert refused.value.current and refused.value.current.changed_by == "camille"
    inbox.merge((whole.id, whole.revision + 1), (new, 1), "camille")
    assert sizes(inbox) == [(3, 3)]
    merged = inbox.group(new)
    assert merged and (merged.state, merged.merged_into) == ("merged", whole.id)


def test_who_looked_before_a_question_joined_is_told_which(inbox: Inbox, ask: Ask) -> None:
    ask("wifi repeater", "anna")
    ask("sunday delivery", "anna")
    inbox.gather()
    seen = {one.example: one for one in inbox.page().groups}
    ask("wifi repeater garage", "bob")
    inbox.gather()
    one, other = seen["wifi repeater"], seen["sunday delivery"]
    with pytest.raises(Outdated) as refused:
        inbox.merge((one.id, one.revision), (other.id, other.revision), "camille")
    assert refused.value.joined == ("wifi repeater garage",)


def test_grouping_anew_leaves_what_was_arranged_by_hand(inbox: Inbox, ask: Ask) -> None:
    for text in ("shop hours saturday", "shop hours sunday", "tv sound", "tv sound late"):
        ask(text, text)
    inbox.gather()
    by_hand = next(one for one in inbox.page().groups if "shop" in one.example)
    new = inbox.split(by_hand.id, by_hand.revision, [inbox.questions(by_hand.id)[0].id], "camille")
    assert inbox.regroup("fr") == 1
    assert {by_hand.id, new} < {one.id for one in inbox.page().groups}
    assert sorted(sizes(inbox)) == [(1, 1), (1, 1), (2, 2)]


def test_two_gateways_that_group_anew_at_once_leave_what_one_would(
    file: Engine, words: WordEncoder, ask: Ask
) -> None:
    for text in ("shop hours", "hours shop", "tv sound", "sound tv", "lost parcel"):
        ask(text, text)
    Inbox(file, words, threshold=2.0).gather()
    two = [Inbox(file, words, threshold=0.5) for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        assert list(both.map(lambda one: one.regroup("fr"), two)) == [3, 3]
    assert sorted(sizes(two[0])) == [(1, 1), (2, 2), (2, 2)]


def test_the_nearest_articles_are_those_of_the_groups_own_words(inbox: Inbox, ask: Ask) -> None:
    ask("wifi repeater")
    inbox.gather()
    said: list[tuple[str, str]] = []

    def search(question: str, language: str) -> SearchResult:
        said.append((question, language))
        return SearchResult((), "abstain", "1")

    assert inbox.nearest(inbox.page().groups[0].id, search) is not None
    assert (inbox.nearest(99, search), said) == (None, [("wifi repeater", "fr")])


def test_a_forgotten_question_is_nobodys_example(inbox: Inbox, file: Engine, ask: Ask) -> None:
    ask("wifi repeater", "anna")
    ask("wifi repeater garage", "bob")
    inbox.gather()
    with file.begin() as connection:
        connection.execute(sa.text("DELETE FROM questions WHERE text = 'wifi repeater'"))
        left = connection.execute(sa.text("SELECT count(*) FROM question_vectors")).scalar()
    assert (inbox.page().groups[0].example, left) == ("wifi repeater garage", 1)


def test_an_export_brings_the_whole_inbox_to_another_house(
    inbox: Inbox, file: Engine, ask: Ask, words: WordEncoder, tmp_path: Path
) -> None:
    for person in ("anna", "bob"):
        ask("wifi repeater", person)
    inbox.gather()
    export(tmp_path / "all.zip", file)
    url = f"sqlite:///{tmp_path / 'other.db'}"
    migrate(url)
    read_back(tmp_path / "all.zip", engine(url))
    other = Inbox(engine(url), words, threshold=0.5)
    assert other.page() == inbox.page()
    group = other.page().groups[0].id
    assert other.questions(group) == inbox.questions(group)
    assert all(one.identical + one.new + one.changed == one.identical
               for one in preview(tmp_path / "all.zip", engine(url)).values())


def test_grouping_does_not_depend_on_the_order() -> None:
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(20, 64))
    rows = np.repeat(centres, 30, axis=0) + chance.normal(size=(600, 64)) * 0.4
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    order = chance.permutation(600)
    truth = (order // 30).tolist()
    assert pairwise_f1(regrouped(rows[order], 0.5).tolist(), truth) > 0.99


def test_the_real_encoder_groups_labelled_questions_well_enough(
    encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    with LABELLED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    reached = {}
    for language in ("fr", "en"):
        mine = [row for row in rows if row["language"] == language]
        truth = [row["group"] for row in mine]
        vectors = view_of(encoder).encode([row["text"] for row in mine], "query", language)
        one_by_one = assigned(vectors, Centres(vectors.shape[1]), THRESHOLD)
        reached[language] = (
            pairwise_f1(regrouped(vectors, THRESHOLD).tolist(), truth),
            pairwise_f1(one_by_one, truth),
        )
    with capsys.disabled():
        print("\npairwise F1 (together, one by one):", reached)
    assert min(min(pair) for pair in reached.values()) >= 0.65
