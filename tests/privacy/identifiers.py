"""Made-up numbers whose keys are right, in figures and as they are said."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from num2words import num2words

Draw = random.Random


def digits(draw: Draw, count: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(count))


def grouped(text: str, size: int, gap: str = " ") -> str:
    return gap.join(text[at : at + size] for at in range(0, len(text), size))


def french_phone(draw: Draw) -> str:
    return "0" + draw.choice("123456799") + digits(draw, 8)


PHONES: dict[str, Callable[[Draw], str]] = {
    "pairs": lambda draw: grouped(french_phone(draw), 2),
    "compact": french_phone,
    "dots": lambda draw: grouped(french_phone(draw), 2, "."),
    "dashes": lambda draw: grouped(french_phone(draw), 2, "-"),
    "slashes": lambda draw: grouped(french_phone(draw), 2, "/"),
    "triples": lambda draw: "06 " + grouped(digits(draw, 8), 2).replace(" ", "", 1),
    "plus33": lambda draw: "+33 6 " + grouped(digits(draw, 8), 2),
    "plus33tight": lambda draw: "+337" + digits(draw, 8),
    "plus33_0": lambda draw: "+33 (0)6 " + grouped(digits(draw, 8), 2),
    "double_zero": lambda draw: "0033 6 " + grouped(digits(draw, 8), 2),
    "uk": lambda draw: f"07{digits(draw, 3)} {digits(draw, 6)}",
    "uk_landline": lambda draw: f"020 7{digits(draw, 3)} {digits(draw, 4)}",
    "plus44": lambda draw: f"+44 7{digits(draw, 3)} {digits(draw, 6)}",
    "plus44tight": lambda draw: f"+447{digits(draw, 9)}",
}


def iban(draw: Draw, country: str = "FR") -> str:
    sizes = {"FR": 23, "DE": 18, "BE": 12}
    body = digits(draw, sizes[country])
    turned = body + "".join(str(int(letter, 36)) for letter in country) + "00"
    return f"{country}{98 - int(turned) % 97:02d}{body}"


IBANS: dict[str, Callable[[Draw], str]] = {
    "groups": lambda draw: grouped(iban(draw), 4),
    "compact": iban,
    "dashes": lambda draw: grouped(iban(draw), 4, "-"),
    "german": lambda draw: grouped(iban(draw, "DE"), 4),
    "belgian": lambda draw: grouped(iban(draw, "BE"), 4),
}


def luhn(body: str) -> str:
    for key in "0123456789":
        doubled = sum(sum(divmod(2 * int(one), 10)) for one in (body + key)[-2::-2])
        if (sum(map(int, (body + key)[-1::-2])) + doubled) % 10 == 0:
            return body + key
    raise AssertionError


def card(draw: Draw) -> str:
    return luhn(draw.choice(("4970", "4539", "5131", "5355")) + digits(draw, 11))


def amex(draw: Draw) -> str:
    number = luhn("37" + digits(draw, 12))
    return f"{number[:4]} {number[4:10]} {number[10:]}"


CARDS: dict[str, Callable[[Draw], str]] = {
    "groups": lambda draw: grouped(card(draw), 4),
    "compact": card,
    "dashes": lambda draw: grouped(card(draw), 4, "-"),
    "amex": amex,
}


def nir_parts(draw: Draw, place: str = "") -> list[str]:
    parts = [
        draw.choice("12"), f"{draw.randint(40, 99)}", f"{draw.randint(1, 12):02d}",
        place or f"{draw.choice([13, 31, 33, 59, 69, 75, 78])}", digits(draw, 3), digits(draw, 3),
    ]  # fmt: skip
    number = int("".join(parts).replace("2A", "19").replace("2B", "18"))
    return [*parts, f"{97 - number % 97:02d}"]


NIRS: dict[str, Callable[[Draw], str]] = {
    "spaced": lambda draw: " ".join(nir_parts(draw)),
    "compact": lambda draw: "".join(nir_parts(draw)),
    "no_key": lambda draw: " ".join(nir_parts(draw)[:-1]),
    "corsica": lambda draw: " ".join(nir_parts(draw, draw.choice(("2A", "2B")))),
}


def words(number: str, language: str) -> str:
    """« 07 » is « zéro sept », « 34 » is « trente quatre »."""
    zeros = len(number) - len(number.lstrip("0"))
    rest = number[zeros:]
    zero = "zéro" if language == "fr" else "zero"
    said = [zero] * zeros + ([num2words(int(rest), lang=language)] if rest else [])
    return re.sub(r"[-,]", " ", " ".join(said))


def said(parts: Sequence[str], language: str) -> str:
    return " ".join(words(part, language) for part in parts)


def in_pairs(number: str) -> list[str]:
    return [number[at : at + 2] for at in range(0, len(number), 2)]


def said_phone(draw: Draw, language: str) -> str:
    number = french_phone(draw)
    if language == "en":
        spoken = said(list(number), "en")
        return spoken.replace("zero", "oh") if draw.random() < 0.3 else spoken
    way = draw.random()
    if way < 0.7:
        return said(in_pairs(number), "fr")
    if way < 0.85:
        return said(list(number), "fr")
    return "plus trente trois " + said([number[1], *in_pairs(number[2:])], "fr")


def said_card(draw: Draw, language: str) -> str:
    number = card(draw)
    return said(list(number) if language == "en" else in_pairs(number), language)


def said_iban(draw: Draw, language: str) -> str:
    number = iban(draw)
    body = list(number[2:]) if language == "en" else in_pairs(number[2:])
    return "f r " + said(body, language)


def said_nir(draw: Draw, language: str) -> str:
    parts = nir_parts(draw)
    return said(list("".join(parts)) if language == "en" else parts, language)
