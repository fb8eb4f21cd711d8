"""Prompts that people recorded, and what they said."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCUMENTS = "usr/share/doc/asterisk-core-sounds-{language}/core-sounds-{language}.txt.gz"
SOUNDS = {
    "fr": "usr/share/asterisk/sounds/fr_CA_f_June",
    "en": "usr/share/asterisk/sounds/en_US_f_Allison",
}
FEWEST_WORDS = 4
NOT_SPOKEN = re.compile(r"[\[\]()<>/\d]")  # tones, remarks, and figures said one way of several


@dataclass(frozen=True)
class Prompt:
    sound: Path
    text: str


def prompts(root: Path, language: str, many: int) -> list[Prompt]:
    """So many of a language, taken evenly from all of them; raises SystemExit without any."""
    found = list(_all(root, language))
    if not found:
        packages = f"asterisk-core-sounds-{language} asterisk-core-sounds-{language}-wav"
        raise SystemExit(f"no prompts under {root}: install {packages}, or name another --sounds")
    step = max(1, len(found) // many) if many else 1
    return found[::step][: many or None]


def _all(root: Path, language: str) -> Iterator[Prompt]:
    texts = root / DOCUMENTS.format(language=language)
    if not texts.is_file():
        return
    for line in gzip.decompress(texts.read_bytes()).decode("utf-8", "replace").splitlines():
        name, _, text = line.partition(":")
        sound = root / SOUNDS[language] / f"{name.strip()}.wav"
        if line.startswith(";") or NOT_SPOKEN.search(text) or len(text.split()) < FEWEST_WORDS:
            continue
        if sound.is_file():
            yield Prompt(sound, text.strip())
