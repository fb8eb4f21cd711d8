"""Coverage and resolution count what they say, and anybody can compute them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from knowledge_base.curation import question_pages
from knowledge_base.curation.counting import (
    SETTLES,
    Count,
    Fact,
    Range,
    counted,
    outcome,
    whole,
    wilson,
)
from knowledge_base.curation.exports import export, from_export
from knowledge_base.curation.insight import Insight
from knowledge_base.curation.question_tables import groups, questions

SEEN = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
MONTH = Range(date(2026, 10, 25), date(2026, 11, 24))
Ask = Callable[..., None]


@pytest.fixture
def ask(file: Engine) -> Ask:
    count = iter(range(10**6))

    def asked(days_ago: float, decision: str = "answered", **more: Any) -> None:
        row = _row(next(count), SEEN - timedelta(days=days_ago), decision)
        with file.begin() as connection:
            connection.execute(questions.insert().values({**row, **more}))

    return asked


def _row(number: int, at: datetime, decision: str) -> dict[str, Any]:
    return {
        "reference": str(number), "text": f"question {number}", "language": "fr",
        "conversation": f"c{number}", "person": f"p{number}", "asked_at": at,
        "decision": decision, "article": "" if decision == "abstained" else "puk",
        "article_version": "v1",
    }  # fmt: skip


def test_an_answer_resolves_when_nobody_came_back_and_is_unknown_before(
    file: Engine, ask: Ask
) -> None:
    for days_ago in (20, 15, 7.01):
        ask(days_ago)
    ask(10, came_back=True)
    ask(10, person_after=True)
    ask(10, "chosen")
    ask(10, "abstained")
    ask(10, "suggested")
    ask(2)
    ask(1, came_back=True)
    ask(40)  # before the range
    found = whole(Insight(file).coverage(MONTH).values())
    assert found == Count(asked=10, answered=8, known=6, resolved=4)
    assert (found.coverage, found.resolution) == (0.8, 4 / 6)
    assert found.product == pytest.approx(0.8 * 4 / 6)


def test_days_are_the_companys_and_weeks_begin_on_monday(file: Engine, ask: Ask) -> None:
    late = SEEN - datetime(2026, 11, 15, 23, 30, tzinfo=timezone.utc)  # Monday, half past midnight
    ask(late / timedelta(days=1))
    ask(1)
    assert list(Insight(file).coverage(MONTH)) == [date(2026, 11, 16), date(2026, 11, 23)]
    weeks = Insight(file).coverage(Range(date(2026, 11, 16), date(2026, 11, 22)), "week")
    assert weeks == {date(2026, 11, 16): Count(1, 1, 1, 1)}


def test_nothing_asked_is_no_share_at_all(file: Engine) -> None:
    assert Insight(file).coverage(MONTH) == {}
    assert (Count().coverage, Count().resolution, Count().product) == (None, None, None)
    assert from_export(export(Insight(file), MONTH)) == {}


FACTS = st.lists(
    st.tuples(
        st.datetimes(datetime(2026, 10, 20), datetime(2026, 11, 26), timezones=st.just(timezone.utc)),
        st.sampled_from(["answered", "chosen", "suggested", "abstained"]),
        st.booleans(), st.booleans(), st.text(max_size=12).filter(lambda text: "\0" not in text),
    ),
    max_size=40,
)  # fmt: skip


@trials(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(facts=FACTS, step=st.sampled_from(["day", "week"]), page=st.integers(1, 7))
def test_the_export_gives_the_same_figures(
    file: Engine, facts: list[Any], step: Any, page: int
) -> None:
    rows = [
        {**_row(number, at, decision), "came_back": back, "person_after": person, "text": text}
        for number, (at, decision, back, person, text) in enumerate(facts)
    ]
    with file.begin() as connection:
        connection.execute(questions.delete())
        if rows:
            connection.execute(questions.insert(), rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(question_pages, "PAGE", page)
        shown = Insight(file).coverage(MONTH, step)
        written = "".join(export(Insight(file), MONTH))
    assert from_export(io.StringIO(written, newline=""), step) == shown
    inside = [Fact(at, decision, a or b) for at, decision, a, b, _ in facts if MONTH.start <= at < MONTH.end]
    assert whole(counted(inside, SEEN).values()) == whole(shown.values())
    told = [row["outcome"] for row in csv.DictReader(io.StringIO(written, newline=""))]
    assert sorted(told) == sorted(outcome(fact, SEEN) for fact in inside)
    total = whole(shown.values())
    assert told.count("resolved") == total.resolved
    assert 0 <= total.resolved <= total.known <= total.answered <= total.asked == len(told)


def test_no_visitor_writes_a_formula_into_a_spreadsheet(file: Engine, ask: Ask) -> None:
    ask(3, text='=HYPERLINK("https://example.com")')
    (row,) = csv.DictReader(export(Insight(file), MONTH))
    assert row["text"].startswith("'=")
    assert "person" not in row and "conversation" not in row


def test_each_version_of_an_article_has_its_own_thumbs(file: Engine, ask: Ask) -> None:
    for number in range(3):
        ask(10, helped=1, person=f"p{number % 2}")
    ask(10, helped=0, came_back=True)
    ask(5, article_version="v2")
    old, new = Insight(file).helpfulness(MONTH)
    assert (old.version, old.asked, old.people) == ("v1", 4, 3)
    assert (old.up, old.down, old.known, old.resolved) == (3, 1, 4, 3)
    assert (new.version, new.up, new.down, new.known) == ("v2", 0, 0, 0)
    low, high = old.interval
    assert low < 0.75 < high and new.interval == (0.0, 1.0)


def test_gaps_come_in_the_order_of_the_people_they_concern(file: Engine, ask: Ask) -> None:
    with file.begin() as connection:
        for number, state in enumerate(("open", "open", "decided"), 1):
            made = {"id": number, "language": "fr", "state": state, "total": b""}
            connection.execute(groups.insert().values(**made, made_at=SEEN, changed_at=SEEN))
    for person, group in (("a", 1), ("a", 1), ("a", 1), ("a", 2), ("b", 2), ("a", 3)):
        ask(3, "abstained", person=person, group_id=group, text=f"de {group}")
    gaps = Insight(file).gaps(MONTH)
    assert [(gap.group, gap.people, gap.asked) for gap in gaps] == [(2, 2, 2), (1, 1, 3)]
    assert gaps[0].example == "de 2"
    assert len(Insight(file).top_groups(MONTH)) == 3
    assert Insight(file).gaps(Range(date(2026, 1, 1), date(2026, 1, 2))) == []


def test_spam_is_nobodys_question_and_a_filter_counts_its_own(file: Engine, ask: Ask) -> None:
    with file.begin() as connection:
        made = {"id": 1, "language": "fr", "state": "spam", "total": b""}
        connection.execute(groups.insert().values(**made, made_at=SEEN, changed_at=SEEN))
    ask(10)
    ask(10, "abstained", group_id=1)
    ask(10, "abstained", language="en", channel="voice")
    ask(2, came_back=True)
    insight = Insight(file)
    assert insight.summed(MONTH) == whole(insight.coverage(MONTH).values()) == Count(3, 2, 1, 1)
    assert insight.top_groups(MONTH) == [] and insight.channels(MONTH) == ["voice"]
    voice = Insight(file, "en", "voice")
    assert voice.summed(MONTH) == Count(1) == whole(voice.coverage(MONTH).values())
    for one in (insight, voice):
        assert from_export(export(one, MONTH)) == one.coverage(MONTH)


@given(total=st.integers(1, 5000), data=st.data())
def test_wilsons_interval_holds_the_share(total: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, total))
    low, high = wilson(good, total)
    assert 0 <= low <= good / total + 1e-12 and good / total - 1e-12 <= high <= 1


def test_wilsons_interval_is_the_published_one() -> None:
    assert wilson(8, 10) == pytest.approx((0.4901, 0.9433), abs=1e-3)
    assert timedelta(days=7) == SETTLES
