"""A mark given at the end: « 8 sur 10 », "nine out of ten", « très satisfait »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.fields.numbers import in_digits
from actions.fields.words import tidy

_NUMBER = r"(?<![\d.,])(-?\d{1,4})(?:[.,](\d+))?(?![\d])"
_OUT_OF = re.compile(rf"{_NUMBER} ?(?:/|sur|out of|over|on) ?(\d{{1,3}})\b")
_FIVE_STEPS = (
    (1, r"pas (?:du tout )?satisfaite? du tout|pas du tout satisfaite?|tres (?:mecontente?"
        r"|decue?|insatisfaite?|difficile|complique|mauvais|mal)"
        r"|null?e?s?|zero pointe|catastroph\w+|horrible|lamentable|scandaleux|inadmissible|honteux"
        r"|very (?:dissatisfied|unsatisfied|unhappy|disappointed|difficult|hard|bad|poor)"
        r"|not (?:at all satisfied|satisfied at all)|terrible|awful|useless|appalling|rubbish"
        r"|worst"),
    (2, r"pas (?:tres |vraiment |trop )?(?:satisfaite?|contente?|facile|simple|bien|bon|top"
        r"|terrible)|insatisfaite?|mecontente?|decue?|(?:assez |plutot )?(?:difficile"
        r"|complique)|mauvais"
        r"|not (?:very |really |too |that )?(?:satisfied|happy|easy|good|great)|dissatisfied"
        r"|unsatisfied|unhappy|disappointed|(?:quite |rather )?(?:difficult|hard)|bad|poor"),
    (5, r"(?:tres|super|entierement|tout a fait|parfaitement|vraiment|hyper|extremement"
        r"|totalement|completement) (?:satisfaite?|contente?|facile|simple|bien|bon)|parfait"
        r"|excellent|genial|impeccable|nickel|super|ravie?|enchantee?|top|formidable"
        r"|(?:very|really|extremely|completely|totally|fully|super|so) (?:satisfied|happy|easy"
        r"|good|pleased)|perfect|great|awesome|brilliant|delighted|fantastic|amazing|wonderful"
        r"|love(?:d|ly)?"),
    (3, r"(?:moyennement|a peu pres|plus ou moins|ni satisfaite? ni) \w+|moyen(?:nement)?|bof"
        r"|mouais|mitigee?|neutre|passable|comme ci comme ca|couci-couca|ca va"
        r"|ni facile ni difficile|correct"
        r"|so-so|so so|average|meh|neutral|ok(?:ay)?|neither \w+ nor \w+|mediocre|mixed"
        r"|not bad not good"),
    (4, r"(?:plutot|assez|globalement|dans l'ensemble) (?:satisfaite?|contente?|facile|simple"
        r"|bien|bon)|satisfaite?|contente?|facile|simple|bien|bon|pas mal|pas mauvais"
        r"|(?:quite|rather|fairly|pretty|mostly) (?:satisfied|happy|easy|good)|satisfied|happy"
        r"|easy|good|not bad|pleased|fine"),
)  # fmt: skip


@dataclass(frozen=True)
class ScoreReading:
    """`value` is within the scale; `problem` tells a mark that is not from no mark at all."""

    value: int | None = None
    problem: Literal["out_of_range", "unclear"] | None = None


def score(text: str, language: str, low: int, high: int) -> ScoreReading:
    """A whole mark from `low` to `high`; words of satisfaction count on a scale of 1 to 5."""
    said = tidy(in_digits(text[:300], language))
    if match := _OUT_OF.search(said):
        whole, part, top = match.groups()
        return _mark(whole, part, low, high) if int(top) == high else _refused()
    numbers = re.findall(_NUMBER, said)
    if len({whole for whole, _ in numbers}) > 1:
        return ScoreReading(None, "unclear")
    if numbers:
        whole, part = numbers[0]
        return _mark(whole, part, low, high)
    return ScoreReading(_in_words(said) if (low, high) == (1, 5) else None)


def _refused() -> ScoreReading:
    return ScoreReading(None, "out_of_range")


def _mark(whole: str, part: str | None, low: int, high: int) -> ScoreReading:
    if part and part.strip("0"):
        return ScoreReading(None, "unclear")
    return ScoreReading(int(whole)) if low <= int(whole) <= high else _refused()


def _in_words(said: str) -> int | None:
    """The first step whose words are said, « pas satisfait » before « satisfait »."""
    if re.search(r"\bpas (?:mal|mauvais)\b|\bnot bad\b", said):
        return 4
    for value, words in _FIVE_STEPS:
        if re.search(rf"\b(?:{words})\b", said):
            return value
    return None
