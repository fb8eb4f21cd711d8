"""An e-mail address, typed or spelled aloud."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.fields.numbers import in_digits
from actions.fields.words import fold, listed

_TYPED = re.compile(r"[a-z0-9._%+'\-]{1,64} ?@ ?[a-z0-9\-]{1,63}(?: ?\. ?[a-z0-9\-]{1,63}){0,5}")
_VALID = re.compile(
    r"(?!\.)(?!.*\.\.)[a-z0-9._%+'\-]{1,64}(?<!\.)@"
    r"(?:[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,24}"
)
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
_NOISE = re.compile(
    r"\b(?:tout (?:en )?(?:attache|colle|minuscules?|un mot)|en (?:un (?:seul )?mot"
    r"|minuscules?|attache)"
    r"|sans (?:espaces?|accents?)|all (?:one word|lower ?case|together|in one word)"
    r"|lower ?case|no spaces?"
    r"|euh|heu|alors|um|uh|virgule)\b"
)
_DOUBLE = re.compile(r"\b(?:double|deux|2) ([b-z])s?\b")
_SPELLED_AS = re.compile(r"\b([a-z]) (?:comme|as in|for|like) [a-z]+")
_STOPS = frozenset(
    listed(
        "est c'est mail email e-mail mel courriel adresse is it's address my mon ma voici voila"
        " oui yes non no to a"
        " par via sur by on the l' d' of send write envoyez ecrivez moi me bien so then ok ce sera"
        " serait"
        " vous nous je j' i bonjour hello hi et and ou or :"
    )
)


@dataclass(frozen=True)
class EmailReading:
    """`address` in lower case, or `problem`; both None when there is no address at all."""

    address: str | None = None
    problem: Literal["no_domain", "invalid"] | None = None


def email(text: str, language: str = "fr") -> EmailReading:
    """Read the first address of a text; a domain is repaired in case and spaces only."""
    kept = text[:600]
    reading = _typed(kept)
    return reading if reading.address or reading.problem else _spoken(kept, language)


def _checked(address: str) -> EmailReading:
    tidy = address.replace(" ", "").rstrip(".-'")
    if _VALID.fullmatch(tidy) and len(tidy) <= 254:
        return EmailReading(tidy)
    return EmailReading(None, "invalid" if "." in tidy.partition("@")[2] else "no_domain")


def _typed(text: str) -> EmailReading:
    lowered = re.sub(r"\s+", " ", re.sub(r"[(\[]\s*(?:at|@|arobase)\s*[)\]]", "@", text.lower()))
    if "@" not in lowered:
        return EmailReading()
    match = _TYPED.search(lowered)
    if match is None:
        return EmailReading(None, "invalid")
    before = lowered[match.start() - 1 : match.start()]
    if before.strip() and before not in "<(,:;\"«'[=/":
        return EmailReading(None, "invalid")
    found = match.group().lstrip("'")
    reading = _checked(found)
    return reading if reading.address else _shortened(found, reading)


def _shortened(found: str, reading: EmailReading) -> EmailReading:
    """« marie@exemple.fr . merci »: what follows a spaced dot may be the next sentence."""
    shorter = found.split(" . ")[0].split(". ")[0]
    again = _checked(shorter)
    return again if again.address else reading


def _spoken(text: str, language: str) -> EmailReading:
    said = fold(in_digits(text, language))
    said = re.sub(r"[,;!?]| - ", " ", _SPELLED_AS.sub(r"\1", said))
    said = _DOUBLE.sub(r"\1 \1", re.sub(r"\s+", " ", _NOISE.sub(" ", said)))
    for sign, pattern in _SAID:
        said = pattern.sub(f" {sign} ", said)
    said = re.sub(r"\s+", " ", said)
    if " @ " not in said:
        return EmailReading()
    before, _, after = said.partition(" @ ")
    local = _local(before)
    domain = _domain(after)
    if not local:
        return EmailReading(None, "invalid")
    return _checked(f"{local}@{domain}") if domain else EmailReading(None, "no_domain")


def _local(before: str) -> str:
    """The words just before the at sign, back to where the address begins."""
    kept: list[str] = []
    for word in reversed(before.split()):
        if word in _STOPS and not (len(word) == 1 and kept and len(kept[-1]) == 1):
            break
        word = re.sub(r"^(?:c'est|l'|d'|j'|it's)", "", word)
        if not re.fullmatch(r"[a-z0-9._%+\-]+", word):
            break
        kept.append(word)
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
