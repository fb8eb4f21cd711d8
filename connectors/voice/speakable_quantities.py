"""Says amounts of money, and quantities with their units."""

from __future__ import annotations

import re
from decimal import Decimal

from connectors.voice.speakable_numbers import DECIMALS, WHOLE, cardinal, decimal
from connectors.voice.speakable_words import Words

CURRENCIES = {"EUR": "€", "euros": "€", "euro": "€", "GBP": "£", "USD": "$"}


def amounts(text: str, words: Words) -> str:
    """« 39,99 € » is « trente-neuf euros quatre-vingt-dix-neuf »."""
    number = f"({WHOLE[words.language]})"
    signs = "|".join(map(re.escape, [*words.money, *CURRENCIES]))
    # 39€99, then 39,99 €, then €39.99
    text = re.sub(r"(\d+) ?([€£$]) ?(\d\d)\b", lambda m: _amount(m[1], m[3], m[2], words), text)
    text = re.sub(
        rf"(?<![\d,.]){number}(?:[.,](\d{{1,2}})(?!\d))? ?({signs})(?![a-zA-Zé])",
        lambda m: _amount(m[1], m[2] or "", m[3], words),
        text,
    )
    return re.sub(
        rf"([€£$]) ?{number}(?:[.,](\d{{1,2}})(?!\d))?",
        lambda m: _amount(m[2], m[3] or "", m[1], words),
        text,
    )


def _amount(whole: str, cents: str, sign: str, words: Words) -> str:
    names = words.money[CURRENCIES.get(sign, sign)]
    number, part = int(re.sub(r"\D", "", whole)), int(cents.ljust(2, "0")) if cents else 0
    if not number and part:
        return f"{counted(part, names[2:], words)} "
    said = counted(number, names[:2], words)
    return f"{said} {cardinal(part, words)} " if part else f"{said} "


def counted(number: int, names: tuple[str, ...], words: Words) -> str:
    """A number and its noun: « un euro », « deux euros », « un million d’euros »."""
    several = number >= 2 if words.language == "fr" else number != 1
    name = names[1] if several else names[0]
    said = cardinal(number, words, name.split()[0] in words.feminine)
    of = "de " if words.language == "fr" and re.search(r"(million|milliard)s?$", said) else ""
    return f"{said} {of}{name}".replace("de euro", "d'euro")


def units(text: str, words: Words) -> str:
    """« 500 Mo », "2.4 GHz", « 20 % »."""
    names = "|".join(map(re.escape, sorted(words.units, key=len, reverse=True)))
    number = f"({WHOLE[words.language]})({DECIMALS[words.language]})?"
    return re.sub(
        rf"(?<![\w,.]){number} ?({names})(?![\w²])",
        lambda m: _measured(m[1], m[2] or "", words.units[m[3]], words),
        text,
    )


def _measured(whole: str, decimals: str, names: tuple[str, str], words: Words) -> str:
    number = int(re.sub(r"\D", "", whole))
    if not decimals:
        return f"{counted(number, names, words)} "
    several = Decimal(f"{number}.{decimals[1:]}") >= 2 if words.language == "fr" else True
    return f"{decimal(number, decimals[1:], words)} {names[1] if several else names[0]} "
