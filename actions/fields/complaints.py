"""An answer that did not help, said without a « no »: « ça marche toujours pas », "not clear"."""

from __future__ import annotations

import re

from actions.fields.answer_limits import asks
from actions.fields.words import tidy

LONGEST = 10  # words
_USES = "marche|fonctionne|va|aide|sert|repond|change|resout|regle|avance"
_HELPS = "help|work|answer|solve|fix|clear|useful|change|what i"
_UNHELPED = re.compile(
    rf"\b(?:ca|cela|c'|rien)(?: ne| n')? ?(?:me |m'|a )?(?:{_USES})(?: (?!pas\b)\w+){{0,2}}?"
    r" (?:pas|plus|rien|mal)\b(?! mal\b)"
    rf"|\b(?:ca|cela) (?:ne )?m'?(?: |a |a pas )?(?:pas )?(?:{_USES})e? (?:pas|en rien)\b"
    rf"|\b(?:ca|cela)(?: ne)? (?:m'|n')?a (?:pas|rien) (?:{_USES})"
    rf"|\brien (?:ne |n'(?:a )?)?(?:{_USES}|y fait)"
    r"|\b(?:pas|peu) (?:tres |vraiment |assez |du tout )?(?:clair|utile|compris)\w*"
    r"|\bmeme (?:probleme|panne|chose)\W*$|\bhors sujet\b|\brien a voir\b"
    rf"|\b(?:it|this|that|still) (?:still )?(?:did|does|is|was|has|wo)(?:n't| not)"
    rf" (?:really |even |very )?(?:{_HELPS})"
    r"|\bnot (?:very |really |at all )?(?:clear|helpful|useful)\b|\bun(?:clear|helpful)\b"
    r"|^\W*(?:it's |it was |of )?no (?:help|use)\b|\bsame (?:problem|issue|thing)\W*$"
    r"|\bno difference\b|\bstill (?:broken|down|not working)\b|\bdid ?n(?:'|o)t help\b"
)


def unhelped(text: str) -> bool:
    """Whether a short sentence answers « did it help? » with a complaint; a question does not."""
    said = tidy(text)
    return len(said.split()) <= LONGEST and not asks(said) and bool(_UNHELPED.search(said))
