"""Which detail a visitor names when asked what to change: «le numéro», "the time"."""

from __future__ import annotations

import re
from collections.abc import Sequence

NAMES = {
    "phone": r"num[ée]ro|t[ée]l[ée]phone|portable|number|phone|mobile",
    "callback_start": r"date|heure|jour|horaire|cr[ée]neau|moment|time|day|hour|slot",
    "callback_reason": r"motif|sujet|raison|objet|reason|subject|topic|about",
    "case_description": r"description|probl[èe]me|texte|d[ée]tails?|problem|text",
    "comment": r"commentaire|texte|message|comment|text",
    "contact": r"num[ée]ro|t[ée]l[ée]phone|mail|adresse|courriel|number|phone|e-?mail|address",
    "interest": r"offre|besoin|int[ée]r[êe]t|forfait|offer|plan|need",
    "name": r"nom|pr[ée]nom|name",
    "right": r"demande|droit|request|right",
}


def field_named(text: str, slots: Sequence[str]) -> str | None:
    """The slot, among a form's, that a sentence names; None when it names none."""
    for slot in slots:
        pattern = NAMES.get(slot)
        if pattern and re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return slot
    return None
