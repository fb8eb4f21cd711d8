"""An e-mail address as it is typed, up to where the next sentence begins."""

from __future__ import annotations

import re

from actions.fields.address import NO_ADDRESS, EmailReading, checked
from actions.fields.words import fold, listed

_TYPED = re.compile(
    r"(?:[a-z0-9_%+'\-]{1,30}(?: \. [a-z0-9_%+'\-]{1,30}){1,4} @ |[a-z0-9._%+'\-]{1,64} ?@ ?)"
    r"[a-z0-9\-]{1,63}(?: ?\. ?[a-z0-9\-]{1,63}){0,5}"
)
_SENTENCE_END = re.compile(r" \. ?|\. |\.(?=[A-Z][a-z]{2})")
_ENDING = re.compile(r"\.(?:[a-z]{2}|com|net|org|info|biz|pro|edu|gouv|app|dev|paris|bzh|corsica)")
_AFTER_TWO_PART = frozenset(listed("uk au nz za jp br kr il mx tr sg hk cn tw ar ma tn pf nc re"))
_TWO_PART = re.compile(r"\.(?:com?|org|net|ac|gov|gouv|asso)$")


def typed(text: str) -> EmailReading:
    """The first address of a text with an at sign; empty without one."""
    lowered = re.sub(r"\s+", " ", re.sub(r"[(\[]\s*(?:at|@|arobase)\s*[)\]]", "@", fold(text)))
    if "@" not in lowered:
        return EmailReading()
    match = _TYPED.search(lowered)
    if match is None:
        return EmailReading(None, "invalid")
    before = lowered[match.start() - 1 : match.start()]
    if before.strip() and before not in "<(,:;\"«'[=/":
        return EmailReading(None, "invalid")
    written = _kept_case(text, match.group())
    return checked(_before_the_next_sentence(written).lower().lstrip("'"))


def _kept_case(text: str, found: str) -> str:
    """The match as it was typed: a capital after a dot may begin a sentence."""
    original = re.search(re.escape(found).replace(r"\ ", r"\s+"), text, re.IGNORECASE)
    return re.sub(r"\s+", " ", original.group()) if original else found


def _before_the_next_sentence(found: str) -> str:
    """« marie@exemple.fr. Merci »: a dot with a space ends an address that has its ending."""
    local, _, domain = found.partition("@")
    labels = _SENTENCE_END.split(domain.strip())
    kept = labels[0]
    for label in labels[1:]:
        ended = _ENDING.search(kept.lower()[kept.rfind(".") :]) if "." in kept else None
        goes_on = _TWO_PART.search(kept.lower()) and label.lower() in _AFTER_TWO_PART
        if ended and not goes_on:
            break
        kept = f"{kept}.{label}"
    names = local.strip().split(" . ")
    while len(names) > 1 and names[0].lower() in NO_ADDRESS:
        names.pop(0)
    return ".".join(names) + "@" + kept
