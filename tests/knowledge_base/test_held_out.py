"""What is measured on was never learnt from."""

from __future__ import annotations

import csv

from knowledge_base.calibration import train
from knowledge_base.importers.folder import read_files
from tests.conftest import ROOT


def test_no_question_of_the_evaluations_was_learnt_from() -> None:
    asked: set[str] = set()
    for path in (ROOT / "tests" / "data").glob("knowledge_*.csv"):
        with path.open(encoding="utf-8") as file:
            asked |= {_plain(row["query"]) for row in csv.DictReader(file) if row.get("query")}
    learnt: set[str] = set()
    for path in (train.TOWN, train.TOWN.parent / "everyday.csv"):
        with path.open(encoding="utf-8") as file:
            learnt |= {_plain(cell or "") for row in csv.reader(file) for cell in row}
    for article in read_files([ROOT / "knowledge_base" / "articles"]).articles.values():
        learnt |= {_plain(phrasing) for phrasing in (article.title, *article.phrasings)}
    assert len(asked) > 500 and len(learnt) > 1000
    assert asked & learnt == set()


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
