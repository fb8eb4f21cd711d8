"""The few words that put Whisper in the picture before it hears: what was asked, and matters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.settings import settings
from connectors.voice.speech import Expected

_HINTS = Path(__file__).parent / "texts" / "hints.yml"
# Before a word alone, the company's matters do harm: it would become one of them.
_SHORT = 1.2  # seconds
# What is longer after an offer is no yes or no.
_LONG = 2.2
_BY_QUESTION = {
    Expected.YES_NO: "answers",
    Expected.DIGITS: "digits",
    Expected.MOMENT: "moments",
    Expected.SCORE: "scores",
    Expected.SPELLING: "spelling",
}


def prompt(language: str, expected: Expected, seconds: float) -> str:
    """The hint for what was asked; empty where none has been shown to help."""
    if expected is Expected.OFFER and seconds < _LONG:
        expected = Expected.YES_NO
    name = _BY_QUESTION.get(expected, "matters")
    if name == "matters" and seconds < _SHORT:
        return ""
    return str(_hints()[language][name]).format(company=settings().company_name)


@cache
def _hints() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_HINTS.read_text("utf-8"))
    return loaded
