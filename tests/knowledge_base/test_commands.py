"""`guichet kb search`, `build` and `eval`, as programs and people call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PREPARED, ROOT, new_desk

QUESTIONS = """query,article,language
ma box clignote rouge depuis ce matin,box-red-light,fr
how do I get my RIO code,port-number,en
quelle est la capitale du Pérou,,fr
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (PREPARED / "knowledge").exists():
        pytest.fail("guichet prepare has not built the index")
    return new_desk(tmp_path_factory.mktemp("kb") / "data").data


def kb(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "GUICHET_DATA_DIR": str(data), **more}
    return subprocess.run(
        [sys.executable, "-m", "bot", "kb", *words], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def said(answer: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_a_question_is_answered_for_programs_as_on_the_door(data: Path) -> None:
    found = said(kb(data, "search", "ma box clignote rouge", "--json"))
    assert set(found) >= {"answers", "abstained", "version"}
    first = found["answers"][0]
    assert set(first) >= {"article", "title", "text", "language", "source", "score", "confidence"}
    assert (first["article"], first["language"]) == ("box-red-light", "fr")


def test_a_question_is_answered_for_people(data: Path) -> None:
    answer = kb(data, "search", "ma box clignote rouge", "--limit", "2")
    assert answer.returncode == 0 and "box-red-light" in answer.stdout


def test_an_evaluation_gives_the_figures_that_other_programs_read(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "questions.csv").write_text(QUESTIONS, encoding="utf-8")
    found = said(kb(data, "eval", str(tmp_path / "questions.csv"), "--json"))
    figures = ("recall_at_1", "recall_at_3", "mrr_at_10", "auroc", "answered_at_3_percent_wrong")
    assert all(0.0 <= found[name] <= 1.0 for name in figures)
    assert (found["questions"], found["answerable"], found["recall_at_3"]) == (3, 2, 1.0)
    assert Path(found["picture"]).stat().st_size > 1000


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "query and article"), ("question;answer\na;b\n", "query and article"),
     ("query,article\n", "no question")],
    ids=["empty", "other columns", "no rows"],
)
def test_a_file_that_cannot_be_measured_is_refused_with_its_reason(
    data: Path, tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / "wrong.csv").write_text(content, encoding="utf-8")
    answer = kb(data, "eval", str(tmp_path / "wrong.csv"))
    assert answer.returncode == 2 and "Traceback" not in answer.stderr
    assert reason in " ".join(answer.stderr.replace("│", " ").split())


def test_a_file_that_is_not_there_is_refused(data: Path) -> None:
    answer = kb(data, "eval", "nowhere.csv")
    assert answer.returncode == 2 and "nowhere.csv" in answer.stderr


def test_a_build_says_what_it_published_and_what_it_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir(parents=True)
    article = (ROOT / "knowledge_base/articles/fr/box-red-light.md").read_text(encoding="utf-8")
    (tmp_path / "fr" / "box-red-light.md").write_text(article, encoding="utf-8")
    (tmp_path / "fr" / "broken.md").write_text("---\nid: broken\n---\n", encoding="utf-8")
    found = said(
        kb(tmp_path / "data", "build", "--json", GUICHET_KNOWLEDGE_DIR=str(tmp_path),
           GUICHET_ENCODER=str(PREPARED / "models" / "multilingual-e5-small"))
    )  # fmt: skip
    assert found["articles"] == 1 and found["version"]
    assert any("broken" in refusal for refusal in found["refused"])
