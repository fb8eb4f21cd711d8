"""Which of a few things that were listed: « le premier », « numéro deux », "the last one"."""

from __future__ import annotations

import re

from actions.fields.words import tidy

_LEAD = (
    r"\W*(?:(?:euh|ben|bah|bon|alors|oui|ok|d'accord|plutot|va pour|disons|je (?:vais )?"
    r"(?:prend(?:s|re|rais)|choisi(?:s|r|rais)|veux|voudrais|dirais)|donnez-moi|mettez|c'est"
    r"|um|uh|yes|well|(?:i'll|i will|i'd|let's|let me) (?:take|have|pick|choose"
    r"|go (?:for|with)|say|like)|i (?:want|choose|pick|mean)|give me|it's|please)\W+)*"
)
_NOUN = (
    r"(?:choix|creneau|horaire|option|sujet|titre|article|lien|reponse|question|proposition"
    r"|slot|time|topic|title|link|answer|suggestion|one)"
)
_END = rf"(?: {_NOUN})?(?:\W+(?:svp|please|merci|thanks|thank you|s'il vous plait))*\W*"
_FIRST = r"(?:tout )?premiere?|1 ?(?:ere?|st)|(?:very )?first"
_SECOND = r"deuxieme|seconde?|2 ?(?:e|eme|nde?|d)|second"
_THIRD = r"troisieme|3 ?(?:e|eme|rd)|third"
_LAST = r"(?:tou(?:t|te) )?derniere?|(?:very )?last"
_NUMBERED = r"(?:(?:le |la |the )?(?:numero|number|{noun}) ){optional}(?:le |la |the )?(?:{figure})"
_FIGURES = ("1|un|une|one", "2|deux|two", "3|trois|three")


def place_in_list(text: str, of: int = 3, figures: bool = False) -> int | None:
    """From 1 to `of`, the last one included, when nothing else is said; None for anything longer.

    A bare figure, or « le 2 » which may be a day, is a place only where `figures` count.
    """
    said = tidy(text)
    for place, words in enumerate(_places(figures)[:of], 1):
        if re.fullmatch(f"{_LEAD}(?:{words}){_END}", said):
            return place
    return of if re.fullmatch(f"{_LEAD}(?:le |la |the |l')?(?:{_LAST}){_END}", said) else None


def _places(figures: bool) -> list[str]:
    optional = "?" if figures else ""
    numbered = (
        _NUMBERED.format(noun=_NOUN, optional=optional, figure=figure) for figure in _FIGURES
    )
    return [
        rf"(?:le |la |the |l')?(?:{words})|{number}"
        for words, number in zip((_FIRST, _SECOND, _THIRD), numbered, strict=True)
    ]
