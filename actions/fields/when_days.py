"""Which day, or days, a text asks for, once its times of day are taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.fields.days import Mention, mentions
from actions.fields.words import fold, listed

_A_WEEK_LATER = {
    "before": re.compile(r"\b(?:a week on|a week from|week on) ?$"),
    "after": re.compile(r"^ ?week\b"),
}
_REFUSED = re.compile(
    r"(?:(?<!pourquoi )(?<!marche )(?<!fonctionne )\bpas|\bsauf|\bhors|\bexcepte"
    r"|(?<!why )\bnot|\bexcept|\bbut not|\bque)(?: le| ce| on| for)? ?$"
)
_TOLD = re.compile(
    r"(?:\bdepuis|\bsince|\b(?:facture|courrier|mail|prelevement|commande|panne|bill|letter"
    r"|invoice|rappel|appel|rendez-vous|rdv|callback|call|appointment)"
    r" (?:du|de|d'|prevu|from|of|dated)) ?(?:le |the )?$"
)
_THE_CALL = re.compile(r"(?:'s)? (?:call|callback|appointment|slot)\b")
_UNTIL = re.compile(r"(?:\bavant|\bd'ici(?: a)?|\bjusqu'a|\bbefore|\bby|\buntil)(?: le| the)? ?$")
_SINCE = re.compile(
    r"(?:\ba partir de|\ba compter de|\bapres|\bdes|\bfrom|\bafter|\bnot before)(?: le"
    r"| the)? ?$"
)
_INCLUSIVE = re.compile(r"d'ici|jusqu'a|by|until")
_NOT_A_DATE = frozenset(listed("ete été may march sun mars sat second hiver automne later")) | {
    *("plus tard", "plus tot", "cette heure", "a cette heure", "this time", "at this time")
}
_DAYS_LONG = {"week": 7}
NO_SUCH_DAY = re.compile(
    r"\b(?:3[01](?:st|th)? (?:of )?(?:fev|feb)|feb\w* 3[01]|31(?:st)? (?:of )?(?:avr|apr|juin"
    r"|jun|sep"
    r"|nov)|(?:apr|jun|sep|nov)\w* 31|3[2-9] (?:jan|fe|mar|avr|mai|jui|ao|sep|oct|nov|dec))"
)


@dataclass(frozen=True)
class Days:
    """From `first` to `last`, both included; either may be open."""

    first: date | None
    last: date | None

    @property
    def one(self) -> date | None:
        return self.first if self.first == self.last else None


def days(text: str, language: str, now: datetime) -> Days | None:
    """The first days named that are not over yet; days gone by when there are no others."""
    folded = fold(text)
    found = [
        read
        for mention in mentions(text, language, now)
        if (read := _days(mention, folded)) is not None
    ]
    to_come = [one for one in found if (one.last or one.first or date.max) >= now.date()]
    return next(iter(to_come or found), None)


def _days(mention: Mention, folded: str) -> Days | None:
    before, words = folded[: mention.start], folded[mention.start : mention.end]
    if words in _NOT_A_DATE or _REFUSED.search(before) or _TOLD.search(before):
        return None
    if words.startswith(("since ", "depuis ")):
        return None
    read = _moved(_plain(mention), words)
    if read is None or read.first is None or mention.since is None:
        return read
    after = folded[mention.end :]
    if before.endswith(("my ", "the ")) and _THE_CALL.match(after):
        return None
    if _A_WEEK_LATER["before"].search(before + words.split()[0]) or _A_WEEK_LATER["after"].match(
        after
    ):
        later = read.first + timedelta(days=7)
        return Days(later, later)
    if limit := _UNTIL.search(before):
        last = read.last if _INCLUSIVE.search(limit.group()) else read.first - timedelta(days=1)
        return Days(None, last)
    return Days(read.first, None) if _SINCE.search(before) else read


def _moved(read: Days | None, words: str) -> Days | None:
    """ "By Friday" has Friday in it, "after Friday" has not."""
    if read and read.last and words.startswith(("by ", "until ", "d'ici")):
        return Days(None, read.last + timedelta(days=1))
    if read and read.first and read.last is None and words.startswith(("after ", "apres ")):
        return Days(read.first + timedelta(days=1), None)
    return read


def _plain(mention: Mention) -> Days | None:
    """Days from what Duckling found; the end of its stretches is not part of them."""
    if mention.grain in ("month", "quarter", "year"):
        return None
    first = mention.since.date() if mention.since else None
    if mention.until:
        last: date | None = (mention.until - timedelta(seconds=1)).date()
    elif first and not mention.stretch:
        last = first + timedelta(days=_DAYS_LONG.get(mention.grain, 1) - 1)
    else:
        last = None
    return Days(first, last)
