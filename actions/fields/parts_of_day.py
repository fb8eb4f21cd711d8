"""« Demain matin », « en fin de journée », "tonight": the stretches of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_PARTS = (
    (8, 10, r"(?:en )?(?:debut de (?:la )?matinee|tot le matin|(?:a la )?(?:premiere"
            r"|1e?re) heure|en tout debut de journee|debut de journee|(?:a |des )?l'ouverture)"
            r"|(?:early (?:in the )?morning|(?:first|1st) thing(?: in the morning)?"
            r"|early in the day|(?:at )?opening time|when you open)"),
    (9, 11, r"(?:en |au |vers le )?mi(?:lieu de (?:la )?|[- ])matinee|mid[- ]morning"
            r"|(?:in the )?middle of the morning"),
    (14, 16, r"(?:en |au |vers le )?mi(?:lieu d(?:e l)?'| |-)apres[- ]?midi|mid[- ]afternoon"
             r"|(?:in the )?middle of the afternoon"),
    (11, 14, r"(?:en |au |vers le )?mi(?:lieu de (?:la )?|[- ])journee|mid[- ]day"
             r"|(?:in the )?middle of the day"),
    (10, 12, r"(?:en |a la )?fin de (?:la )?matinee|late morning|end of the morning"),
    (13, 15, r"(?:en |au )?debut d(?:e l)?'apres[- ]?midi|early (?:in the )?afternoon"
             r"|after lunch|apres (?:le )?(?:dejeuner|repas)"),
    (16, 18, r"(?:en |a la )?fin d(?:e l)?'apres[- ]?midi|late (?:in the )?afternoon"
             r"|end of the afternoon"),
    (17, 20, r"(?:en |a la )?fin de (?:la )?journee|(?:at )?(?:the )?end of (?:the )?day"
             r"|after work|apres le (?:travail|boulot)"),
    (12, 14, r"(?:a |pendant )?l'heure d[ue] (?:midi|dejeuner|repas)|entre midi et (?:deux|2)"
             r"|(?:a |pendant )?la pause (?:de midi|dejeuner)"
             r"|lunch ?time|over lunch|at lunch"),
    (8, 12, r"(?:dans |en |au |le |du )?(?:la )?(?:matin|matinee)s?|(?:in the )?mornings?"),
    (13, 18, r"(?:dans |en |l'|d'|de l')?(?:l')?(?:apres[- ]?midi|aprem|apres[- ]?m)"
             r"|(?:in the )?afternoons?"),
    (18, 20, r"(?:dans |en |au |le )?(?:la )?(?:soir|soiree)s?|(?:in the )?evenings?|tonight"
             r"|at night"),
)  # fmt: skip
_REFUSED = re.compile(r"\b(?:sauf|hors|pas|except|but not|not) $")
_TODAY = r"(?P<today>ce |cet |cette |this )?"
_COMPILED = [
    (time(start), time(end), re.compile(rf"(?<![\w-]){_TODAY}(?:{words})(?![\w-])"))
    for start, end, words in _PARTS
]


@dataclass(frozen=True)
class PartOfDay:
    """From `start` to `end`, and whether it is said to be today's."""

    start: time
    end: time
    today: bool
    span: tuple[int, int]


def part_of_day(folded: str) -> PartOfDay | None:
    """The most precise part of the day that a folded text names."""
    for start, end, pattern in _COMPILED:
        match = pattern.search(folded)
        if match and not _REFUSED.search(folded, 0, match.start()):
            today = bool(match["today"]) or match.group() == "tonight"
            return PartOfDay(start, end, today, match.span())
    return None
