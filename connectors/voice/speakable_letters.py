"""Says abbreviations and acronyms: some as words, some letter by letter."""

from __future__ import annotations

import re

from connectors.voice.speakable_words import Words

WORD = re.compile(r"[^\W\d_]+")
CAPITALS = re.compile(r"(?<![^\W\d_])[^\W\d_a-zà-öø-ÿ]{2,}(?![^\W\d_])")
CONSONANT = re.compile(r"(?<!\w)[B-DF-HJ-NP-TV-XZ](?![\w'])")
SPELLED_AT_MOST = 4
VOWELS = re.compile(r"[AEIOUYÀÂÉÈÊÎÔÛ]")


def abbreviations(text: str, words: Words) -> str:
    """« M. Martin » is « monsieur Martin », « p. ex. » is « par exemple »."""
    for written, said in words.titles.items():
        text = re.sub(rf"(?<!\w){re.escape(written)}(?=\s+[^\W\d_a-zà-ÿ])", said, text)
    for written in sorted(words.abbreviations, key=len, reverse=True):
        text = _abbreviation(text, written, words.abbreviations[written])
    return text


def _abbreviation(text: str, written: str, said: str) -> str:
    """A stop that also ends the sentence stays."""
    pattern = rf"(?<![^\W\d]){re.escape(written)}".replace(r"\ ", r"\s?")
    if not written.endswith("."):
        return re.sub(rf"{pattern}(?!\w)", said, text)
    text = re.sub(rf"{pattern}(?=\s*$|\s*\n|\s+[A-ZÉÀ])", f"{said}.", text)
    return re.sub(pattern, said, text)


def acronyms(text: str, words: Words) -> str:
    """SIM is said, SMS is spelled."""
    text = re.sub(r"[^\n]+", lambda line: _calm(line[0], words), text)
    for written in sorted(words.acronyms, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", words.acronyms[written], text)
    text = CAPITALS.sub(lambda found: _capitals(found[0], words), text)
    return CONSONANT.sub(lambda found: words.spelled(found[0]), text)


def _capitals(word: str, words: Words) -> str:
    if len(word) > SPELLED_AT_MOST and VOWELS.search(word):
        return word.lower()
    return words.spelled(word).replace(",", "")


def _calm(line: str, words: Words) -> str:
    """A line that shouts is said like any other."""
    found = [word for word in WORD.findall(line) if len(word) > 1]
    loud = [word for word in found if word.isupper() and word not in words.acronyms]
    sentence = any(len(word) > SPELLED_AT_MOST and VOWELS.search(word) for word in loud)
    return line.lower() if sentence and 2 < len(loud) > len(found) / 2 else line
