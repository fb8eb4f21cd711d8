"""Makes questions whose answers are known: phrasings held back, roughened as people type them."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge_base.article import Article
from knowledge_base.lexical import fold

FOREIGN = Path(__file__).parent / "foreign.csv"
OPENINGS = {
    "fr": ("bonjour ", "euh ", "salut, ", "bonsoir, alors voilà, ", "dites-moi "),
    "en": ("hello ", "um ", "hi, ", "good evening, so ", "tell me "),
}


@dataclass(frozen=True)
class Question:
    """`article` is empty when nothing answers it."""

    text: str
    article: str
    language: str


def foreign_questions() -> list[Question]:
    """Questions that no operator's knowledge base answers, written for this purpose."""
    with FOREIGN.open(encoding="utf-8", newline="") as file:
        return [Question(row["text"], "", row["language"]) for row in csv.DictReader(file)]


def held_back(
    articles: Iterable[Article], phrasings: int, chance: random.Random
) -> tuple[list[Article], list[Question]]:
    """Articles left with some phrasings, and two of those they lost as questions."""
    kept, questions = [], []
    for article in articles:
        shuffled = chance.sample(article.phrasings, len(article.phrasings))
        asked, rest = shuffled[:2], shuffled[2:]
        kept.append(replace(article, phrasings=tuple(rest[:phrasings])))
        questions += [Question(text, article.id, article.language) for text in asked]
    return kept, questions


def roughened(questions: Iterable[Question], chance: random.Random) -> Iterator[Question]:
    """The same questions, half of them as typed in a hurry or heard by a machine."""
    for question in questions:
        change = chance.choice((_same, _same, _same, _bare, _typo, _opened))
        yield replace(question, text=change(question, chance))


def _same(question: Question, _chance: random.Random) -> str:
    return question.text


def _bare(question: Question, _chance: random.Random) -> str:
    return "".join(c for c in fold(question.text) if c.isalnum() or c in " '-")


def _typo(question: Question, chance: random.Random) -> str:
    text = question.text
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _opened(question: Question, chance: random.Random) -> str:
    return chance.choice(OPENINGS[question.language]) + question.text
