"""Every reason to refuse has its words in both languages, and no words are left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from knowledge_base.importers.contained import ROOT
from knowledge_base.importers.kinds import WORDS

TEXTS = ROOT / "knowledge_base" / "console" / "texts"
SOURCES = [*(ROOT / "knowledge_base" / "importers").glob("*.py"), ROOT / "knowledge_base" / "checks.py"]


def codes() -> set[str]:
    """The codes given by name, by position after a line, and by tables."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    named = re.findall(r'code="([a-z_]+)"', text)
    placed = re.findall(r'Refused\([^"]*(?:"[^"]*"[^"]*?){1,3}, *"([a-z_]+)"', text)
    return {*named, *(code for code in placed if code in words("en")), *WORDS, "too_slow", "crashed", "content"}


def words(language: str) -> dict[str, str]:
    found = yaml.safe_load((TEXTS / language / "refusals.yml").read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in found.items()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_has_its_words(language: str) -> None:
    assert codes() <= set(words(language))


def test_both_languages_have_the_same_reasons_and_values() -> None:
    french, english = words("fr"), words("en")
    assert {key: re.findall(r"{\w+}", text) for key, text in french.items()} == {
        key: re.findall(r"{\w+}", text) for key, text in english.items()
    }
    assert Path(TEXTS / "fr" / "refusals.yml").exists()
