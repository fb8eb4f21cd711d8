"""The forms in which a time of day is written once its numbers are in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LATE = r"(?:du soir|de l'apres[- ]?midi|d'aprem|in the (?:afternoon|evening)|at night|p\.?m\.?)"
_EARLY = r"(?:du mat(?:in)?|in the morning|a\.?m\.?)"
_HALF = rf"(?: ?(?P<late{{n}}>{_LATE})(?![a-z])| ?(?P<early{{n}}>{_EARLY})(?![a-z]))?"
_FR_PART = (
    r"(?: ?(?:et )?(?P<half{n}>demie?\b)| ?(?:et )?(?P<quarter{n}>quart\b)"
    r"| ?moins (?:le )?(?P<less{n}>quart|\d{{1,2}})\b| ?(?P<min{n}>[0-5]\d"
    r"|[1-9])(?!\d)(?! ?(?:h|heures?|ans|jours?|minutes? apres|euros?)\b))?"
)
_FR_HOUR = rf"(?P<h{{n}}>[01]?\d|2[0-4]) ?(?:h(?![a-z])|heures?\b|hours?\b){_FR_PART}{_HALF}"
_COLON = rf"(?P<h{{n}}>[01]?\d|2[0-3]):(?P<min{{n}}>[0-5]\d)(?!\d){_HALF}"
_NOON = (
    r"(?P<noon{n}>midi|noon|midday|minuit|midnight)\b(?: et (?P<half{n}>demie?)\b"
    r"| et (?P<quarter{n}>quart)\b| (?P<min{n}>[1-5]\d)\b)?"
)
_EN_HOUR = (
    rf"(?P<h{{n}}>1[0-9]|2[0-3]"
    rf"|0?\d)(?:[:. ](?P<min{{n}}>[0-5]\d))?(?: ?(?P<clock{{n}}>o'?clock)\b)?{_HALF}"
)
_EN_PAST = (
    rf"(?:(?P<half{{n}}>half)(?: past)?|(?:a )?(?P<quarter{{n}}>quarter) past"
    rf"|(?:a )?(?P<lessq{{n}}>quarter) to|(?P<min{{n}}>[0-5]?\d)(?: minutes?)? past"
    rf"|(?P<less{{n}}>(?:5|10|20|25)(?= to)|[0-5]?\d(?= minutes? to))(?: minutes?)? to)"
    rf" (?P<h{{n}}>1[0-2]|\d)(?: ?o'?clock)?{_HALF}"
)
_BARE = r"(?P<h{n}>[01]?\d|2[0-3])"
_AFTER = (
    r"(?:apres|a partir de|a compter de|des|pas avant|plus tard que|after|from|not before|past"
    r"|later than|as of)"
)
_BEFORE = (
    r"(?:avant|jusqu'a|pas apres|pas plus tard qu[e']|au plus tard a?|before|until|till|by"
    r"|not after|not? later than)"
)
_ABOUT = (
    r"(?:vers(?: les)?|a|pour|aux alentours de|autour de|sur les|environ a?|around|about"
    r"|at(?: about| around)?|for|approximately|make (?:it|that)|let's say|disons|mettons"
    r"|mettez|plutot)"
)
_UP_TO = r"(?:et|and|a|to|till?|until|jusqu'a|-)"
_STOP = (
    r"(?=$|[ ]?[,.;!?](?!\d)|\s*$| (?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|le|ce"
    r"|si|svp|s'il|merci|finalement|plutot|ou|et|au|pour|tomorrow|today|on|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|please|instead|if|thanks|would|is|in|or|this|next"
    r"|sharp|onwards?|then|actually|not|pas|but|mais)\b)"
)


def _numbered(parts: tuple[str, ...], n: int) -> Iterator[str]:
    for part in parts:
        yield part.replace("{n}", str(n)).replace("{{", "{").replace("}}", "}")


def _before_it(part: str) -> str:
    word = rf"(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|{_ABOUT})"
    return rf"(?<![\w.,:/-])(?:{word} (?:les )?)?{part}"


def _with_word(part: str) -> str:
    return rf"(?<![\w.,:/-])(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|{_ABOUT}) {part}{_STOP}"


def _compiled(
    units: tuple[str, ...], loose: tuple[str, ...], spans: tuple[str, ...]
) -> tuple[re.Pattern[str], ...]:
    ranges = [
        rf"(?<![\w.,:/-])(?<!\ble )(?:entre|between|de|from)? ?{first}"
        rf"(?: ?(?:et|and|a|to|until|jusqu'a|-) ?){last}"
        for last in _numbered(units, 2)
        for first in (*_numbered(units, 1), *_numbered((_BARE,), 1))
    ]
    between = [
        rf"(?<![\w.,:/-])(?:entre|de|between|from) {first} {_UP_TO} {last}{_STOP}"
        for first in _numbered((_BARE, _NOON, *units), 1)
        for last in _numbered((_BARE,), 2)
    ]
    between += [
        rf"(?<![\w.,:/-]){first} ?{_UP_TO} ?{last}{_STOP}"
        for first in (*_numbered(units, 1), *_numbered(spans, 1))
        for last in _numbered((_BARE,), 2)
    ]
    single = [_before_it(part) for part in _numbered(units, 1)]
    bare = [_with_word(part) for part in _numbered(loose, 1)]
    return tuple(re.compile(pattern) for pattern in (*ranges, *between, *single, *bare))


_EN_SURE = (
    _EN_PAST,
    _EN_HOUR + r"(?(late{n})|(?(early{n})|(?(clock{n})|(?!))))",
)
_EN_SPANS = (  # "10 to 4" is a time, "9 to 11" two of them
    r"(?P<h{n}>(?!(?:5|10|20|25) to)(?:1?\d|2[0-3]))",
    r"(?<!at )(?<!about )(?<!around )(?P<h{n}>10)(?= to 1[12]\b)",
)
PATTERNS = {
    "fr": _compiled((_FR_HOUR, _COLON, _NOON), (_BARE,), ()),
    "en": _compiled((*_EN_SURE, _COLON, _NOON, _FR_HOUR), (_EN_HOUR,), _EN_SPANS),
}
ALONE = tuple(
    re.compile(pattern)
    for pattern in (
        r"^\W*(?P<h1>[01]?\d|2[0-3])(?:[ .,]?(?P<min1>[0-5]\d))?\W*$",
        r"^\W*(?P<h1>1?\d|2[0-3]) ?(?:a|-|et|jusqu'a) ?(?P<h2>1?\d|2[0-3])\W*$",
    )
)
