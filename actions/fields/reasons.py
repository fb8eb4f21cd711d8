"""Why somebody wants to be called, taken from a longer sentence."""

from __future__ import annotations

import re

from actions.fields.words import fold
from bot.privacy import mask

LONGEST_REASON = 160
_LEAD = re.compile(
    r"(?:c'est|ce serait|ca serait|il s'agit|ca concerne)? ?"
    r"(?:\bau sujet (?:de la |de l'|du |des |de |d')|\ba propos (?:de la |de l'|du |des |de |d')"
    r"|\bconcernant |\bpar rapport (?:a la |a l'|au |aux |a )|\brapport a |\bs'agit (?:de la "
    r"|de l'|du |de |d')"
    r"|\bconcerne |\bc'est (?:pour|rapport a) |\bje vous (?:appelle|contacte) pour "
    r"|\bparce qu(?:e |')|\bcar "
    r"|\bmotif ?:? ?|\bsujet ?:? ?|\braison ?:? ?"
    r"|\b(?:it's|it is|this is|calling|that's|i'm calling) (?:about|regarding|concerning"
    r"|to do with|for|because) "
    r"|\bregarding |\bconcerning |\bbecause (?:of )?|\bto talk about |\bto discuss "
    r"|\babout (?=my|the|a |an |our|your)"
    r"|\b(?:reason|subject) ?(?:is|:) ?)"
)
_POUR = re.compile(
    r"\bpour (?=(?:ma|mon|mes|un|une|la|le|les|des|l'|parler|resilier|changer|modifier)\b)"
)
_END = re.compile(
    r"[.;!?\n]|, (?=(?:rappel|appel|au \d|le \d|demain|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|mon num"
    r"|call|ring|on \d|tomorrow|my number|merci|svp|s'il|please|thank|vous pouvez|je suis))"
    r"| (?=(?:au|on|at) (?:\+|\d|zero|oh))"
    r"| (?=(?:demain|apres-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|tomorrow|monday"
    r"|tuesday"
    r"|wednesday|thursday|friday|saturday)\b)| (?=(?:vers|entre|avant|apres|around|between"
    r"|after|before) \d)"
    r"| (?=(?:merci|svp|s'il vous plait|please|thanks|thank you)\b)"
)


_NOT = re.compile(r"\b(?:pas|not|isn't)\b")
_BUT = re.compile(r"\b(?:mais|but|c'est|plutot|rather|it's|it is)\b")
_LINKS = re.compile(r"(?:[,;. ]|(?:mais|but|c'est|plutot|rather|it's|it is|pour|about|for)\b)+")


def corrected_reason(text: str) -> str | None:
    """« ce n'est pas ma facture, c'est la box » -> « la box »; None when nothing is put right."""
    kept = re.sub(r"\s+", " ", text[:300]).strip()
    folded = fold(kept)
    refused = _NOT.search(folded)
    but = _BUT.search(folded, refused.end()) if refused else None
    links = _LINKS.match(folded, but.start()) if but else None
    if links is None:
        return None
    said = mask(kept[links.end() :][:LONGEST_REASON]).strip(" .!,'’\"«»-")
    return said if sum(map(str.isalpha, said)) >= 3 else None


def reason(text: str, language: str = "fr") -> str | None:
    """« c'est pour ma facture » -> « ma facture »; None when no reason is given."""
    del language  # the words that lead to a reason do not collide
    kept = re.sub(r"\s+", " ", text[:2000]).strip()
    folded = fold(kept)
    lead = _LEAD.search(folded) or _POUR.search(folded)
    if lead is None:
        return None
    rest = kept[lead.end() :]
    if end := _END.search(fold(rest)):
        rest = rest[: end.start()]
    rest = mask(rest[:LONGEST_REASON]).strip(" ,'’\"«»-")
    letters = sum(character.isalpha() for character in rest)
    return rest if letters >= 3 else None
