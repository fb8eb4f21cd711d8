"""The few sentences that the door itself says, in French and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TEXTS = Path(__file__).parent / "texts"
_DEFAULT = "fr"
LANGUAGES = ("fr", "en")


@cache
def texts(language: str) -> dict[str, Any]:
    """Everything the door may say in a language (French when it is not one of ours)."""
    name = language if language in LANGUAGES else _DEFAULT
    loaded: dict[str, Any] = yaml.safe_load((_TEXTS / f"{name}.yml").read_text("utf-8"))
    return loaded


def sentence(name: str, language: str, **values: str) -> str:
    """One sentence, with its blanks filled."""
    return str(texts(language)[name]).format(**values)


def number(value: int, language: str) -> str:
    """2 000 in French, 2,000 in English."""
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", "\N{NO-BREAK SPACE}")
