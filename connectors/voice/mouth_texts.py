"""What a caller hears when a voice fails."""

from __future__ import annotations

from pathlib import Path

import yaml

TEXTS = Path(__file__).parent / "texts"


def trouble(language: str) -> str:
    """The sentence that is made ready before the first call."""
    path = TEXTS / language / "mouth.yml"
    said: str = yaml.safe_load(path.read_text(encoding="utf-8"))["trouble"]
    return said
