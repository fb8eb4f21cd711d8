"""The sentences of an article, each with what it states and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge_base.article import Article, Key
from knowledge_base.curation.facts import Fact, facts
from knowledge_base.lexical import terms
from knowledge_base.passages import plain_text

END = re.compile(r"(?<=[.!?…;])\s+|\n+")
# Opposites: each pair is one question that a sentence answers with yes or with no.
OPPOSITES = {
    "free": (r"gratuite?s?|gratuitement|sans frais|free of charge|free|no charge",
             r"payante?s?|charged|paid for|chargeable"),
    "included": (r"inclus(?:es?)?|comprise?s?|included",
                 r"en supplement|en sus|not included|extra"),
    "possible": (r"possible|pouvez|peut|peuvent|can|allowed|autorise",
                 r"impossible|cannot|can't|not allowed|interdit|forbidden"),
    "compulsory": (r"obligatoires?|compulsory|mandatory|required|necessaire",
                   r"facultati(?:f|ve)s?|optional|inutile|not required"),
    "open": (r"ouverte?s?|open", r"fermee?s?|closed"),
}  # fmt: skip
PAIRS = {
    name: (re.compile(rf"\b(?:{yes})\b"), re.compile(rf"\b(?:{no})\b"))
    for name, (yes, no) in OPPOSITES.items()
}
ANY = re.compile("|".join(rf"\b(?:{yes}|{no})\b" for yes, no in OPPOSITES.values()))
NEGATED = re.compile(
    r"\b(?:ne|n')(?=\W?[\w' ]{1,40}?\b(?:pas|jamais|aucune?)\b)|\bpas d[e']|\bjamais\b"
    r"|\bnot\b|n't\b|\bnever\b|\bno longer\b|\bcannot\b"
)
NEGATIONS = re.compile(r"\b(?:ne|n'|pas|jamais|aucune?|not|never|no longer)\b|n't\b")
LEAST_WORDS = 3


@dataclass(frozen=True)
class Statement:
    """`stems` are its words without the facts; `sides` its answers to yes-or-no questions."""

    key: Key
    text: str
    stems: frozenset[str]
    facts: tuple[Fact, ...]
    sides: tuple[tuple[str, bool], ...]
    negated: bool


@lru_cache(maxsize=8192)
def statements(article: Article) -> tuple[Statement, ...]:
    """Every sentence of the body and of what is said aloud that has enough words."""
    texts = (*END.split(plain_text(article.body)), *END.split(article.voice))
    found = (_statement(article, text.strip()) for text in dict.fromkeys(texts) if text.strip())
    return tuple(one for one in found if len(one.stems) >= LEAST_WORDS or one.facts)


def _statement(article: Article, text: str) -> Statement:
    stated, rest = facts(text)
    sides: tuple[tuple[str, bool], ...] = ()
    bare = ANY.sub(" ", rest)
    negated = NEGATED.search(bare) is not None
    if bare != rest:
        sides, rest = tuple(_sides(rest, negated)), bare
    words = NEGATIONS.sub(" ", rest) if negated else rest
    return Statement(
        article.key, text, frozenset(terms(words, article.language)), stated, sides, negated
    )


def _sides(text: str, negated: bool) -> list[tuple[str, bool]]:
    found = []
    for name, (yes, no) in PAIRS.items():
        denies = no.search(text) is not None
        agrees = yes.search(no.sub(" ", text)) is not None
        if agrees != denies:
            found.append((name, agrees != negated))
    return found
