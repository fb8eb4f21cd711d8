"""What beside a yes makes it none: a denial, a complaint, an exception, a question."""

from __future__ import annotations

import re

from actions.fields.words import tidy

_VERY = (
    r"(?:(?:toujours|encore|vraiment|absolument|franchement|quand meme|meme|du tout|tres|trop"
    r"|plutot|completement|totalement|really|still|at all|quite|so|very|completely) )*"
)
_NOT_AFTER = re.compile(
    rf" {_VERY}(?:(?:pas|plus|jamais|not|never)\b(?! (?:de\b|d'|faux|mal\b|mauvais))"
    r"|(?:rien|nothing)\b(?! (?:a|de|d'|to|else|more)\b)"
    r"|aucune?\b(?! (?:changement|erreur|faute|modification|correction|remarque|question))"
    r"|mal\b|faux\b|fausse\b|inexacte?\b|wrong\b|badly\b|nulle?\b)"
    r"| (?:comment|combien|how)\b| a quelle"
    r"| (?:quand|pourquoi|ou|quoi|qui|when|why|where)\W*$"
)
_ANOTHER_SENSE = re.compile(
    r" (?:(?:ca|cela|tout|mon|ma|le|la|les|l'|un|une|ce|the|my|a|that|meme|same|vrai|gros|real"
    r"|whole|big) ){0,4}(?:problemes?|soucis?|panne|erreur|ennui|hic|problem|issue|trouble"
    r"|error|mistake)\b"
    r"| (?:le|la|the) (?:meme|same)\b| (?:pareil|identique)\b| marche\b| ou pas\b| or not\b"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:ne|pas|not|never|cannot|jamais|ni)|n't|\bn')(?: (?:me|te|vous|nous|le|la|les|y|en"
    r"|si|tout a fait|vraiment|very|really|all|that|quite|so|exactly)){0,2} ?$"
)
_EXCEPT = re.compile(
    r"\b(?:sauf(?! erreur)|a part|excepte|hormis|en dehors d[eu']|mais pas|except|apart from"
    r"|aside from|other than|but not)\b"
)
_ASKS = re.compile(
    r"^\W*(?:(?:euh|ok|oui|ah|bon|alors|d'accord|et|mais|sinon|um|so|yes|yeah|and|but|well)\W+)"
    r"{0,3}(?:comment|combien|pourquoi(?! pas)|quand(?! (?:vous|tu|meme|c'est possible))|qui"
    r"|quel(?:le)?s?|quoi|ou (?:est|sont|puis|dois|c'est)|que (?:dois|faut|puis|faire|se|veut)"
    r"|qu'est|est[- ]ce|on est d'accord que"
    r"|how(?! (?:lovely|nice|kind))|what(?! (?:you|a)\b)|why(?! not)|when(?! (?:you|possible))"
    r"|where|which|who|(?:is|are|was|were|does|did|isn't|aren't) (?:it|that|this|you|i|we|they"
    r"|there|the|my|your)|do (?:you|i|we|they))\b"
    r"|\bc'est (?:qui|quoi|quand|combien|comment|quel(?:le)?)\b|\bou pas\b|\bor not\b"
    r"|\b(?:dites|dis)(?:[- ](?:moi|nous))? si\b|\b(?:savoir|demande) si\b"
    r"|\bverifie[rz]? (?:si|que)\b|\bconfirme[rz]?[- ]moi (?:que|si)\b"
    r"|\b(?:tell me|know|check|wonder|wondering|see|ask|asking) (?:if|whether)\b"
)


def denied_after(said: str, end: int, firm: bool) -> bool:
    """« ça marche | toujours pas », "exactly | the same", which leaves a plain yes as it is."""
    return bool(_NOT_AFTER.match(said, end) or (not firm and _ANOTHER_SENSE.match(said, end)))


def denied_before(between: str) -> bool:
    """« je ne | confirme », "not | ok"; `between` is what was said since the last phrase."""
    return bool(_NOT_BEFORE.search(between))


def excepts(text: str) -> bool:
    """« oui sauf le numéro », "apart from the time"."""
    return bool(_EXCEPT.search(tidy(text)))


def asks(said: str) -> bool:
    """« comment ça marche », "tell me if that's right": with or without a question mark."""
    return bool(_ASKS.search(said))
