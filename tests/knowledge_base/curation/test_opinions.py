"""What people thought is counted by week and by theme, and their words are masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import partial

import pytest
from sqlalchemy.engine import Engine

from actions.crm.embedded import tables
from knowledge_base.curation import opinions
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.counting import Range
from knowledge_base.curation.opinions import (
    VERBATIMS,
    Opinion,
    Scores,
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
