"""Says numbers: cardinals, ordinals, decimals, years, ranges, and digits one by one."""

from __future__ import annotations

import re

from num2words import num2words

from connectors.voice.speakable_words import Words

BIGGEST = 10**12
WHOLE = {"fr": r"\d{1,3}(?: \d{3})+(?!\d)|\d+", "en": r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"}
DECIMALS = {"fr": r"[.,]\d{1,6}(?!\d)", "en": r"[.,]\d{1,6}(?!\d)"}
ORDINAL = {
    "fr": re.compile(r"\b(\d{1,6})(ers?|ère|re|nde?|i?[eè]mes?|es?)\b"),
    "en": re.compile(r"\b(\d{1,6})(st|nd|rd|th)\b", re.I),
}
DOTTED = re.compile(r"\d+(?:\.\d+){2,}")
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d)")


def cardinal(number: int, words: Words, feminine: bool = False) -> str:
    """« vingt et un », and « vingt et une » before a feminine noun; "twenty-one"."""
    if number >= BIGGEST:
        return by_digits(str(number), words)
    said = str(num2words(number, lang="fr" if words.language == "fr" else "en_GB"))
    said = said.replace(",", "")
    return f"{said}e" if feminine and said.endswith("un") else said


def by_digits(digits: str, words: Words) -> str:
    """Groups of two, with a pause after each: « zéro six, douze »; "zero six, one two"."""
    odd = len(digits) % 2
    groups = [digits[:1]] * odd + [digits[at : at + 2] for at in range(odd, len(digits), 2)]
    return ", ".join(group(one, words) for one in groups)


def group(digits: str, words: Words) -> str:
    """A few digits said together; French says a number where no zero leads."""
    if words.language == "en" or len(digits) > 4:
        return " ".join(cardinal(int(one), words) for one in digits)
    zeros = len(digits) - len(digits.lstrip("0"))
    said = [words.words["zero"]] * zeros
    return " ".join([*said, cardinal(int(digits), words)] if digits.strip("0") else said)


def ordinals(text: str, words: Words) -> str:
    """« 1er », « 2e », "3rd"."""
    return ORDINAL[words.language].sub(lambda found: ordinal(found, words), text)


def ordinal(found: re.Match[str], words: Words) -> str:
    number, ending = int(found[1]), found[2]
    if words.language == "fr" and number == 1:
        return "première" if ending in ("re", "ère") else "premier"
    if number == 0:
        return cardinal(0, words)
    return str(num2words(number, lang=words.language, to="ordinal")).replace(",", "")


def decimal(whole: int, decimals: str, words: Words) -> str:
    """« deux virgule zéro cinq », "two point zero five"."""
    if words.language == "en" or len(decimals) > 3:
        tail = " ".join(cardinal(int(one), words) for one in decimals)
    else:
        tail = group(decimals, words)
    return f"{cardinal(whole, words)} {words.words['comma']} {tail}"


def ranges(text: str, words: Words) -> str:
    """« 10-15 » is « 10 à 15 »."""
    text = re.sub(
        r"(?<=[\d%€]) ?[-–—] ?(?=\d)|(?<=\d[hjm]) ?[-–—] ?(?=\d)", f" {words.words['to']} ", text
    )
    return re.sub(r"(?<![\w.,])-(?=[€£$]?\d)", f"{words.words['minus']} ", text)


def numbers(text: str, words: Words) -> str:
    """Every number that is left."""
    if words.language == "en":
        text = YEAR.sub(lambda m: f" {year(int(m[0]), words)} ", text)
    number = f"({WHOLE[words.language]})({DECIMALS[words.language]})?( [^\\W\\d]+)?"
    text = DOTTED.sub(lambda m: _dotted(m[0], words), text)
    return re.sub(number, lambda m: _number(m[1], m[2] or "", m[3] or "", words), text)


def _dotted(written: str, words: Words) -> str:
    """A version, or a machine's address."""
    return f" {words.words['dot']} ".join(
        group(one, words) if len(one) < 4 else by_digits(one, words) for one in written.split(".")
    )


def year(number: int, words: Words) -> str:
    """ "twenty twenty-six", "two thousand and five"; French has no form of its own."""
    if words.language == "fr" or 2000 <= number < 2010:
        return cardinal(number, words)
    return str(num2words(number, lang="en", to="year"))


def _number(whole: str, decimals: str, noun: str, words: Words) -> str:
    digits = re.sub(r"\D", "", whole)
    if decimals:
        return f" {decimal(int(digits), decimals[1:], words)}{noun}"
    if len(digits) > 6 + 3 * (" " in whole or "," in whole) or (digits[0] == "0" and digits != "0"):
        return f" {by_digits(digits, words) if len(digits) > 3 else group(digits, words)}{noun}"
    if words.language == "en" and digits == whole and len(digits) == 5:
        return f" {group(digits, words)}{noun}"
    return f" {cardinal(int(digits), words, noun.strip() in words.feminine)}{noun}"
