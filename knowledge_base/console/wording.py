"""Every word of the console, in French and in English, from `texts/<language>/<part>.yml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.clock import PARIS

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("fr", "en")
Translate = Callable[..., str]
_FORMATS = {"fr": ("%d/%m/%Y", "%d/%m/%Y à %H:%M"), "en": ("%d %b %Y", "%d %b %Y at %H:%M")}


@cache
def texts(language: str, folders: tuple[Path, ...] = ()) -> Mapping[str, str]:
    """All texts of a language by their dotted names: the file, then the keys inside it.

    `folders` are those of parts that other rooms bring.
    """
    found: dict[str, str] = {}
    for folder in (TEXTS, *(one / "texts" for one in folders)):
        for path in sorted((folder / language).glob("*.yml")):
            found |= _flat(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def translator(language: str, folders: tuple[Path, ...] = ()) -> Translate:
    """`t("people.title")`; with `count=`, the `one` or `other` form of a text."""

    def t(key: str, /, **values: Any) -> str:
        known = texts(language, folders)
        if "count" in values and key not in known:
            key += ".one" if _is_one(values["count"], language) else ".other"
        return known[key].format(**values) if values else known[key]

    return t


def day(moment: Any, language: str) -> str:
    """A day as people of a language write it; nothing for None."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(PARIS)
    return moment.strftime(_FORMATS[language][0]) if moment else ""


def hour(moment: datetime | None, language: str) -> str:
    """A day and an hour, as the clocks of Paris show them."""
    return moment.astimezone(PARIS).strftime(_FORMATS[language][1]) if moment else ""


def preferred(accepted: str) -> str:
    """The first of a browser's languages that the console speaks; French otherwise."""
    for one in accepted.split(","):
        if (language := one.strip()[:2].lower()) in LANGUAGES:
            return language
    return LANGUAGES[0]


def _is_one(count: int, language: str) -> bool:
    return count in (0, 1) if language == "fr" else count == 1


def _flat(prefix: str, value: Any) -> dict[str, str]:
    return dict(_leaves(prefix, value))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield name, str(value)
        return
    for key, below in value.items():
        yield from _leaves(f"{name}.{key}", below)
