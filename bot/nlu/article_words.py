"""Words that only the articles of one language use: « déclencher » and "allowance" say theirs."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from bot.nlu.wording import folded

ARTICLES = 10  # of each language, before anything is concluded from them
OFTEN = 2  # articles that use a word
SHORT = 2  # letters that say nothing
NOT_WORDS = re.compile(r"https?://\S+|\S+@\S+|\S*\d\S*|^(?!title:|voice:|  - )\w+:.*$", re.M)
LANGUAGE = re.compile(r"^language:\s*[\"']?(fr|en)\b", re.M)


@cache
def article_words(folder: Path) -> dict[str, frozenset[str]]:
    """By language, the folded words that at least two of its articles use, and none of the other.

    Empty where either language has few articles: then a word may only be missing there.
    """
    counted = {"fr": Counter[str](), "en": Counter[str]()}
    read = Counter[str]()
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if found := LANGUAGE.search(text):
            counted[found[1]].update(set(folded(NOT_WORDS.sub(" ", text)).split()))
            read[found[1]] += 1
    if min(read["fr"], read["en"]) < ARTICLES:
        return {"fr": frozenset(), "en": frozenset()}
    return {"fr": _only(counted["fr"], counted["en"]), "en": _only(counted["en"], counted["fr"])}


def _only(these: Counter[str], others: Counter[str]) -> frozenset[str]:
    return frozenset(
        word
        for word, articles in these.items()
        if articles >= OFTEN and len(word) > SHORT and word not in others
    )
