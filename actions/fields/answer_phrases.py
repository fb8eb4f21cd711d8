"""The phrases of answer_words as the reader of yes and no looks them up."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from actions.fields.answer_words import NO, PASSING, UNSURE, YES
from actions.fields.answers_alone import NO_ALONE, YES_ALONE
from actions.fields.words import other

Answer = Literal["yes", "no", "unsure", "passing"]


def _listed(table: dict[str, str], answer: Answer, language: str) -> dict[str, Answer]:
    return dict.fromkeys(table.get(language, table["fr"]).split("|"), answer)


@cache
def alone(language: str) -> dict[str, Answer]:
    return _listed(YES_ALONE, "yes", language) | _listed(NO_ALONE, "no", language)


@cache
def phrases(language: str) -> dict[str, Answer]:
    """Those of a language, and whole phrases of the other: "no problem" is no French « no »."""
    return _of_several_words(other(language)) | (
        _listed(YES, "yes", language)
        | _listed(NO, "no", language)
        | _listed(UNSURE, "unsure", language)
        | _listed(UNSURE, "unsure", other(language))
        | _listed(PASSING, "passing", language)
        | _listed(PASSING, "passing", other(language))
    )


def _of_several_words(language: str) -> dict[str, Answer]:
    known = _listed(YES, "yes", language) | _listed(NO, "no", language)
    return {words: answer for words, answer in known.items() if " " in words}


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Every phrase, longest first, so that « pas de problème » is not « pas »."""
    longest = sorted(phrases(language), key=len, reverse=True)
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
