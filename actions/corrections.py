"""How a visitor puts something right: «le numéro est faux», «plutôt vendredi», "the time"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.fields import excepts

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

GIVES_UP = re.compile(
    r"annul|laiss|tomber|oubli|\bstop|arr[êe]t|\brien\b|tant pis|cancel|forget|never ?mind|drop"
    r"|nothing|(?:veux|voudrais|souhaite) (?:plus|pas)|(?:don['’]t|no longer) want",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"\W*(?:(?:euh|ah|oh|bon|non|no|ok|okay|oui|yes|yeah|d['’]accord|dac|parfait|mais|but|well"
    r"|pardon|sorry|c['’]est (?:bon|ça)|that['’]?s (?:it|fine|right|all)|finalement|en fait"
    r"|actually|et puis|alors|please)\W+){0,4}"
    r"(?:(?:je (?:veux|voudrais|souhaite|préfère|vais) (?:tout )?|j['’]|i(?: want to|['’]d like to"
    r"|['’]ll| will| would like to| have to) |please |let['’]?s |tu peux |vous pouvez )?"
    r"(?:annul(?:e|er|ez)|arr[êe]te(?:z|r)?|abandonne[rz]?|cancel|stop|give up)"
    r"(?: (?:tout(?: [çc]a)?|[çc]a|cela|(?:la|ma|cette) demande|(?:the|my|this) request|it|that"
    r"|this|everything|all))?"
    r"|on (?:annule|arr[êe]te|oublie|laisse)(?: tout| tomber)?|i give up|oubli(?:e|ez)"
    r"|laiss(?:e|ez)(?: tomber| béton)?|tant pis|forget (?:it|that|this|about it)|never ?mind"
    r"|(?<!yes )(?<!ok )nothing|no nothing|non rien|drop it|scrap that)"
    r"(?:\W+(?:finalement|svp|merci|s['’]il vous pla[îi]t|please|thanks|in fact"
    r"|tout))*\W*",
    re.IGNORECASE,
)
WISHED = re.compile(r"\b(?:je|j['’]|i)\b.*\b(?:annul|cancel)", re.IGNORECASE)
CALLED_OFF = re.compile(
    r"(?<!pas )(?<!pas l')(?<!pour )(?<!n['’])(?<!not )(?<!n['’]t )(?<!it to )"
    r"\b(?:annule[rz]?|abandonne[rz]?|cancel)\b(?! pas)",
    re.IGNORECASE,
)
ORDERED = re.compile(
    r"\W*(?:(?:euh|ah|ben|bon|alors|donc|ok|oui|d['’]accord|well|so|yes)\W+){0,3}"
    r"(?:(?:vous pouvez|tu peux|on peut|on|please|you can|go ahead and) )?"
    r"(?:annul(?:e|er|ez)|cancel)"
    r"(?:[- ](?:le|la|[çc]a|cela|it|that|this|(?:le|mon|ce) rappel"
    r"|(?:the|my|this) call(?:[- ]?back)?))?"
    r"(?:\W+(?:svp|merci|s['’]il vous pla[îi]t|please|thanks|thank you))*\W*",
    re.IGNORECASE,
)

LACKS = re.compile(
    r"(?:rappel\w*|souvien\w*|sais|connais|trouve|retrouve) (?:plus|pas)\b"
    r"|\bj['’]ai (?:plus|pas|perdu|oubli[ée])\b|\bn['’]ai (?:plus|pas)\b|\bperdue?s?\b"
    r"|\baucune id[ée]e"
    r"|^\W*pas de (?:t[ée]l[ée]phone|num[ée]ro|mail|r[ée]f[ée]rence)|\b(?:don['’]t|do not"
    r"|can['’]t|cannot)"
    r" (?:remember|know|have|find|recall)|\b(?:forgot|forgotten|lost)\b|\bno (?:idea|phone"
    r"|number|e-?mail)",
    re.IGNORECASE,
)


def gives_up(text: str) -> bool:
    """Whether a sentence holds nothing but a wish to stop, whatever else it looks like."""
    return bool(GIVEN_UP.fullmatch(text))


def wishes_to_cancel(text: str) -> bool:
    """«Je veux annuler»: to a task that cancels something, that is no end."""
    return bool(WISHED.search(text))


def orders_to_cancel(text: str) -> bool:
    """«Annulez-le»: the answer to "shall I cancel this callback?", and nothing else."""
    return bool(ORDERED.fullmatch(text))


def calls_off(text: str) -> bool:
    """Whether a yes is said to an end: «oui annulez le rendez-vous»."""
    return bool(CALLED_OFF.search(text))


def field_named(text: str, slots: Sequence[str]) -> str | None:
    """The slot, among a form's, that a sentence names; None when it names none."""
    for slot in slots:
        pattern = NAMES.get(slot)
        if pattern and re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE):
            return slot
    return None


def is_to_change(text: str) -> bool:
    """Whether a sentence says that something is wrong: «le numéro est faux», «sauf l'heure»."""
    return bool(TO_CHANGE.search(text)) or excepts(text)


def is_put_right(text: str) -> bool:
    """Whether a sentence corrects what was said before: «plutôt vendredi», "no, at four"."""
    return bool(PUT_RIGHT.search(text))
