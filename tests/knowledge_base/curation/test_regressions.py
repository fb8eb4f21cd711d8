"""What was decided on stays true: the knowledge base is asked again."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from typer.testing import CliRunner

from bot.clock import now
from knowledge_base import commands
from knowledge_base.article import Article
from knowledge_base.curation import regressions
from knowledge_base.curation.regressions import Regression, Regressions, report, tried
from knowledge_base.curation.verdict_rows import Verdict
from knowledge_base.search import Answer, SearchResult
from tests.knowledge_base.curation.conftest import PUK

AT = datetime(2026, 11, 24, tzinfo=timezone.utc)


class Answers:
    """A knowledge base that knows one article."""

    version = "1"

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        best = Answer("puk", "", "", "fr", "", 1.0, 1.0)
        return SearchResult((best,), "answer" if "sim" in question else "abstain", "1")

    def article(self, name: str, language: str) -> Article | None:
        return PUK if name == "puk" else None


def case(question: str, article: str) -> Regression:
    return Regression(question, "fr", article, "camille", AT)


def verdict(number: int, kind: Any, article: str, *texts: str) -> Verdict:
    return Verdict(number, 1, kind, article, "fr", "camille", now(), None, texts)


@pytest.mark.parametrize(
    ("question", "article", "outcome"),
    [
        ("carte sim", "puk", "passed"),
        ("météo", "", "passed"),
        ("météo", "puk", "failed"),
        ("carte sim", "", "failed"),
        ("carte sim", "bill", "failed"),
        ("météo", "not-published-yet", "waiting"),
    ],
)
def test_each_case_passes_fails_or_waits(question: str, article: str, outcome: str) -> None:
    (trial,) = tried(Answers(), [case(question, article)])
    assert trial.outcome == outcome


def test_the_latest_verdict_on_a_wording_counts_and_the_one_before_when_it_is_undone(
    file: Engine,
) -> None:
    with file.begin() as connection:
        regressions.follow(connection, verdict(1, "phrasing", "puk", "Carte SIM", "pin"))
        regressions.follow(connection, verdict(2, "out_of_scope", "", "carte sim"))
        regressions.follow(connection, verdict(3, "spam", "", "pin"))
    known = Regressions(file)
    assert {(one.question, one.article) for one in known.all()} == {("carte sim", ""), ("pin", "puk")}
    with file.begin() as connection:
        regressions.forget(connection, 2)
    assert {one.article for one in known.all()} == {"puk"}


@pytest.mark.parametrize(("article", "code"), [("puk", 0), ("bill", 1)])
def test_the_command_fails_when_a_case_does(
    file: Engine, monkeypatch: pytest.MonkeyPatch, article: str, code: int
) -> None:
    with file.begin() as connection:
        regressions.follow(connection, verdict(1, "phrasing", article, "carte sim"))
    monkeypatch.setattr("knowledge_base.evaluation_command.opened", Answers)
    monkeypatch.setattr("bot.database.engine", lambda: file)
    said = CliRunner().invoke(commands.app, ["eval", "--regressions", "--json"])
    assert said.exit_code == code, said.output
    told = json.loads(said.output)
    assert (told["passed"], told["failed"]) == (1 - code, code)


def test_the_report_lists_what_did_not_pass() -> None:
    told = report(tried(Answers(), [case("carte sim", "puk"), case("météo", "puk")]))
    assert (told["passed"], told["failed"], told["waiting"]) == (1, 1, 0)
    assert [one["question"] for one in told["cases"]] == ["météo"]
