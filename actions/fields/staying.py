"""Somebody who was leaving stays: « je ne veux plus résilier », "I'll stay"."""

from __future__ import annotations

import re

from actions.fields.answer_limits import asks
from actions.fields.words import tidy

_WISH = r"(?:veux|voudrais|souhaite|compte|vais|pense|desire|envisage|ai envie|veut|allons)"
_LEAVE = r"(?:resilier|partir|(?:vous )?quitter|arreter|annuler|m'en aller)"
_HOW = r"(?! (?:par|sans|en|au|seule?|moi|avant|tout de suite|by|without|online|my bank|a|any)\b)"
_STAYS = re.compile(
    rf"\b{_WISH}(?: (?:pas|plus|pas du tout|vraiment pas|plus du tout))"
    rf"(?: a| de| d')? ?{_LEAVE}\b{_HOW}"
    r"|\bresilie[rz]? (?:pas|rien|plus)\b|\bne (?:pas |plus )?resilie[rz]? (?:pas|plus|rien)?"
    r"|\bn'annul\w+ (?:pas|rien)\b|\bpas (?:de|la) resiliation\b"
    r"|\bpars (?:pas|plus)\b(?! (?:a|en)\b)"
    r"|\b(?:je|on) reste(?: (?:chez (?!moi\b)\w+|avec vous|cliente?|abonnee?|fidele|finalement"
    r"|alors|encore|merci|donc|comme ca))*\W*$|\bnous restons\b"
    r"|\b(?:je|on) (?:vais|veux|voudrais|prefere|souhaite|compte|va|veut) (?:bien )?rester\b"
    r"(?! (?:sans|en attente))|\bje garde (?:mon|le) (?:contrat|abonnement|forfait)\b"
    r"|\bj'ai change d'avis\b|\bi(?:'ve| have)? changed my mind\b"
    r"|(?:n't|\bnot|\bno longer|\bnever)(?: really| even)? (?:want|wanting|wish|plan|planning|going"
    rf"|intend|gonna) ?(?:to )?(?:leave|leaving|cancel|quit|terminate|go)\b{_HOW}"
    r"|\bi (?:won't|will not) (?:leave|cancel|quit)\b"
    r"|n't (?:cancel|terminate|end) (?:it|my|the|anything)\b|\bnot (?:leaving|cancelling)\b"
    r"|\bi(?:'ll| will|'m going to|'m gonna| want to|'d like to|'d rather| would rather|'m| am"
    r"|'ve decided to| prefer to) stay(?:ing)?\b(?! (?:without|away))"
    r"|\b(?:i'll|i will|let me|i want to) keep (?:it|my (?:contract|plan|subscription))\b"
)


def stays(text: str) -> bool:
    """Whether a sentence takes back a wish to leave; « je ne veux pas rester » does not."""
    said = tidy(text)
    return not asks(said) and bool(_STAYS.search(said))
