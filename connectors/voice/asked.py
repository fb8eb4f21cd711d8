"""What the desk has just asked for, as the ears and the keypad need to know it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from text_to_num import alpha2digit

from connectors.voice.numerals import put_together
from connectors.voice.speech import Expected

# Slots that a task asks for (`bot/domain`), by what their answer sounds like.
_SLOTS = {
    "confirmed": Expected.YES_NO,
    "phone": Expected.DIGITS,
    "callback_phone": Expected.DIGITS,
    "callback_start": Expected.MOMENT,
    "contact": Expected.SPELLING,
    "case_ref": Expected.SPELLING,
    "callback_ref": Expected.SPELLING,
    "score": Expected.SCORE,
}
# A French number, whole: as one dials it here, or from abroad.
_WHOLE_NUMBER = re.compile(r"(?:0|(?:\+|00)?33)[1-9]\d{8}")
_LAST_DIGITS = re.compile(r"[\d .,-]*$")
_HALF_A_NUMBER = re.compile(r"0[1-9]\d{2,7}$")
_YES = {
    *("oui", "ouais", "ok", "okay", "daccord", "exactement", "parfait", "tout à fait"),
    *("yes", "yeah", "yep", "sure", "correct", "right", "please", "yes please", "oui merci"),
}
_NO = {"non", "non merci", "no", "nope", "no thanks", "no thank you"}
# This conversation goes on, and nothing else does: «continuer à payer en ligne» is no wish of it.
_THIS = (
    r"(?: (?:cette|la|notre|ma|cet|le|ça|cela|tout|plutôt|plus tard|ensuite|conversation|échange"
    r"|discussion|appel|demande|this|the|our|my|it|chat|call|talk|instead|later|rather|over))*?"
)
_WEB = r"(?:website|web ?site|site|web|internet)"
_IN_WRITING = re.compile(
    r"\b(?:continu\w*|poursui\w*|repren\w*|go on|carry on)" + _THIS + r" (?:par [ée]crit"
    r"|sur (?:le |votre )?" + _WEB + r"|(?:par |sur le )t?chat|en ligne|in writing|by chat|online"
    r"|(?:on|in) (?:the |your )?(?:chat|" + _WEB + r"))\b"
    r"|\b(?:switch|move)" + _THIS + r" to (?:the |your )?(?:chat|writing|" + _WEB + r")\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^/repeat\b|\b(?:répét(?:er|ez)|répètes?|redi(?:re|tes|s)|repeat|encore une fois|once more"
    r"|once again|(?:say|tell me) .*again)\b",
    re.IGNORECASE,
)
_OH = re.compile(r"\boh?\b")
_NUMBER = (
    r"(?:oh?|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|\d+)"
)
_IN_A_ROW = re.compile(rf"\b{_NUMBER}(?:(?:,? |-){_NUMBER}\b){{2,}}")


def expected(slot: str, titles: Sequence[str] = ()) -> Expected:
    """What answers a question sound like: about a slot, or with buttons of these titles."""
    if slot in _SLOTS:
        return _SLOTS[slot]
    offers = not slot and any(says_yes(title) for title in titles)
    return Expected.OFFER if offers else Expected.ANYTHING


def is_complete(text: str, asked: Expected, language: str) -> bool:
    """Whether a partial transcript is already a whole answer: no need to wait for more."""
    if asked is Expected.DIGITS:
        return bool(_WHOLE_NUMBER.fullmatch(digits_of(text, language)))
    if asked in (Expected.YES_NO, Expected.OFFER):
        return _plain(text) in _YES | _NO
    if asked is Expected.SCORE:
        return bool(re.fullmatch(r"\d{1,2}", digits_of(text, language)))
    return False


def is_unfinished(text: str, language: str) -> bool:
    """Whether a partial transcript stops in the middle of a telephone number."""
    tail = _LAST_DIGITS.search(alpha2digit(text.lower(), language)) if text else None
    return bool(tail and _HALF_A_NUMBER.search(re.sub(r"\D", "", tail[0])))


def says_yes(text: str) -> bool:
    """Whether a short answer is plainly a yes."""
    words = _plain(text)
    return words in _YES or words.split(" ")[0] in ("oui", "ouais", "yes", "yeah")


def says_no(text: str) -> bool:
    """Whether a short answer is plainly a no."""
    words = _plain(text)
    return words in _NO or words.split(" ")[0] in ("non", "no", "nope")


def wants_to_write(text: str) -> bool:
    """Whether a caller would rather go on in writing, on the web site."""
    return bool(_IN_WRITING.search(text))


def asks_again(text: str) -> bool:
    """Whether a caller asks, in words or by a key's payload, to hear something again."""
    return bool(_AGAIN.search(text))


def in_digits(text: str, language: str) -> str:
    """A spoken text, lower case, with numbers in digits; an English «oh» in one is a zero."""
    said = text.lower()
    if language == "en":
        said = _IN_A_ROW.sub(lambda row: _OH.sub("zero", row[0]), said)
    return str(alpha2digit(said, language)) if said else ""


def digits_of(text: str, language: str) -> str:
    """The digits in a spoken text, run together; a leading `+` stays."""
    found = re.sub(r"[^\d+]", "", put_together(in_digits(text, language)))
    return found[:1] + found[1:].replace("+", "")


def _plain(text: str) -> str:
    return re.sub(r"[^\w ]", "", text.lower()).strip()
