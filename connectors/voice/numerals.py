"""Numbers that a recogniser wrote in pieces: « 06 12, 30, 4, 50, 6, 60, 10, 8 » is 06 12 34 56 78.

Only where the pieces, put together as they are counted in French or in English, are the ten
figures of a telephone number, and as they stand are more: nothing else is touched.
"""

from __future__ import annotations

import re

_PIECES = re.compile(r"(?<![\d+])(?:(?<=\dh)|(?<![\w+]))0\d*(?:[ ,.\-]{1,2}\d{1,8}){4,}(?![\d])")
_TENS = ("20", "30", "40", "50", "60", "70", "80", "90")
_WITH_TEENS = ("60", "80")  # « soixante-dix », « quatre-vingt-douze »
_NUMBER = re.compile(r"0?(0[1-9]\d{8})")


def put_together(text: str) -> str:
    """The text with such numbers whole, in pairs."""
    return _PIECES.sub(_whole, text)


def _whole(found: re.Match[str]) -> str:
    pieces = re.findall(r"\d+", found[0])
    number = _NUMBER.fullmatch("".join(_counted(pieces)))
    if number is None or len("".join(pieces)) <= len(number[0]):
        return found[0]
    digits = number[1]
    lead = " " if found.start() and not found.string[found.start() - 1].isspace() else ""
    return lead + " ".join(digits[at : at + 2] for at in range(0, 10, 2))


def _counted(pieces: list[str]) -> list[str]:
    made: list[str] = []
    for piece in pieces:
        before = made[-1] if made else ""
        if before == "4" and piece == "20":
            made[-1] = "80"
        elif _goes_on(before, piece):
            made[-1] = str(int(before) + int(piece))
        else:
            made.append(piece)
    return made


def _goes_on(tens: str, piece: str) -> bool:
    """« trente », « quatre »; « soixante », « douze »."""
    if len(piece) == 1:
        return tens in _TENS and piece != "0"
    return tens in _WITH_TEENS and len(piece) == 2 and piece[0] == "1"
