"""What changed between two texts, word by word, as runs that stayed, came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
Run = tuple[Literal["", "del", "ins"], str]


def runs(before: str, after: str) -> list[Run]:
    """`del` was there, `ins` is there now; lines that stayed are not compared word by word."""
    return list(_joined(_lines(before, after)))


def _lines(before: str, after: str) -> Iterator[Run]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield "", gone
        else:
            yield from _words(gone, come)


def _words(before: str, after: str) -> Iterator[Run]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield "", "".join(old[a:b])
            continue
        yield "del", "".join(old[a:b])
        yield "ins", "".join(new[c:d])


def _joined(found: Iterator[Run]) -> Iterator[Run]:
    kind, text = "", ""
    for one, more in found:
        if not more:
            continue
        if one != kind and text:
            yield kind, text  # type: ignore[misc]
            text = ""
        kind, text = one, text + more
    if text:
        yield kind, text  # type: ignore[misc]
