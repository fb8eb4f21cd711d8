"""`guichet nlu`, as it is typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.nlu.examples import Example
from bot.settings import ROOT, settings
from tests.bot.nlu.conftest import EXAMPLES, write_csv

FIGURES = {"accuracy", "macro_f1", "oos_recall", "in_scope_refused", "false_accept_rate"}
UNSEEN = [
    Example("vous ouvrez à quelle heure", "hours", "fr"),
    Example("one baguette please", "order", "en"),
    Example("qsdfghjklm", "oos", "fr"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of its own, with the encoder already unpacked."""
    prepared = settings().data_dir.resolve() / "models"
    if prepared.exists():
        (tmp_path / "models").symlink_to(prepared)
    return tmp_path


def guichet_nlu(data: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "nlu", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "GUICHET_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_a_model_is_measured_and_its_report_kept(data: Path, archive: Path) -> None:
    file = write_csv(data / "unseen.csv", UNSEEN)
    done = guichet_nlu(data, "eval", file, "--model", archive, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() >= FIGURES
    assert found["oos_recall"] == 1.0
    assert found["languages"].keys() == {"fr", "en"}
    kept = json.loads((data / "reports" / "nlu-eval-unseen.json").read_text("utf-8"))
    assert kept == found
    assert (data / "reports" / "nlu-eval-unseen.png").read_bytes().startswith(b"\x89PNG")


def test_the_pipeline_is_trained_on_someone_else_s_data(data: Path) -> None:
    taught, file = write_csv(data / "a.csv", EXAMPLES), write_csv(data / "b.csv", UNSEEN)
    done = guichet_nlu(data, "bench", "--train", taught, "--test", file, "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() >= FIGURES
    assert found["rows"] == len(UNSEEN)
    assert found["unseen"]["rows"] == len(UNSEEN)


def test_a_bad_file_ends_with_its_line_and_code_2(data: Path) -> None:
    file = data / "bad.csv"
    file.write_text("text,intent\nbonjour,greet\nbonsoir,\n", "utf-8")
    done = guichet_nlu(data, "eval", file)
    assert done.returncode == 2
    assert "bad.csv, line 3: no intent" in done.stderr
    assert done.stdout == ""
