"""Questions of everyday life that a company's articles do not answer, written for this purpose."""

from __future__ import annotations

import csv
from pathlib import Path

EVERYDAY = Path(__file__).parent / "calibration" / "everyday.csv"


def everyday_questions() -> list[tuple[str, str]]:
    """Texts with their languages."""
    with EVERYDAY.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["language"]) for row in csv.DictReader(file)]
