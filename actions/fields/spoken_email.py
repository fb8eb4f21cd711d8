"""An e-mail address as it is said: « marie point dupont arobase exemple point fr »."""

from __future__ import annotations

import re

from actions.fields.address import NO_ADDRESS, EmailReading, checked
from actions.fields.numbers import in_digits
from actions.fields.words import fold

_SAID_ONE = {
    "@": r"arobase|arrobase|arobas|arrobas|arobaze|a robase|a commercial|at sign|at|chez",
    ".": r"point|poing|dot|period|full stop",
    "_": r"tiret du bas|tiret bas|trait bas|souligne|under score|underscore|underscor|tiret de 8",
    "-": r"tiret du milieu|tiret du 6|tiret|trait d'union|trait|dash|hyphen|minus",
    "+": r"plus",
}
_SAID = [
    (sign, re.compile(rf"(?<![^\s,]) *\b(?:{words})\b *(?![^\s,])"))
    for sign, words in _SAID_ONE.items()
]
_SIMPLY = re.compile(
    r"\b(?:(?:tout )?(?:simplement|betement)|simply)\b|(?:^|\b(?:c'est|it's|is|est) )(?:juste?)\b"
)
_WITH_LETTERS = re.compile(
    r"\b(?P<word>[a-z]{0,20}(?P<letter>[a-z])[a-z]{0,20}) (?:avec|with) (?:un |a )?"
    r"(?P<count>deux|two|2|double|(?:un|1) seul|une?|one|1) (?P=letter)(?:'?s)?\b"
)
_NOISE = re.compile(
    r"\b(?:tout (?:en )?(?:attache|colle|minuscules?|(?:un|1) mot)|en (?:(?:un|1) (?:seul )?mot"
    r"|minuscules?|attache)"
    r"|sans (?:espaces?|accents?)|all (?:(?:in )?(?:one|1) word|lower ?case|together)"
    r"|lower ?case|no spaces?"
    r"|euh|heu|alors|um|uh|virgule)\b"
)
_WEAK = re.compile(r"\b(?:at|chez)\b")
_DOUBLE_V = re.compile(r"\bdouble (?:ve?|u|you)\b")
_DOUBLE = re.compile(r"\b(?:double|deux|2) ([b-z])s?\b")
_SPELLED_AS = re.compile(r"\b([a-z]) (?:comme|as in|for|like) (?:(?:dans|in) )?[a-z]+")
_EXPLAINS = frozenset(("comme", "as", "like", "for", "pour"))
_SIGN_SAID = r"(?:point|poing|dot|tiret|underscore|dash|arob|arrob|at\b|chez|@|\.)"
_AS_IN = re.compile(
    r"\b(?P<word>[a-z]{2,30}),? (?:comme|as in|like)(?: (?:le|la|les|l'|un|une|the|a|mon|my|dans|in"
    r"|son))? ?[a-z'-]{2,20},?(?= " + _SIGN_SAID + r")"
)


def spoken(text: str, language: str) -> EmailReading:
    """The address before and after the first « arobase »; empty without one."""
    said = fold(in_digits(text, language))
    said = _AS_IN.sub(r"\g<word>", _SPELLED_AS.sub(r"\1", said))
    said = re.sub(r"[,;!?]| - ", " ", said)
    said = _WITH_LETTERS.sub(_as_many, _SIMPLY.sub(" ", _DOUBLE_V.sub("w", said)))
    weak = bool(_WEAK.search(said)) and "arob" not in said
    said = _DOUBLE.sub(r"\1 \1", re.sub(r"\s+", " ", _NOISE.sub(" ", said)))
    for sign, pattern in _SAID:
        said = pattern.sub(f" {sign} ", said)
    said = re.sub(r"\s+", " ", said)
    if " @ " not in said:
        return EmailReading()
    before, _, after = said.partition(" @ ")
    if weak and " . " not in after and "." not in after:  # "at work", « chez moi »
        return EmailReading()
    local = _local(before)
    domain = _domain(after)
    if not local:
        return EmailReading(None, "invalid")
    return checked(f"{local}@{domain}") if domain else EmailReading(None, "no_domain")


def _as_many(match: re.Match[str]) -> str:
    """« anne avec deux n » is « anne », and so is « ane avec deux n »."""
    word, letter = match["word"], match["letter"]
    if match["count"] not in ("deux", "two", "2", "double"):
        return word.replace(letter * 2, letter, 1)
    return word if word.count(letter) > 1 else word.replace(letter, letter * 2)


def _local(before: str) -> str:
    """The words just before the at sign, back to where the address begins.

    None where one of them explains another and may not be told from it: « roi comme le roi ».
    """
    kept: list[str] = []
    for word in reversed(before.split()):
        if word in NO_ADDRESS and not (len(word) == 1 and kept and len(kept[-1]) == 1):
            break
        word = re.sub(r"^(?:c'est|l'|d'|j'|it's)", "", word)
        if not re.fullmatch(r"[a-z0-9._%+\-]+", word):
            break
        kept.append(word)
    if _EXPLAINS & set(kept):
        return ""
    return "".join(reversed(kept)).strip(".")


def _domain(after: str) -> str:
    """The words up to the ending: « exemple . f r », « ma boite . com », "example . co . uk"."""
    parts = after.split()
    kept: list[str] = []
    dotted = False
    for at, word in enumerate(parts):
        if word in (".", "-"):
            kept.append(word)
            dotted = dotted or word == "."
        elif not re.fullmatch(r"[a-z0-9.\-]+", word) or (
            dotted and kept[-1] not in (".", "-") and not _still_spelling(parts, at)
        ):
            break
        else:
            kept.append(word)
    return "".join(kept).strip(".-") if dotted or any("." in word for word in kept) else ""


def _still_spelling(parts: list[str], at: int) -> bool:
    """« f r »: letters of an ending said one by one."""
    return len(parts[at]) == 1 and len(parts[at - 1]) == 1 and parts[at].isalpha()
