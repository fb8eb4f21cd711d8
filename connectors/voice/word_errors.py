"""How many words in a hundred were heard wrong, spelling aside."""

from __future__ import annotations

import re
import unicodedata

import jiwer

from connectors.voice.asked import in_digits

_ONE = re.compile(r"\b(?:un|one)\b")


def word_error_rate(said: str, heard: str, language: str) -> float | None:
    """Errors by words said; None where nothing was said. `language` is that of the numbers."""
    reference = spelt_alike(said, language)
    return float(jiwer.wer(reference, spelt_alike(heard, language))) if reference else None


def errors_and_words(said: str, heard: str, language: str) -> tuple[int, int]:
    """Words heard wrong, left out or put in, and words said."""
    reference = spelt_alike(said, language)
    found = jiwer.process_words(reference, spelt_alike(heard, language))
    return found.substitutions + found.deletions + found.insertions, len(reference.split())


def spelt_alike(text: str, language: str) -> str:
    """Lower case, no punctuation, numbers digit by digit: what cannot be heard makes no error."""
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    text = _ONE.sub("1", in_digits(text, language))
    text = re.sub(r"(?<=\d)\s*(?:h|heures?)\b", " heures ", text)
    text = re.sub(r"\b([ap])\.\s?m\.?", r"\1m", text)
    text = re.sub(r"\d", lambda digit: f" {digit[0]} ", text)
    return " ".join(re.findall(r"[^\W_]+", text))
