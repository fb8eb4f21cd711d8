"""The six digits from the web site, in what a caller says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.voice.asked import in_digits

_DIGITS = 6
_CODE = re.compile(r"\bcodes?\b")
# Codes that are about something else, by the word beside theirs.
_OTHER = (
    r"(?:clients?|postal|postale|rio|puk|pin|promo\w*|confidentiel|secret|bancaire|banque|carte|sim"
    r"|sécurité|vérification|validation|déblocage|parrain\w*|barres?|erreur|porte|immeuble|wi-?fi"
    r"|customer|post|zip|area|bank|card|security|verification|unlock\w*|discount|voucher|error|sort"
    r"|door|gate|referral|sms)"
)
_LINKED = r"(?:(?:de|du|des|d|la|le|les|l|ma|mon|à|of|for|my|the|your|from)\W+)*"
_ANOTHER = re.compile(rf"\bcodes?\W+{_LINKED}{_OTHER}\b|\b{_OTHER}\W+codes?\b|\b(?:rio|puk|pin)\b")
_AROUND = re.compile(
    r"\b(?:mon|ma|my|le|la|un|une|the|a|an|code|est|is|s|c|j|ai|i|have|got|ve|it|its|here|voici"
    r"|voilà|alors|donc|so|well|euh|heu|um|uh|oui|yes|bonjour|hello|hi|please|merci|thanks|d|du"
    r"|de|of|from|site|web|website|internet|pour|to|continuer|continue|reprendre|conversation"
    r"|que|qui|that|which|was|on|m|a|donné|reçu|given|been|me|six|chiffres|digits)\b"
)


@dataclass(frozen=True)
class SpokenCode:
    """Six digits that may be a code; `named` when the caller called them so.

    `sentence` is what the desk should hear if they are none; empty when nothing else was said.
    """

    digits: str
    named: bool = True
    sentence: str = ""


def code_in(text: str, language: str) -> SpokenCode | None:
    """The code that a sentence gives, or may be; None when it gives none."""
    written = in_digits(text, language)
    named, digits = bool(_CODE.search(written)), _six_digits(written)
    alone = not re.search(r"\w", _AROUND.sub("", re.sub(r"\d", "", written)))
    if not digits or _ANOTHER.search(written) or not (named or alone):
        return None
    return SpokenCode(digits, named, "" if named and alone else text)


def _six_digits(written: str) -> str:
    """Those after «code», or all there are."""
    after = _CODE.split(written)[-1]
    found = (re.sub(r"\D", "", part) for part in (after, written))
    return next((digits for digits in found if len(digits) == _DIGITS), "")
