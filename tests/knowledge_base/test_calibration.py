"""What is shipped to tell a sure answer is what its own script writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.settings import ROOT
from knowledge_base.calibration import scatter
from knowledge_base.calibration.train import TOWN, TOWN_SHARE, _articles
from knowledge_base.confidence import SHIPPED, calibration_from
from knowledge_base.geometry import shipped_geometry
from tests.conftest import PREPARED

FEW = 24  # articles that a trial run learns from
NEAR = 0.97


@pytest.fixture(scope="module")
def some_articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few of the company's articles, in both languages."""
    folder = tmp_path_factory.mktemp("articles")
    for language in ("fr", "en"):
        for path in sorted((ROOT / "knowledge_base" / "articles" / language).glob("*.md"))[:FEW]:
            (folder / f"{language}-{path.name}").write_bytes(path.read_bytes())
    return folder


def test_the_script_writes_what_the_desk_reads(some_articles: Path, tmp_path: Path) -> None:
    words = ["--into", str(tmp_path), "--rounds", "2"]
    shipped = SHIPPED.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "knowledge_base.calibration.train", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
        env={**os.environ, "GUICHET_DATA_DIR": str(PREPARED),
             "GUICHET_KNOWLEDGE_DIR": str(some_articles)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "calibration.json").read_text("utf-8"))
    assert json.loads(done.stdout) == written
    assert written["examples"] > 100
    assert_alike(written, json.loads(shipped))
    with np.load(tmp_path / "geometry.npz", allow_pickle=False) as learnt:
        assert str(learnt["encoder"]) == shipped_geometry().encoder
        assert learnt["matrix"].shape == shipped_geometry().matrix.shape
    assert SHIPPED.read_bytes() == shipped, "a trial run leaves what is shipped alone"


def assert_alike(written: dict[str, Any], shipped: dict[str, Any]) -> None:
    """Even a small sample finds the same things telling, and about as much."""
    assert written.keys() == shipped.keys()
    assert written["features"] == shipped["features"]
    assert [written[name] for name in ("answer_from", "suggest_from")] == [
        shipped[name] for name in ("answer_from", "suggest_from")
    ]
    calibration_from(written)
    telling = shipped["features"].index("log_odds")
    assert written["weights"][telling] > 0 and shipped["weights"][telling] > 0


def test_the_shipped_geometry_is_what_the_articles_teach() -> None:
    """Learnt again from all that the script learns from, it sees texts in the same way."""
    from bot.encoder import load_encoder

    company = _articles(ROOT / "knowledge_base" / "articles")
    collections = [(company, 1 - TOWN_SHARE), (_articles(TOWN), TOWN_SHARE)]
    encoder = load_encoder()
    again = scatter.learnt_geometry(encoder, collections)
    texts = ["ma box clignote en rouge", "je veux résilier", "où est mon colis", "payer ma facture"]
    vectors = encoder.encode(texts, "query")
    shipped = shipped_geometry().seen(vectors, "query", "fr")
    assert (again.seen(vectors, "query", "fr") * shipped).sum(axis=1).min() > NEAR
