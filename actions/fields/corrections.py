"""« Non, 65 à la fin »: a number put right without saying it all again."""

from __future__ import annotations

import re

from actions.fields.numbering import as_dialled, dialled
from actions.fields.numbers import in_digits
from actions.fields.phone import phone
from actions.fields.words import fold

_N = r"(\d(?:[ .,\-]*\d)*)"
_IS = (
    r"(?:[, ]*(?:c'est|ce sont|est|sont|it's|it is|is|are|by|par|avec|with|en|in|le|la|the"
    r"|:))*[, ]*"
)
_WRONG = r"(?:(?:ne )?(?:(?:sont|est|are|is) )?(?:pas (?:les |le )?bons?|faux|mauvais|wrong))"
_A_DATE = re.compile(r"\b(?:pas|not|non)[, ]*(?:(?:le|the) ?(?!0\d)|(?:a|at) ?)\d{1,2}\b(?!\d| \d)")
_DIGIT = (
    r"(?:\d|z[ée]ro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|oh|one|two|three|four|five"
    r"|seven|eight|nine)\b"
)
_ARTICLE = re.compile(
    rf"\b(est|par|avec|c['’]est|is|in|with|it['’]s|be) (?:une?|an?) (?={_DIGIT}(?! {_DIGIT}))"
    rf"|(?:^|\b(non|no|mais|but|plut[ôo]t|rather)\W+)(?:une?|an?)"
    rf" (?={_DIGIT} (?:[àa] la fin|at the end))",
    re.IGNORECASE,
)
_END = (
    rf"{_N}[, ]*(?:a|sur|pour) la fin\b",
    rf"{_N}[, ]*(?:en dernier|pour finir)\b",
    rf"{_N}[, ]*at the end\b",
    rf"(?:a la fin|la fin|at the end|the end){_IS}{_N}",
    rf"(?:(?:ca |se |il )?(?:finit|fini|termine|terminant)|ends?|ending|finishes){_IS}{_N}",
    rf"(?:derniers?|dernieres?|last)(?: [1-9](?= [a-z'][^\d]*\d))?(?: (?:chiffres?|numeros?"
    rf"|digits?|numbers?|ones?|pair))?"
    rf"[, ]*(?:{_WRONG})?{_IS}{_N}",
)
_START = (
    rf"{_N}[, ]*au (?:debut|depart)\b",
    rf"{_N}[, ]*at the (?:beginning|start)\b",
    rf"(?:au debut|le debut|at the (?:beginning|start)|the (?:beginning|start)){_IS}{_N}",
    rf"(?:commence|commencant|debute|starts?|starting|begins?|beginning){_IS}{_N}",
    rf"(?:premiers?|premieres?|first|1(?:st|ers?|eres?))(?: [1-9](?= [a-z'][^\d]*\d))?"
    rf"(?: (?:chiffres?|numeros?|digits?|numbers?|ones?|pair))?{_IS}{_N}",
)
_OLD_NEW = (
    rf"(?:remplacer?|remplacez|changer?|changez|replace|change|swap){_IS}{_N}"
    rf"[, ]*(?:par|en|by|with|to|for|into)[, ]*(?:le |un |a )?{_N}",
    rf"(?:a la place d[eu]|au lieu d[eu]|instead of|rather than)[, ]*{_N}[, ]+{_IS}{_N}",
    rf"(?:pas|non|not)[, ]*{_N}, ?{_N}(?! ?(?:h\b|heures?|pm|am|o'clock))",
    rf"(?:pas|non|not)(?: le| un| a| the)?[, ]*{_N}[, ]*(?:mais|c'est|but|it's|plutot|rather)"
    rf"(?: le| un| bien| the)?[, ]*{_N}",
)
_NEW_OLD = (
    rf"{_N}[, ]*(?:et|and)?[, ]*(?:pas|non|not|au lieu d[eu]|a la place d[eu]|instead of"
    rf"|rather than)"
    rf"(?: le| un| a| de)?[, ]*{_N}",
)


def corrected_phone(previous: str, text: str, language: str = "fr") -> str | None:
    """The E.164 number once `text` has corrected `previous`; None when it does not say how."""
    said = phone(text, language).number
    if said:
        return said
    digits = as_dialled(previous).removeprefix("+")
    wanted = _apply(digits, fold(in_digits(_ARTICLE.sub(r"\1\2 ", text[:300]), language)))
    if wanted is None or wanted == digits:
        return None
    return dialled(wanted, plus=as_dialled(previous).startswith("+"))[0]


def _apply(digits: str, text: str) -> str | None:
    if _A_DATE.search(text):
        return None
    if pair := _found(_OLD_NEW, text):
        return _replaced(digits, *pair)
    if pair := _found(_NEW_OLD, text):
        return _replaced(digits, *reversed(pair))
    if ending := _found(_END, text):
        return digits[: -len(ending[0])] + ending[0] if len(ending[0]) < len(digits) else None
    if start := _found(_START, text):
        return start[0] + digits[len(start[0]) :] if len(start[0]) < len(digits) else None
    return None


def _found(patterns: tuple[str, ...], text: str) -> tuple[str, ...] | None:
    for pattern in patterns:
        if match := re.search(pattern, text):
            return tuple(re.sub(r"\D", "", group) for group in match.groups())
    return None


def _replaced(digits: str, old: str, new: str) -> str | None:
    """The one occurrence of `old`, pairs first; None when it is not there, or there twice."""
    if len(old) != len(new):
        return None
    places = [at for at in range(len(digits)) if digits.startswith(old, at)]
    paired = [at for at in places if at % 2 == 0]
    chosen = paired if len(paired) == 1 else places
    if len(chosen) != 1:
        return None
    return digits[: chosen[0]] + new + digits[chosen[0] + len(old) :]
