"""GUICHET_ENCODER names another model: the index that the first one built is never searched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.encoder_setup import transformer_folder
from bot.settings import ROOT, settings
from knowledge_base.article import Article
from tests.conftest import PREPARED

QUESTION = "ma carte sim est bloquée, quel code taper ?"


@pytest.fixture
def other() -> Path:
    """The packaged model in full precision: a SentenceTransformer folder like any other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_DATA_DIR", str(PREPARED))
        settings.cache_clear()
        folder = transformer_folder()
    settings.cache_clear()
    return folder


@pytest.fixture
def house(
    tmp_path: Path, articles: tuple[Article, ...], write: Callable[..., Path], folder: Path
) -> dict[str, str]:
    for article in articles:
        write(article)
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(PREPARED / "models")
    here = {"GUICHET_DATA_DIR": str(data), "GUICHET_KNOWLEDGE_DIR": str(folder)}
    return {**os.environ, **here, "GUICHET_ENCODER": ""}


def searched(house: dict[str, str]) -> tuple[dict[str, Any], str]:
    """What is found, by a process of its own, and what it said meanwhile."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "kb", "search", QUESTION, "--language", "fr", "--json"],
        cwd=ROOT, env=house, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found, done.stderr


def encoders(house: dict[str, str]) -> dict[str, str]:
    """Which encoder built each version that is on disk."""
    kept = Path(house["GUICHET_DATA_DIR"], "knowledge", "versions").glob("*/manifest.json")
    return {path.parent.name: json.loads(path.read_text())["encoder"] for path in kept}


def test_an_index_of_another_encoder_is_refused_built_anew_and_serves(
    house: dict[str, str], other: Path
) -> None:
    first, _ = searched(house)
    moved = {**house, "GUICHET_ENCODER": str(other)}
    second, told = searched(moved)
    assert "another encoder" in told
    assert second["version"] != first["version"]
    built_by = encoders(house)
    assert built_by[first["version"]] != built_by[second["version"]]
    assert built_by[second["version"]].startswith("sentence-transformer/")
    assert second["answers"][0]["article"] == first["answers"][0]["article"] == "puk"
    third, told = searched(moved)
    assert third == second and "another encoder" not in told


def test_going_back_is_the_same(house: dict[str, str], other: Path) -> None:
    searched({**house, "GUICHET_ENCODER": str(other)})
    back, told = searched(house)
    assert "another encoder" in told
    assert back["answers"][0]["article"] == "puk"
    assert not encoders(house)[back["version"]].startswith("sentence-transformer/")


@pytest.mark.parametrize("name", ["/nowhere/at-all", "{data}"])
def test_an_encoder_that_is_none_is_said_in_a_sentence(house: dict[str, str], name: str) -> None:
    named = {**house, "GUICHET_ENCODER": name.format(data=house["GUICHET_DATA_DIR"])}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "kb", "search", QUESTION],
        cwd=ROOT, env=named, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "GUICHET_ENCODER" in done.stderr
