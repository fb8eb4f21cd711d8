"""Yes or no, in all the ways that people say it."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from actions.fields.answer_words import NO, NO_ALONE, PASSING, UNSURE, YES, YES_ALONE
from actions.fields.words import listed, other, tidy

Answer = Literal["yes", "no", "unsure", "passing"]

_TURNS = re.compile(r"\b(?:mais|enfin|finalement|en fait|but|actually)\b")
_FIRM = frozenset(listed("oui non yes no ouais yep yeah nope nan yup nah"))
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SHORT = 12


def yes_no(text: str, language: str = "fr") -> bool | None:
    """True for a yes, False for a no, None for neither, for both, and for no words at all."""
    said = _STRETCHED.sub(r"\1", tidy(text[:300]))
    for tongue in (language, other(language)):
        if found := _answers(said, tongue):
            return _settled(said, tongue, found)
    return None


def _answers(said: str, language: str) -> list[tuple[str, Answer]]:
    """The phrases that answer, in order; in a long sentence only what it begins with."""
    bare = re.sub(r"^\W+|\W+$", "", said)
    if bare in _alone(language):
        return [(bare, _alone(language)[bare])]
    known = _phrases(language)
    found = [(match.group(), match.start()) for match in _pattern(language).finditer(said)]
    if len(said.split()) > _SHORT:
        found = [(words, start) for words, start in found if start < 3 and words in _FIRM]
    return [(words, known[words]) for words, _ in found if known[words] != "passing"]


def _settled(said: str, language: str, found: list[tuple[str, Answer]]) -> bool | None:
    """One meaning; else the last one after « mais », or the plain « oui » or « non »."""
    answers = {answer for _, answer in found}
    if "unsure" in answers:
        return None
    if len(answers) == 1:
        return None if _with_a_condition(said, language, answers) else answers == {"yes"}
    for part in reversed(_TURNS.split(said)[1:]):
        turned = {answer for _, answer in _answers(part, language)}
        if len(turned) == 1:
            return turned == {"yes"}
    firm = {answer for words, answer in found if words in _FIRM}
    return firm == {"yes"} if len(firm) == 1 else None


def _with_a_condition(said: str, language: str, answers: set[Answer]) -> bool:
    """« D'accord, mais pas demain »: a yes to something else than what was asked."""
    *_, last = _TURNS.split(said)
    return (
        answers == {"yes"}
        and last != said
        and len(last.split()) > 1
        and not _answers(last, language)
    )


def _listed(table: dict[str, str], answer: Answer, language: str) -> dict[str, Answer]:
    return dict.fromkeys(table.get(language, table["fr"]).split("|"), answer)


@cache
def _alone(language: str) -> dict[str, Answer]:
    return _listed(YES_ALONE, "yes", language) | _listed(NO_ALONE, "no", language)


@cache
def _phrases(language: str) -> dict[str, Answer]:
    return (
        _listed(YES, "yes", language)
        | _listed(NO, "no", language)
        | _listed(UNSURE, "unsure", language)
        | _listed(UNSURE, "unsure", other(language))
        | _listed(PASSING, "passing", language)
    )


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Every phrase, longest first, so that « pas de problème » is not « pas »."""
    phrases = sorted(_phrases(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, phrases))})(?![\w-])")
