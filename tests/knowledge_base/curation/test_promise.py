"""What is promised about wrong answers is fitted, checked, chosen, kept and taken back."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from knowledge_base.article import Article
from knowledge_base.confidence import Evidence, shipped_calibration
from knowledge_base.curation.asked import Asked, keep, rate
from knowledge_base.curation.checking import Check, exact_interval
from knowledge_base.curation.judging import Decided, Judge
from knowledge_base.curation.labelling import Labelling
from knowledge_base.curation.promise import Past, Promises
from knowledge_base.curation.promising import NEVER, Proposal, curve, proposed
from knowledge_base.curation.question_tables import regressions, verdicts
from knowledge_base.curation.recalibration import (
    Label,
    Recalibration,
    fingerprint,
    log_odds,
    recalibrated,
)
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.search import Answer, SearchResult
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

SHIPPED = shipped_calibration()
AT = datetime(2026, 11, 20, tzinfo=timezone.utc)


def labels(count: int, slope: float = 1.0, shift: float = 0.0, seed: int = 1) -> list[Label]:
    """Questions of which as many are right as a recalibrated confidence would say."""
    chance, true = random.Random(seed), Recalibration(slope, shift)
    odds = [chance.gauss(4, 3) for _ in range(count)]
    sure = true.confidences(odds)
    return [
        Label(one, chance.random() < chances, f"group {number // 3}")
        for number, (one, chances) in enumerate(zip(odds, sure, strict=True))
    ]


def test_without_labels_nothing_changes_and_few_change_little() -> None:
    assert recalibrated([]) == Recalibration()
    moved = recalibrated(labels(5, slope=3, shift=-4))
    assert abs(moved.slope - 1) < 0.5 and abs(moved.shift) < 1


def test_many_labels_show_how_sure_to_be() -> None:
    found = recalibrated(labels(4000, slope=0.6, shift=-1.0))
    assert (found.slope, found.shift) == pytest.approx((0.6, -1.0), abs=0.2)
    assert found == recalibrated(labels(4000, slope=0.6, shift=-1.0))


def test_the_new_calibration_is_the_shipped_one_stretched_and_shifted() -> None:
    evidence = Evidence(0.9, 0.6, 2.0, 0.7, 1.5, 0.4)
    new = Recalibration(0.5, -0.7)
    made = new.of(SHIPPED, 0.93)
    odds = log_odds(SHIPPED.confidence(evidence))
    assert made.confidence(evidence) == pytest.approx(float(new.confidences([odds])[0]), abs=1e-3)
    assert made.answer_from == 0.93
    assert new.odds_of(made.suggest_from) == pytest.approx(log_odds(SHIPPED.suggest_from))
    assert Recalibration().of(SHIPPED, SHIPPED.answer_from) == replace(
        SHIPPED, suggest_from=pytest.approx(SHIPPED.suggest_from)
    )


def test_a_group_is_never_on_both_sides_of_the_check() -> None:
    sides: dict[str, set[bool]] = {}
    for label in labels(600):
        sides.setdefault(label.group, set()).add(label.is_held_out)
    assert all(len(side) == 1 for side in sides.values())
    shares = [label.is_held_out for label in labels(600)]
    assert 0.4 < np.mean(shares) < 0.6


@pytest.mark.parametrize("rate", [0.02, 0.05])
def test_what_is_promised_is_kept_on_questions_nobody_looked_at(rate: float) -> None:
    known = labels(8000, slope=0.7, shift=-0.5)
    made = proposed(known, [label.odds for label in known], rate)
    later = labels(8000, slope=0.7, shift=-0.5, seed=2)
    sure = made.recalibration.confidences([label.odds for label in later])
    given = [label.right for label, one in zip(later, sure, strict=True) if one >= made.answer_from]
    assert 1 - np.mean(given) <= rate * 1.3
    assert 0.3 < made.answered < 0.8
    assert made.state in ("kept", "unproven") and made.verdicts == 8000


def test_too_little_says_how_much_is_missing() -> None:
    made = proposed(labels(40), [label.odds for label in labels(500)], 0.02)
    assert made.state == "unproven"
    assert made.needed is None or made.needed > 100
    assert proposed([], [], 0.03).answer_from == 0.97
    assert proposed([], [], 0.03).state == "unproven"


def test_when_everything_is_wrong_nothing_is_answered() -> None:
    wrong = [Label(2.0, False, str(number)) for number in range(200)]
    assert proposed(wrong, [2.0] * 200, 0.01).answer_from == NEVER


def test_needed_verdicts_are_enough_and_no_fewer_would_be() -> None:
    assert exact_interval(0, 368)[1] <= 0.01 < exact_interval(0, 367)[1]
    assert Check(200, 100, 0).needed(0.01) == 2 * (368 - 100) * 2
    assert Check(200, 100, 5).needed(0.01) is None
    assert Check(400, 368, 0).state(0.01) == "kept"
    assert Check(400, 368, 40).state(0.01) == "broken"
    assert Check(0, 0, 0).state(0.05) == "unproven"
    assert exact_interval(8, 10) == pytest.approx((0.4439, 0.9748), abs=1e-3)  # as published


@trials(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.5, 0.9, 0.99]), st.booleans()), max_size=60))
def test_the_curve_counts_what_each_point_would_answer(told: list[tuple[float, bool]]) -> None:
    sure, right = np.array([one for one, _ in told]), np.array([one for _, one in told], bool)
    for point in curve(sure, right):
        given = [good for one, good in told if one >= point.answer_from]
        assert point.answered == pytest.approx(len(given) / len(told))
        assert point.wrong == pytest.approx(given.count(False) / len(given))


def proposal(answer_from: float = 0.9, rate: float = 0.03) -> Proposal:
    made = Recalibration(0.8, -0.2)
    return Proposal(rate, made, answer_from, 0.5, 100, Check(50, 30, 1), ())


def test_the_last_choice_is_in_force_and_may_be_none(file: Engine) -> None:
    made = Promises(file)
    assert (made.in_force(), made.calibration()) == (None, made.shipped)
    made.choose(proposal(), "ada")
    made.choose(proposal(0.95, 0.01), "léo")
    found = made.in_force()
    assert found is not None and (found.rate, found.by, found.check.given) == (0.01, "léo", 30)
    assert made.calibration().answer_from == 0.95
    made.choose(None, "ada")
    assert (made.in_force(), made.calibration()) == (None, made.shipped)
    assert [one.by for one in made.all()] == ["ada", "léo", "ada"]


def test_a_promise_made_on_another_calibration_is_not_kept_blindly(file: Engine) -> None:
    Promises(file).choose(proposal(), "ada")
    newer = replace(SHIPPED, intercept=SHIPPED.intercept + 1)
    assert Promises(file, newer).calibration() == newer
    assert fingerprint(newer) != fingerprint(SHIPPED)


def test_a_choice_belongs_to_the_transaction_that_makes_it(file: Engine) -> None:
    with pytest.raises(ZeroDivisionError), file.begin() as connection:
        Promises(file).choose(proposal(), "ada", connection)
        raise ZeroDivisionError
    assert Promises(file).all() == []


def test_a_confidence_of_the_past_is_read_as_it_was_meant(file: Engine, clock: Any) -> None:
    made = Promises(file)
    made.choose(proposal(), "ada")
    past = Past(made.all(), SHIPPED)
    chosen = made.all()[0].at
    assert past.odds(0.7, chosen - timedelta(hours=1)) == pytest.approx(log_odds(0.7))
    assert past.odds(0.7, chosen) == pytest.approx((log_odds(0.7) + 0.2) / 0.8)


class Shelf:
    """A knowledge base that finds one article by one word, and counts what it is asked."""

    version = "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        self.asked.append(question)
        name = "puk" if "sim" in question else "bill"
        return SearchResult((Answer(name, "", "", "fr", "", 1.0, 0.9),), "answer", "1")


def test_verdicts_become_labels_and_a_version_is_asked_once() -> None:
    taught = Article("puk", "Le code PUK", "fr", "…", phrasings=("Ma SIM est  bloquée",))
    decided = [
        Decided("ma sim est bloquée", "fr", "puk", 1),  # taught word for word
        Decided("sim inutilisable", "fr", "puk", 1),
        Decided("quel temps fait-il", "fr", "", 2),
    ]
    shelf, judge = Shelf(), Judge()
    for _ in range(2):
        found = judge.labels(decided, shelf, [taught])
    assert [(one.right, one.group) for one in found] == [(True, "1"), (False, "2")]
    assert len(shelf.asked) == 2
    shelf.version = "2"
    judge.labels(decided, shelf, [taught])
    assert len(shelf.asked) == 4


def test_labels_leave_out_the_spam_and_what_was_undone(file: Engine) -> None:
    with file.begin() as connection:
        for number, (kind, undone) in enumerate(
            [("phrasing", None), ("spam", None), ("out_of_scope", None), ("phrasing", AT)], 1
        ):
            row = {"kind": kind, "language": "fr", "decided_by": "ada", "decided_at": AT}
            more = {"examples": "[]", "before": "[]", "group_id": number, "undone_at": undone}
            connection.execute(verdicts.insert().values(id=number, **row, **more))
            told = {"verdict": number, "question": f"question {number}", "language": "fr"}
            who = {"decided_by": "ada", "decided_at": AT}
            connection.execute(regressions.insert().values(**told, **who))
    assert [one.question for one in Labelling(file).decided()] == ["question 1", "question 3"]


def test_thumbs_are_weak_and_traffic_is_all_that_was_asked(file: Engine) -> None:
    with file.begin() as connection:
        for who, helped in (("anna", True), ("bob", False), ("cleo", None)):
            keep(connection, Asked("?", "fr", "web", who, "answered", "", "puk", "v1", 0.8, at=AT))
            if helped is not None:
                rate(connection, who, "puk", "v1", helped)
    found = Labelling(file)
    assert sorted(one.right for one in found.thumbs()) == [False, True]
    assert not any(one.is_verdict for one in found.thumbs())
    assert found.traffic() == pytest.approx([log_odds(0.8)] * 3)
    made = found.proposal(0.03, Shelf(), [])
    assert made.verdicts == 0 and made.check.questions == 0


def test_every_process_keeps_the_promise_that_was_chosen_last(
    store: ArticleStore, folder: Path, tmp_path: Path, words: Any
) -> None:
    """Two processes look at one database; `refresh` stands for their next glance."""
    store.save([Article("puk", "code puk sim", "fr", "…")])
    made = Promises(store.engine)
    both = [
        LiveKnowledgeBase(
            words, Sources(folder, store), tmp_path / name, lambda: None,
            Promises(store.engine).calibration,
        )
        for name in ("one", "two")
    ]  # fmt: skip

    def decisions() -> list[str]:
        for one in both:
            one._recalibrate()
        return [one.search("code puk sim", "fr").decision for one in both]

    for one in both:
        one.refresh()
    before = decisions()
    made.choose(replace(proposal(), answer_from=NEVER), "ada")
    assert set(decisions()) <= {"suggest", "abstain"}
    shipped = both[0].as_shipped()
    assert shipped is not None and [shipped.search("code puk sim", "fr").decision] * 2 == before
    made.choose(None, "ada")
    assert decisions() == before
