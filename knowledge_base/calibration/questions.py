"""Makes questions whose answers are known: phrasings held back, roughened as people type them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge_base.article import Article
from knowledge_base.everyday import everyday_questions
from knowledge_base.lexical import fold

OPENINGS = {
    "fr": ("bonjour ", "euh ", "salut, ", "bonsoir, alors voilà, ", "dites-moi "),
    "en": ("hello ", "um ", "hi, ", "good evening, so ", "tell me "),
}


@dataclass(frozen=True)
class Question:
    """`article` is empty when nothing answers it; `about` is the article it was written for."""

    text: str
    article: str
    language: str
    about: str = ""


def split_everyday(count: int, chance: random.Random) -> tuple[list[Question], list[int]]:
    """Some everyday questions to ask, and the numbers of the others, to compare with."""
    everyday = everyday_questions()
    chosen = set(chance.sample(range(len(everyday)), min(max(2, count), len(everyday) // 5)))
    asked = [Question(everyday[number][0], "", everyday[number][1]) for number in sorted(chosen)]
    return asked, [number for number in range(len(everyday)) if number not in chosen]


def questions_of_lost(
    articles: Iterable[Article], count: int, chance: random.Random
) -> list[Question]:
    """Questions about articles that are not there."""
    _, asked = held_back(articles, 0, chance)
    found = [replace(question, article="") for question in asked]
    return chance.sample(found, min(max(2, count), len(found)))


def held_back(
    articles: Iterable[Article], phrasings: int, chance: random.Random
) -> tuple[list[Article], list[Question]]:
    """Articles left with some phrasings, and two of those they lost as questions."""
    kept, questions = [], []
    for article in articles:
        shuffled = chance.sample(article.phrasings, len(article.phrasings))
        asked, rest = shuffled[:2], shuffled[2:]
        kept.append(replace(article, phrasings=tuple(rest[:phrasings])))
        questions += [Question(text, article.id, article.language, article.id) for text in asked]
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
