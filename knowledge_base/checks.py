"""What makes an article acceptable: its sizes, its language, links that cannot harm."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from knowledge_base.article import LANGUAGES, Article
from knowledge_base.refusals import Refused

LONGEST = {"id": 120, "title": 300, "body": 20_000, "voice": 600, "source": 1000, "category": 60}
LONGEST_PHRASING = 500
MOST_PHRASINGS = 200
HARMFUL_LINK = re.compile(r"\]\(\s*<?\s*(?:javascript|data|vbscript)\s*:[^)]*\)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
WORD = re.compile(r"\w")
FILE = re.compile(r"[^/\\:<>\"\s?#][^/\\:<>\"?#]{0,150}\.[a-z0-9]{1,8}(?:#[^<>\"]{0,300})?", re.I)


def checked(article: Article) -> Article:
    """The article tidied; `Refused` says what keeps it from being one."""
    tidy = replace(
        article,
        id=_line(article.id) or slug(article.title),
        title=_line(article.title),
        body=HARMFUL_LINK.sub("]", _clean(article.body)),
        voice=_line(article.voice),
        source=article.source.strip() if _is_safe(article.source) else "",
        phrasings=_distinct(article.phrasings),
    )
    for name in ("title", "body", "id"):
        if not WORD.search(getattr(tidy, name)):
            raise Refused(f"{name} is empty", code="empty", field=name)
    if tidy.language not in LANGUAGES:
        raise Refused(f"language must be one of {', '.join(LANGUAGES)}", code="language")
    if tidy.valid_from and tidy.valid_until and tidy.valid_from > tidy.valid_until:
        raise Refused("valid_until is before valid_from", code="validity")
    _measure(tidy)
    return tidy


def slug(text: str) -> str:
    """A name for files and addresses, made of a title."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-zA-Z0-9_.]+", "-", plain).strip("-") or "".join(text.split())


def _measure(article: Article) -> None:
    for name, most in LONGEST.items():
        if len(getattr(article, name)) > most:
            reason = f"{name} is longer than {most} characters"
            raise Refused(reason, code="too_long", field=name, most=most)
    if len(article.phrasings) > MOST_PHRASINGS:
        reason = f"more than {MOST_PHRASINGS} phrasings"
        raise Refused(reason, code="too_many", field="phrasings", most=MOST_PHRASINGS)
    if any(len(phrasing) > LONGEST_PHRASING for phrasing in article.phrasings):
        reason = f"a phrasing is longer than {LONGEST_PHRASING} characters"
        raise Refused(reason, code="too_long", field="phrasings", most=LONGEST_PHRASING)


def _distinct(phrasings: tuple[str, ...]) -> tuple[str, ...]:
    lines = (_line(phrasing) for phrasing in phrasings)
    return tuple(dict.fromkeys(line for line in lines if WORD.search(line)))


def _line(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    return CONTROL.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").strip()


def _is_safe(source: str) -> bool:
    """An address of the web or of this site, or the name of a file with a place in it."""
    named = source.strip()
    if not named or FILE.fullmatch(named):
        return True
    return named.lower().startswith(("https://", "http://", "/"))
