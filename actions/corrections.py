"""How a visitor puts something right: «le numéro est faux», «plutôt vendredi», "the time"."""

from __future__ import annotations

import re
from collections.abc import Sequence

NAMES = {
    "phone": r"num[ée]ro|t[ée]l[ée]phone|portable|number|phone|mobile",
    "callback_start": r"date|heure|jour|horaire|cr[ée]neau|moment|time|day|hour|slot",
    "callback_reason": r"motif|sujet|raison|objet|reason|subject|topic|about",
    "case_description": r"description|probl[èe]me|texte|d[ée]tails?|problem|text",
    "comment": r"commentaire|texte|message|comment|text",
    "contact": r"num[ée]ro|t[ée]l[ée]phone|e-?mail|mail|adresse|courriel|contact|number|phone"
    r"|address",
    "interest": r"offre|besoin|int[ée]r[êe]t|forfait|offer|plan|need",
    "leave_reason": r"motif|raison|reason",
    "leave_choice": r"choix|choice",
    "name": r"nom|pr[ée]nom|name",
    "right": r"demande|droit|request|right",
}
TO_CHANGE = re.compile(
    r"\b(?:chang|modifi|corrig|rectifi|faux|fausse|mauvaise?|erreur|pas (?:le|la) bonn?e?|wrong"
    r"|mistake|not the right|isn't right|update)",
    re.IGNORECASE,
)
PUT_RIGHT = re.compile(
    r"^\s*(?:non|no|nope|en fait|finalement|pardon|d[ée]sol[ée]e?|plut[ôo]t|actually|sorry|rather"
    r"|je me suis tromp|i made|i meant|attendez|wait)\b|\b(?:plut[ôo]t|finalement|instead"
    r"|[àa] la fin|at the end)\W*$|\b(?:je voulais dire|c['’]est plut[ôo]t)\b",
    re.IGNORECASE,
)


def field_named(text: str, slots: Sequence[str]) -> str | None:
    """The slot, among a form's, that a sentence names; None when it names none."""
    for slot in slots:
        pattern = NAMES.get(slot)
        if pattern and re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return slot
    return None


def is_to_change(text: str) -> bool:
    """Whether a sentence says that something is wrong: «le numéro est faux»."""
    return bool(TO_CHANGE.search(text))


def is_put_right(text: str) -> bool:
    """Whether a sentence corrects what was said before: «plutôt vendredi», "no, at four"."""
    return bool(PUT_RIGHT.search(text))
