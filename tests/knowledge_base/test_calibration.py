"""The confidence and the geometry are learnt by a program that anybody can run again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from bot.encoder import Encoder
from bot.settings import settings
from knowledge_base import geometry
from knowledge_base.calibration import train
from knowledge_base.confidence import SHIPPED, Calibration, Evidence, calibration_from

ARTICLES = 10  # of the demo company's, in both languages


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """Some of the demo company's articles."""
    for language in ("fr", "en"):
        (tmp_path / "articles" / language).mkdir(parents=True)
        for path in sorted((settings().knowledge_dir / language).glob("*.md"))[:ARTICLES]:
            (tmp_path / "articles" / language / path.name).write_bytes(path.read_bytes())
    return tmp_path / "articles"


def test_training_writes_what_the_desk_reads(
    company: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUICHET_KNOWLEDGE_DIR", str(company))
    monkeypatch.setattr(train, "SHIPPED", tmp_path / "calibration.json")
    monkeypatch.setattr(geometry, "SHIPPED", tmp_path / "geometry.npz")
    monkeypatch.setattr(train, "ROUNDS", 2)
    monkeypatch.setattr(train, "TOWN", _some_of_the_town(tmp_path))
    settings.cache_clear()
    try:
        train.main()
        learnt = calibration_from(json.loads((tmp_path / "calibration.json").read_text()))
        assert geometry.shipped_geometry().encoder == encoder.fingerprint
    finally:
        settings.cache_clear()
    surely, hardly = (_evidence(learnt, far) for far in (1.5, -1.5))
    assert learnt.confidence(surely) > 0.6 > 0.4 > learnt.confidence(hardly)


def test_what_is_shipped_was_learnt_from_thousands_of_questions() -> None:
    content = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert content["examples"] > 2000
    assert calibration_from(content).answer_from == train.ANSWER_FROM


def test_no_question_of_the_evaluations_was_learnt_from() -> None:
    asked: set[str] = set()
    for path in Path("tests/data").glob("knowledge_*.csv"):
        with path.open(encoding="utf-8") as file:
            asked |= {_plain(row["query"]) for row in csv.DictReader(file) if row.get("query")}
    learnt: set[str] = set()
    for path in (train.TOWN, train.TOWN.parent / "everyday.csv"):
        with path.open(encoding="utf-8") as file:
            learnt |= {_plain(cell or "") for row in csv.reader(file) for cell in row}
    assert len(asked) > 500 and len(learnt) > 100
    assert asked & learnt == set()


def _evidence(learnt: Calibration, far: float) -> Evidence:
    """What speaks for an article, so many spreads from the usual; what is elsewhere, against it."""
    *kind, elsewhere = zip(learnt.mean, learnt.spread, strict=True)
    return Evidence(*(m + far * s for m, s in kind), elsewhere[0] - far * elsewhere[1])


def _some_of_the_town(folder: Path) -> Path:
    lines = train.TOWN.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "town.csv").write_text("".join(lines[:13]), encoding="utf-8")
    return folder / "town.csv"


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
