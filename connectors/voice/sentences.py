"""Cuts a text into sentences, none too long to be spoken in one breath."""

from __future__ import annotations

import re

LONGEST = 240
# A full stop after these does not end a sentence.
SHORT = re.compile(
    r"(?:^|[\s(«“\"'’])(?:MM?|Mme|Mlle|Mr|Mrs|Ms|Dr|Pr|St|Ste|p|ex|etc|cf|env|tél|tel|n|art|"
    r"vs|no|No|av|bd|approx|e\.g|i\.e|a\.m|p\.m|J\.-C)\.$"
)
END = re.compile(r"[.!?…]+(?:\s?»|[”\"')\]])*(?=\s)|\n+")
PAUSE = re.compile(r"[,;:]\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; together they hold every word of it."""
    found, start = [], 0
    for end in END.finditer(text):
        if not _ends(text, start, end):
            continue
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [part for one in found if (clean := " ".join(one.split())) for part in _breaths(clean)]


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    if end[0].startswith("\n"):
        return True
    if end[0] == ".":
        follows = text[end.end() :].lstrip()[:1]
        if SHORT.search(text[start : end.end()]) or follows.islower():
            return False
    return True


def _breaths(sentence: str) -> list[str]:
    """A sentence in parts of at most `LONGEST`, cut where one pauses, else between words."""
    parts = []
    while len(sentence) > LONGEST:
        head = sentence[:LONGEST]
        pauses = [pause.end() for pause in PAUSE.finditer(head) if pause.end() > LONGEST // 3]
        cut = pauses[-1] if pauses else head.rfind(" ") + 1 or LONGEST
        parts.append(sentence[:cut].strip())
        sentence = sentence[cut:].strip()
    return [part for part in [*parts, sentence] if part]
