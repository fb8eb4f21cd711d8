"""How a question loses what is personal in it, typed or spoken, before it is kept."""

from __future__ import annotations

import hashlib
import hmac
import re

from bot.privacy import mask
from bot.settings import settings

_RUN = r"\d(?:[ .,/\-\u00a0\u202f]{0,2}\d){6,}"
_NUMBER = re.compile(_RUN)
_REST = re.compile(r"(\[(?:phone|card|nir|iban|number)\])(?:[ .,\-]{1,2}\d+\b)+")
_PLACE = re.compile(r"\[(?:phone|email|iban|card|nir|address|name|number)\]")
_WRITTEN = 2000  # as many characters as a message may have, and more than a question needs


def discreet(text: str, in_digits: str = "") -> str:
    """The text without personal things; `in_digits` is the same with spoken numbers in figures.

    Its own words are kept unless only the figures show what has to be hidden.
    """
    kept, figures = _masked(text[:_WRITTEN]), _masked(in_digits[:_WRITTEN])
    return figures if len(_PLACE.findall(figures)) > len(_PLACE.findall(kept)) else kept


def keyed(kind: str, value: str) -> str:
    """A name for somebody that only this desk can make again; empty for nobody."""
    if not value:
        return ""
    key = settings().signing_key().encode()
    return hmac.new(key, f"question\0{kind}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]


def _masked(text: str) -> str:
    """Any long number is somebody's: a contract, an account, half a card."""
    masked = _NUMBER.sub("[number]", mask(text))
    return " ".join(_REST.sub(r"\1", masked).split())
