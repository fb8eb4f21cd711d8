"""Words of satisfaction on a scale of five: « plutôt satisfait », « pas difficile », "hard"."""

from __future__ import annotations

import re

from actions.fields.words import tidy

_GOOD = (
    r"(?:satisfaite?s?|contente?s?|facile|simple|pratique|bien|bon|top|ravie?|genial"
    r"|satisfied|happy|easy|simple|good|great|pleased|helpful|straightforward)"
)
_BAD = (
    r"(?:insatisfaite?|mecontente?|decue?s?|difficile|compliquee?|dur|penible|mauvais|mal"
    r"|dissatisfied|unsatisfied|unhappy|disappointed|disappointing|difficult|hard|complicated"
    r"|painful|bad|poor)"
)
_NOT = r"(?:\b(?:pas|jamais|not|never|nullement)|n't)"
_WHOLLY = (
    r"(?:tout a fait|entierement|completement|totalement|pleinement|fully|entirely|completely"
    r"|totally)"
)
_LIGHTLY = (
    r"(?: (?:tres|vraiment|trop|si|aussi|super|franchement|tellement|forcement|ete|une?|very"
    r"|really|too|that|so|particularly|quite|exactly|been|be|a|an|all))*"
)
_AT_ALL = r"(?:du tout|at all)"
_STEPS = (
    (3, r"\b(?:ni|neither) \w+ (?:ni|nor) \w+|\bnot bad,? not good|\bnot good,? not bad"
        r"|\bpas (?:bien|bon),? pas (?:mal|mauvais)"),
    (4, r"\b(?:pas (?:du tout )?(?:mal|mauvais)|not (?:at all )?bad)\b"),
    (5, rf"{_NOT} {_AT_ALL}{_LIGHTLY} {_BAD}\b|{_NOT}{_LIGHTLY} {_BAD} {_AT_ALL}"),
    (4, rf"{_NOT}{_LIGHTLY} {_BAD}\b"),
    (1, rf"{_NOT} {_AT_ALL}{_LIGHTLY} {_GOOD}\b|{_NOT}{_LIGHTLY} {_GOOD} {_AT_ALL}"),
    (3, rf"{_NOT} {_WHOLLY} {_GOOD}\b"),
    (2, rf"{_NOT}{_LIGHTLY} (?:{_GOOD}|terribles?)\b"),
    (1, r"\b(?:(?:tres|vraiment|extremement|super|hyper) (?:mecontente?|decue?|insatisfaite?"
        r"|difficile|complique|mauvais|mal)|null?e?s?|zero pointe|catastroph\w+|horrible|terrible"
        r"|lamentable|scandaleux|inadmissible|honteux|(?:very|really|extremely|so) (?:dissatisfied"
        r"|unsatisfied|unhappy|disappointed|difficult|hard|bad|poor)|awful|useless|appalling"
        r"|rubbish|worst)\b"),
    (2, rf"\b{_BAD}\b(?<!mal)"),
    (5, rf"\b(?:tres|super|entierement|tout a fait|parfaitement|vraiment|hyper|extremement"
        rf"|totalement|completement|very|really|extremely|completely|totally|fully|so) {_GOOD}\b"
        r"|\b(?:parfait|excellent|genial|impeccable|nickel|super|ravie?|enchantee?|top|formidable"
        r"|perfect|great|awesome|brilliant|delighted|fantastic|amazing|wonderful|love(?:d|ly)?)\b"),
    (3, r"\b(?:(?:moyennement|a peu pres|plus ou moins) \w+|moyen(?:nement)?|bof|mouais"
        r"|mitigee?|neutre|passable|comme ci comme ca|couci-couca|ca va|correct|so-so|so so"
        r"|average|meh|neutral|ok(?:ay)?|mediocre|mixed)\b"),
    (4, rf"\b(?:{_GOOD}|fine)\b"),
)  # fmt: skip


def satisfaction(text: str) -> int | None:
    """From 1 to 5: the first step whose words are said, what is denied before what is not."""
    said = tidy(text)
    return next((value for value, words in _STEPS if re.search(words, said)), None)
