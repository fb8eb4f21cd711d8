"""`guichet kb`, as it is typed: what programs read, and what is refused in a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.settings import ROOT
from knowledge_base.article import Article
from tests.conftest import PREPARED

QUESTIONS = """query,article,language
ma carte sim est bloquée,puk,fr
c'est quoi tous ces montants sur ma facture,bill,fr
ça capte mal le wifi au fond de la maison,wifi,fr
I put in a wrong pin and now the card is locked,puk,en
quelle est la hauteur de la tour Eiffel,,fr
who won the cup final,,en
"""
FIGURES = {
    "recall_at_1", "recall_at_3", "mrr_at_10", "auroc", "answered_at_3_percent_wrong",
}  # fmt: skip


@pytest.fixture
def house(
    tmp_path: Path, articles: tuple[Article, ...], write: Callable[..., Path], folder: Path
) -> dict[str, str]:
    """The environment of a desk with a few articles and nothing built yet."""
    for article in articles:
        write(article)
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(PREPARED / "models")
    here = {"GUICHET_DATA_DIR": str(data), "GUICHET_KNOWLEDGE_DIR": str(folder)}
    return {**os.environ, **here}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "questions.csv"
    made.write_text(QUESTIONS, "utf-8")
    return made


def guichet_kb(
    house: dict[str, str], *words: str | Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "kb", *map(str, words)],
        cwd=ROOT, env=house, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def told(house: dict[str, str], *words: str | Path) -> dict[str, Any]:
    done = guichet_kb(house, *words, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_was_built_is_searched_and_measured(house: dict[str, str], file: Path) -> None:
    built = told(house, "build")
    assert built["articles"] == 6 and built["refused"] == []
    assert told(house, "build")["version"] == built["version"], "nothing changed"

    found = told(house, "search", "my sim card is locked", "--language", "en", "--limit", "2")
    assert found["version"] == built["version"] and found["abstained"] is False
    assert len(found["answers"]) == 2
    first = found["answers"][0]
    assert (first["article"], first["language"]) == ("puk", "en")
    assert first.keys() >= {"title", "text", "source", "score", "confidence"}

    figures = told(house, "eval", file)
    assert figures.keys() >= FIGURES
    assert (figures["questions"], figures["answerable"]) == (6, 4)
    assert figures["recall_at_3"] == 1.0
    assert Path(figures["picture"]).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file"),
        ("", "columns query and article are needed"),
        ("question,answer\na,b\n", "columns query and article are needed"),
        ("query,article\n", "there is no question in it"),
        ("query,article\nma sim est bloquée,puk\nmon wifi rame,wi-fi\n", "there is no article wi-fi"),
    ],
)
def test_a_file_that_measures_nothing_is_refused_in_a_sentence(
    house: dict[str, str], file: Path, content: str | None, reason: str
) -> None:
    file.unlink()
    if content is not None:
        file.write_text(content, "utf-8")
    refused(guichet_kb(house, "eval", file), f"questions.csv: {reason}")


def refused(done: subprocess.CompletedProcess[str], reason: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert reason in done.stderr.replace(", line 1", "")


def test_a_folder_is_no_file(house: dict[str, str], tmp_path: Path) -> None:
    refused(guichet_kb(house, "eval", tmp_path), "Is a directory")


def test_a_search_for_too_many_is_refused(house: dict[str, str]) -> None:
    done = guichet_kb(house, "search", "sim", "--limit", "21")
    assert done.returncode == 2 and "Traceback" not in done.stderr
