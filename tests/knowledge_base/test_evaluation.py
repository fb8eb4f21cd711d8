"""The measures measure what they say, and other programs can read them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from bot.encoder import Encoder
from knowledge_base.api import router
from knowledge_base.article import Article
from knowledge_base.build import built
from knowledge_base.calibration.regression import fitted
from knowledge_base.commands import app
from knowledge_base.evaluation import (
    Case,
    Outcome,
    auroc,
    figures,
    outcomes,
    read_cases,
    save_curve,
)
from knowledge_base.refusals import Refused
from knowledge_base.search import KnowledgeBase


def outcome(article: str, rank: int, confidence: float) -> Outcome:
    decision = "answer" if confidence > 0.75 else "abstain"
    return Outcome(Case("q", article, "fr"), rank, confidence, decision)  # type: ignore[arg-type]


def test_the_figures_of_a_small_example() -> None:
    found = figures(
        [outcome("a", 1, 0.9), outcome("b", 2, 0.8), outcome("c", 1, 0.7), outcome("", 0, 0.1)]
    )
    assert found.recall_at_1 == pytest.approx(2 / 3)
    assert found.recall_at_3 == 1
    assert found.mrr_at_10 == pytest.approx((1 + 0.5 + 1) / 3)
    assert found.auroc == pytest.approx(0.75)
    assert found.answered_at_3_percent_wrong == pytest.approx(1 / 3)
    assert found.answered == pytest.approx(1 / 3)
    assert found.wrong_of_given == pytest.approx(0.5)


def test_ties_count_half() -> None:
    assert auroc(np.array([1.0, 1.0]), np.array([True, False])) == 0.5


def test_the_regression_finds_what_made_the_truth() -> None:
    chance = np.random.default_rng(0)
    features = chance.normal(size=(4000, 2))
    truth = chance.random(4000) < 1 / (1 + np.exp(-(2 * features[:, 0] + 1)))
    weights, intercept = fitted(features, truth.astype(float))
    assert weights == pytest.approx([2, 0], abs=0.2)
    assert intercept == pytest.approx(1, abs=0.2)


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "eval.csv"
    path.write_text("question,answer\na,b\n")
    with pytest.raises(Refused, match="query and article"):
        read_cases(path)


def test_an_evaluation_file_is_read_and_drawn(
    tmp_path: Path, encoder: Encoder, articles: tuple[Article, ...]
) -> None:
    path = tmp_path / "eval.csv"
    path.write_text("query,article\nma carte sim est bloquée,puk\nquelle heure est-il à Tokyo,\n")
    cases = read_cases(path)
    assert [case.language for case in cases] == ["fr", "fr"]
    found = outcomes(KnowledgeBase(built(articles, encoder), encoder), cases)
    assert found[0].rank == 1 and found[1].rank == 0
    save_curve(found, tmp_path / "reports" / "curve.png")
    assert (tmp_path / "reports" / "curve.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def client(encoder: Encoder, articles: tuple[Article, ...]) -> TestClient:
    application = FastAPI()
    application.include_router(router(KnowledgeBase(built(articles, encoder), encoder)))
    return TestClient(application)


def test_other_programs_search_over_http(client: TestClient) -> None:
    found = client.get(
        "/api/knowledge/search", params={"q": "sim bloquée", "language": "fr"}
    ).json()
    assert set(found) >= {"answers", "abstained", "version"}
    assert set(found["answers"][0]) >= {
        "article", "title", "text", "language", "source", "score", "confidence",
    }  # fmt: skip
    assert found["answers"][0]["article"] == "puk"


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"q": ""},
        {"q": "x", "limit": 0},
        {"q": "x", "limit": 21},
        {"q": "x", "language": "de"},
        {"q": "x" * 2001},
    ],
)
def test_bad_requests_are_refused(client: TestClient, params: dict[str, str | int]) -> None:
    assert client.get("/api/knowledge/search", params=params).status_code == 422


def test_an_import_without_any_article_says_why_and_fails(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("id,title,text\n1,,\n")
    done = CliRunner().invoke(app, ["import", str(tmp_path / "empty.csv"), "--json"])
    assert done.exit_code == 1
    assert json.loads(done.stdout)["refused"]
