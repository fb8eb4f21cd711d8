"""Why somebody wants to be called, taken from a longer sentence."""

from __future__ import annotations

import re

from actions.fields.time_words import opens_with_a_time
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
_PARTICULARS = (
    r"[,.;]? (?=(?:et |and )?(?:(?:mon|le) (?:prenom|nom|num\w*|mail|e-mail|adresse|tel\w*"
    r"|portable)"
    r"(?: de tel\w*| e?-?mail)? ?(?:c'est|est|:|c |au |le )|je m'appelle|mon (?:num\w*"
    r"|tel\w*) \+?\d"
    r"|my (?:number|name|e-?mail|phone|mobile)(?: number| address)? ?(?:is|:|\d)|(?:i'm"
    r"|je suis) au \d))"
)
_END = re.compile(
    r"[.;!?\n]|, (?=(?:rappel|appel|au \d|le \d|demain|lundi|mardi|mercredi|jeudi|vendredi"
    r"|samedi|mon num"
    r"|call|ring|on \d|tomorrow|my number|merci|svp|s'il|please|thank|vous pouvez|je suis))"
    rf"|{_PARTICULARS}"
    r"| (?=(?:au|on|at) (?:\+|\d|zero|oh))"
    r"| (?=(?:demain|apres-demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|tomorrow|monday"
    r"|tuesday"
    r"|wednesday|thursday|friday|saturday)\b)| (?=(?:vers|entre|avant|apres|around|between"
    r"|after|before) \d)"
    r"| (?=(?:merci|svp|s'il vous plait|please|thanks|thank you)\b)"
)


_LEFT_OVER = re.compile(r"(?: (?:de|du|d'|depuis|le|la|[aà]|pour|since|from|on|at|for))+$")
_HELLO = re.compile(
    r"(?:(?:bonjour|bonsoir|salut|allo|euh|oui|alors|hello|hi|hey|good morning|madame"
    r"|monsieur)\W+)*"
)
_TROUBLE = re.compile(
    r"\b(?:ma|mon|mes|la|le|les|j'ai|plus|rien|my|the|i have|i've|no|nothing|isn't|doesn't)\b"
)
_REQUEST = re.compile(
    r"\b(?:(?:et|donc|alors|so|and) )?(?:(?:r?appell?e[zr])[- ](?:moi|nous)\b"
    r"|(?:vous )?(?:pouvez|pourriez)"
    r"[- ](?:vous )?(?:me|m'|nous) ?r?appel|je (?:veux|voudrais|souhaite|souhaiterais|prefere)"
    r" (?:qu'|etre r?appel|un r?appel)|j'aimerais (?:qu'|etre r?appel|un r?appel)"
    r"|(?:please )?(?:call|ring|phone) me\b|(?:can|could) (?:you|someone) (?:please )?(?:call"
    r"|ring|phone)"
    r"|i(?:'d like| want| would like) (?:a call|someone to call|you to call|to be called))"
)
_ENOUGH = 3
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
    said = mask(kept[links.end() :][:LONGEST_REASON], names=False).strip(" .!,'’\"«»-")
    return said if sum(map(str.isalpha, said)) >= 3 else None


def _told_first(kept: str, folded: str) -> str | None:
    """« ma box redémarre toute seule, rappelez-moi demain »: what stands before the request."""
    asked = _REQUEST.search(folded)
    hello = _HELLO.match(folded)
    told = kept[hello.end() if hello else 0 : asked.start() if asked else 0].strip(" ,.;:!-")
    said = fold(told)
    if len(told.split()) < _ENOUGH or re.search(r"\d", told) or not _TROUBLE.search(said):
        return None
    return mask(told[:LONGEST_REASON], names=False)


def without_particulars(text: str) -> str:
    """« une offre fibre, mon nom c'est Durand » -> « une offre fibre »."""
    kept = re.sub(r"\s+", " ", text[:2000]).strip()
    end = re.search(_PARTICULARS, fold(kept))
    return mask(kept[: end.start()] if end else kept, names=False).strip(" ,.;")


def reason(text: str, language: str = "fr") -> str | None:
    """« c'est pour ma facture » -> « ma facture »; None when no reason is given."""
    del language  # the words that lead to a reason do not collide
    kept = re.sub(r"\s+", " ", text[:2000]).strip()
    folded = fold(kept)
    leads = [*_LEAD.finditer(folded), *_POUR.finditer(folded)]
    rests = [kept[lead.end() :] for lead in leads]
    rest = next((rest for rest in rests if not opens_with_a_time(rest)), None)
    if rest is None:
        return _told_first(kept, folded)
    if end := _END.search(fold(rest)):
        rest = rest[: end.start()]
    rest = _LEFT_OVER.sub("", mask(rest[:LONGEST_REASON], names=False).strip(" ,'’\"«»-"))
    letters = sum(character.isalpha() for character in rest)
    return rest if letters >= 3 else None
