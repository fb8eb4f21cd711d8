"""What people thought is counted by week and by theme, and their words are masked."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from typing import Any

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from actions.crm.embedded import tables
from knowledge_base.curation import opinions
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.counting import Range
from knowledge_base.curation.measures import KINDS, SCALES, Scores
from knowledge_base.curation.opinion_export import COLUMNS, from_opinions, opinion_rows
from knowledge_base.curation.opinions import (
    VERBATIMS,
    Opinion,
    satisfaction,
    stored_opinions,
)
from knowledge_base.curation.themes import Themes

AT = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
NOVEMBER = Range(date(2026, 11, 1), date(2026, 11, 30))
CATEGORIES = {"puk": "mobile", "bill": "factures"}


def opinion(kind: str, score: int, comment: str = "", who: str = "anna", days: int = 0) -> Opinion:
    return Opinion(AT - timedelta(days=days), kind, score, comment, who)


def store(file: Engine, given: list[Opinion]) -> None:
    rows = [
        {
            "created_at": one.at, "external_ref": str(number), "kind": one.kind, "score": one.score,
            "comment": one.comment, "subject": "", "conversation": one.conversation,
            "channel": one.channel, "language": one.language,
        }
        for number, one in enumerate(given)
    ]  # fmt: skip
    with file.begin() as connection:
        connection.execute(tables.feedback.insert(), rows)


def answered(file: Engine, who: str, article: str, minutes_before: int) -> None:
    at = AT - timedelta(minutes=minutes_before)
    with file.begin() as connection:
        keep(connection, Asked("?", "fr", "web", who, "answered", article=article, at=at))


def test_each_question_has_its_own_measure() -> None:
    assert Scores("ces", {5: 1, 2: 1}).value == 3.5
    assert Scores("csat", {5: 1, 4: 2, 1: 1}).value == 0.75
    assert Scores("nps", {10: 3, 8: 4, 0: 1, 6: 2}).value == 0
    assert Scores("nps", {}).value is None


def test_opinions_of_the_houses_crm_are_read_in_pages_newest_last_position_first(
    file: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "PAGE", 2)
    store(file, [opinion("csat", score) for score in (1, 2, 3, 4, 5)] + [opinion("answer", 1)])
    found = list(stored_opinions(file, NOVEMBER))
    assert [one.score for one in found] == [5, 4, 3, 2, 1]
    assert found[0].at == AT
    assert list(stored_opinions(file, Range(date(2026, 1, 1), date(2026, 1, 31)))) == []


def test_the_theme_is_what_was_answered_last_before_the_opinion(file: Engine) -> None:
    answered(file, "anna", "bill", 20)
    answered(file, "anna", "puk", 10)
    answered(file, "anna", "bill", -10)  # ten minutes after
    store(file, [opinion("csat", 5, "merci"), opinion("csat", 1, who="nobody"), opinion("ces", 2)])
    found = satisfaction(NOVEMBER, Themes(CATEGORIES, database=file), partial(stored_opinions, file))
    assert {theme: scores.value for theme, scores in found.by_theme("csat").items()} == {
        "mobile": 1.0, "": 0.0,
    }  # fmt: skip
    assert found.over_time("ces") == {date(2026, 11, 23): Scores("ces", {2: 1})}
    assert [one.text for one in found.verbatims["mobile"]] == ["merci"]


def test_words_without_an_answer_go_to_the_nearest_theme_masked_and_not_too_many(
    file: Engine,
) -> None:
    def many(days: Range) -> Iterator[Opinion]:
        for number in range(VERBATIMS + 20):
            yield opinion("nps", 3, f"{number} : rappelez le 06 12 34 56 78, anna@example.com")

    themes = Themes(CATEGORIES, lambda text: "factures", file)
    found = satisfaction(NOVEMBER, themes, many)
    said = found.verbatims["factures"]
    assert len(said) == VERBATIMS and said[0].text == "0 : rappelez le [phone], [email]"
    assert found.by_theme("nps")["factures"].answers == VERBATIMS + 20


CROWDS: list[tuple[str, dict[int, float]]] = [
    ("ces", {1: 0.1, 3: 0.2, 5: 0.7}), ("ces", {5: 0.97, 1: 0.03}), ("ces", {2: 0.3, 4: 0.7}),
    ("csat", {1: 0.2, 4: 0.8}), ("csat", {1: 0.5, 5: 0.5}), ("nps", {2: 0.3, 8: 0.3, 10: 0.4}),
    ("nps", {0: 0.5, 10: 0.5}), ("nps", {6: 0.1, 7: 0.9}),
]  # fmt: skip


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance = np.random.default_rng(7)
    held = [_held(chance, kind, chances, n) for kind, chances in CROWDS for n in (3, 12, 60)]
    assert np.mean(held) >= 0.95 and min(held) >= 0.88, held


def _held(chance: Any, kind: str, chances: dict[int, float], answers: int) -> float:
    """How often, of 600 samples of a crowd, the interval holds what the whole crowd thinks."""
    truth = Scores(kind, {score: round(1000 * share) for score, share in chances.items()}).value
    assert truth is not None
    drawn = chance.choice(list(chances), size=(600, answers), p=list(chances.values()))
    intervals = [Scores(kind, Counter(one.tolist())).interval for one in drawn]
    return float(np.mean([low <= truth <= high for low, high in intervals]))


def test_few_answers_say_little_and_none_say_nothing() -> None:
    for kind in KINDS:
        low, high = SCALES[kind]
        assert Scores(kind, {}).interval == (low, high)
        best = 10 if kind == "nps" else 5
        one, many = Scores(kind, {best: 1}).interval, Scores(kind, {best: 400}).interval
        assert one[1] == many[1] == pytest.approx(high) and one[0] < many[0] < high


def test_channel_and_language_are_told_apart_and_chosen(file: Engine) -> None:
    store(file, [
        replace(opinion("csat", 5), channel="web", language="fr"),
        replace(opinion("csat", 1), channel="voice", language="fr"),
        replace(opinion("csat", 4), channel="voice", language="en"),
    ])  # fmt: skip
    themes = Themes({}, database=file)
    found = satisfaction(NOVEMBER, themes, partial(stored_opinions, file))
    assert {where: one.value for where, one in found.by_channel("csat").items()} == {"voice": 0.5, "web": 1}
    assert {where: one.value for where, one in found.by_language("csat").items()} == {"en": 1, "fr": 0.5}
    chosen = list(stored_opinions(file, NOVEMBER, "fr", "voice"))
    assert [one.score for one in chosen] == [1]


def test_the_figures_are_computed_again_from_the_export(file: Engine) -> None:
    chance = np.random.default_rng(3)
    store(file, [
        opinion(kind, int(chance.integers(1, 6)), '=1+1 "06 12 34 56 78"', days=int(chance.integers(0, 20)))
        for kind in KINDS for _ in range(40)
    ])  # fmt: skip
    read = partial(stored_opinions, file)
    shown = satisfaction(NOVEMBER, Themes({}, database=file), read)
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    rows.writerows(opinion_rows((one, "") for one in read(NOVEMBER)))
    assert "06 12" not in written.getvalue()
    again = from_opinions(io.StringIO(written.getvalue()))
    assert again == {kind: shown.over_time(kind) for kind in KINDS}
    assert sum(len(periods) for periods in again.values()) > 6
