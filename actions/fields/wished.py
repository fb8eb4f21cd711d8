"""What of a sentence is a wish to be called, and what only tells what happened or will happen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.fields.refusals import SLOT
from actions.fields.words import blank, fold

_REQUEST = re.compile(
    r"\b(?:r?appell?e[rz]?[- ]?(?:moi|nous)|(?:me|nous) (?:r?appell?er?|contacter|joindre)"
    r"|m'(?:appel\w+|r?appeler)|etre (?:r?appell?ee?|contactee?)|qu'on (?:me |m')r?appell?e"
    r"|r?appell?e[rz]|(?:un|1) r?appel|(?:call|ring|phone|contact) (?:me|us)(?: back)?"
    r"|give (?:me|us) a (?:call|ring)(?: ?back)?|(?:a|1|my) call ?back|(?:a|1) call|call back"
    r"|be called(?: back)?|donc|du coup"
    rf"|so(?= (?:maybe |rather |how about |around |about )*{SLOT}))\b"
    r"(?! (?:de|du|des|prevue?|of|from|booked|planned|at all)\b)"
)
_HELD = re.compile(
    r"\b(?<!can )(?<!could )(?<!may )(?<!should )(?:j'ai|i have|i've(?: got)?|on a|nous avons)"
    r"(?! (?:demande|besoin|envie|voulu|souhaite|asked|requested|wanted))(?: deja| already)?"
    r"(?: (?:une?|1|mon|ma|an?|my|the))?(?: [a-z'-]+){0,2}?"
    r" (?:rendez-vous|rdv|reunion|entretien"
    r"|cours|r?appel|appointment|meeting|call|interview)"
    rf"(?: (?:[a-z'-]+)){{0,2}}? {SLOT}"
)
_HAPPENS = re.compile(
    r"\b(?:expire|se termine|finit|prend fin|coupe|coupee?|est passee?|est venue?|devait|debitee?"
    r"|prelevee?|resiliee?|tombee? en panne|expires?|ends|drops|dropped|came|charged(?: twice)?"
    r"|billed|cut off|went down|stopped)"
    rf"(?: (?:le|la|on|du|deux fois|twice|a|at|hier|since|depuis|every ?day)){{0,2}} {SLOT}"
    r"(?: tous les [a-z]+| every [a-z]+)?"
)
_TELLS = re.compile(
    r"\b(?:j'ai|ai|avait|avais|avez|est|etait|ont|depuis|hier|expir\w+|coup\w+|tous les|toutes les"
    r"|chaque|travaille|was|were|had|have|has|since|every|came|expires?|charged|ends|drops|dropped"
    r"|yesterday|last|work)\b"
)


@dataclass(frozen=True)
class Request:
    """What follows a request to be called; `alone` when what precedes it tells something else."""

    text: str
    alone: bool


def requests(text: str) -> Iterator[Request]:
    """The parts of a text that follow « rappelez-moi », each with the rest blanked."""
    folded = fold(text)
    found = list(_REQUEST.finditer(folded))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=False):
        after = blank(text, [(0, match.end()), (end, len(text))])
        yield Request(after, _TELLS.search(folded, 0, match.start()) is not None)


def without_appointments(text: str) -> str:
    """The text without what somebody has at that time: no wish, even when nothing else is said."""
    return blank(text, [match.span() for match in _HELD.finditer(fold(text))])


def without_events(text: str) -> str:
    """The text without what happened or will happen: « mon abonnement expire le 15 »."""
    return blank(text, [match.span() for match in _HAPPENS.finditer(fold(text))])
