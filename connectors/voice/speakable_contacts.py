"""Says telephone numbers, addresses, references and codes; never reads a link out."""

from __future__ import annotations

import re

from connectors.voice.speakable_numbers import by_digits, cardinal, group
from connectors.voice.speakable_words import Words

EMAIL = re.compile(r"\b(?:mailto:)?([\w.+-]{1,64})@([\w-]+(?:\.[\w-]+)+)\b")
LINK = re.compile(
    r"\b(?:https?|ftp|tel|sms)\s?:(?://)?[^\s<>«»\"]+|\bwww\.[^\s<>«»\"]+|\b[\w-]+(?:\.[\w-]+)+/[^\s<>«»\"]*",
    re.I,
)
DOMAIN = re.compile(
    r"\b([a-z][\w-]*(?:\.[\w-]+)*)\.(com|org|net|fr|eu|uk|io|info|example|gouv|be|ch)\b", re.I
)
FRENCH_PHONE = re.compile(r"(?<![\w+])0[1-9](?:[ .-]?\d\d){4}(?!\d)")
FREE_PHONE = re.compile(r"(?<![\w+])0[ .]?(8\d\d)[ .](\d{3})[ .](\d{3})(?!\d)")
FOREIGN_PHONE = re.compile(r"(?:\+|\b00(?=33))(\d[\d .()-]{6,18}\d)(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
REFERENCE = re.compile(r"\b(?=[A-Z-]*[0-9])[A-Z]{1,4}-(?=[A-Z0-9]*\d)[A-Z0-9]{3,12}\b")
CODE = re.compile(r"(?<![\w*#])[*#]+\d[\d*#]*#")
MIXED = re.compile(r"\b(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*\d[A-Z0-9]*[\dA-Z])[A-Z0-9]{5,24}\b")
CALLED = {
    "fr": re.compile(
        r"\b(le|au|du|numéro|composez|appelez|code) (\d{3,6})(?![\d ]?[\d%€])(?![.,]\d)\b", re.I
    ),
    "en": re.compile(
        r"\b(call|calls to|dial|dialling|text|number|code|press|to|on|or) (\d{3,6})"
        r"(?![\d,]?\d)(?![%.]\d)(?! (?:[a-z]+s)\b)\b",
        re.I,
    ),
}
SIGNS = {".": "dot", "-": "hyphen", "_": "underscore", "+": "plus"}


def contacts(text: str, words: Words) -> str:
    """Everything that names a person, a line, a page or a file, as one would dictate it."""
    text = EMAIL.sub(lambda m: _email(m[1], m[2], words), text)
    text = LINK.sub(lambda m: _link(m[0], words), text)
    text = DOMAIN.sub(
        lambda m: f" {_dictated(m[1], words)} {words.words['dot']} {_ending(m[2], words)} ", text
    )
    text = CODE.sub(lambda m: f" {_code(m[0], words)} ", text)
    text = IBAN.sub(lambda m: spelled(m[0].replace(" ", ""), words), text)
    text = REFERENCE.sub(lambda m: spelled(m[0].replace("-", ""), words), text)
    text = MIXED.sub(lambda m: spelled(m[0], words), text)
    return _phones(text, words)


def short_numbers(text: str, words: Words) -> str:
    """« le 3900 », "dial 112": numbers that are called, not counted."""
    return CALLED[words.language].sub(lambda m: f"{m[1]} {_called(m[2], words)}", text)


def spelled(characters: str, words: Words) -> str:
    """A reference, one character after another: they are written down while they are heard."""
    said = (
        cardinal(int(one), words) if one.isdigit() else words.spelled(one) for one in characters
    )
    return ", ".join(said)


def _called(digits: str, words: Words) -> str:
    """A short number: 3900 is « trente-neuf zéro zéro », 33700 « trente-trois sept cents »."""
    if words.language == "en":
        return group(digits, words)
    if len(digits) == 3 and digits[0] != "0":
        return cardinal(int(digits), words)
    cut = 3 if len(digits) == 6 else 2
    return f"{group(digits[:cut], words)} {group(digits[cut:], words)}"


def _phones(text: str, words: Words) -> str:
    text = FREE_PHONE.sub(lambda m: _free(m.groups(), words), text)
    text = FRENCH_PHONE.sub(lambda m: by_digits(re.sub(r"\D", "", m[0]), words), text)
    return FOREIGN_PHONE.sub(lambda m: _foreign(m[1], words), text)


def _free(groups: tuple[str, ...], words: Words) -> str:
    return ", ".join(
        [
            f"{words.words['zero']} {group(groups[0], words)}",
            *(group(one, words) for one in groups[1:]),
        ]
    )


def _foreign(written: str, words: Words) -> str:
    digits = re.sub(r"\(0\)|\D", "", written)
    if digits.startswith("33") and len(digits) == 11:
        return f"{words.words['plus']} {group('33', words)}, {by_digits(digits[2:], words)}"
    groups = re.findall(r"\d+", written)
    if len(groups) == 1:
        return f"{words.words['plus']} {by_digits(digits, words)}"
    return f"{words.words['plus']} " + ", ".join(_short(one, words) for one in groups)


def _short(digits: str, words: Words) -> str:
    return group(digits, words) if len(digits) < 4 else by_digits(digits, words)


def _email(local: str, domain: str, words: Words) -> str:
    name, _, ending = domain.rpartition(".")
    said = (
        _dictated(local, words),
        words.words["at"],
        _dictated(name, words),
        words.words["dot"],
        _ending(ending, words),
    )
    return " ".join(said)


def _ending(ending: str, words: Words) -> str:
    return words.spelled(ending).replace(",", "") if len(ending) == 2 else ending.lower()


def _dictated(written: str, words: Words) -> str:
    """Words as words, signs by their names."""
    parts = re.findall(r"[^\W\d_]+|\d+|[._+-]", written.lower())
    return " ".join(_part(one, words) for one in parts)


def _part(part: str, words: Words) -> str:
    if part in SIGNS:
        return words.words[SIGNS[part]]
    if part.isdigit():
        return by_digits(part, words)
    return words.spelled(part).replace(",", "") if len(part) == 1 else part


def _link(found: str, words: Words) -> str:
    """A stop at its end belongs to the sentence."""
    end = re.search(r"[.,;:!?)\]]*$", found)
    return f"{words.words['link']}{end[0] if end else ''}"


def _code(written: str, words: Words) -> str:
    parts = re.findall(r"\d+|[*#]", written)
    names = {"*": words.words["star"], "#": words.words["hash"]}
    return " ".join(names.get(one) or _short(one, words) for one in parts)
