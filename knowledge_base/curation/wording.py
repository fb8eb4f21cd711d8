"""What one article says that it should not, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from bot.personal_names import name_spans
from bot.privacy import find
from bot.settings import settings
from knowledge_base.article import LANGUAGES, Article, Key
from knowledge_base.curation.findings import Detail
from knowledge_base.lexical import fold

LONGEST_VOICE = 300
MARKED = re.compile(r"https?://|www\.|\]\(|\*\*|__|`|^\s*[#>|-]\s|\w\.(?:fr|com|example)/", re.M)
PERSONAL = re.compile(r"[\d@]")
Said = tuple[str, tuple[Key, ...], Detail]
Texts = Callable[[Article], tuple[str, ...]]


def texts_of(article: Article) -> dict[str, str]:
    """What may hold something personal, by the field's name."""
    phrasings = "\n".join(article.phrasings)
    return {"title": article.title, "phrasings": phrasings, "body": article.body,
            "voice": article.voice, "owner": article.owner, "category": article.category,
            "tags": "\n".join(article.tags), "source": article.source}  # fmt: skip


def named(article: Article) -> Iterator[Said]:
    """People who are named, but for who owns the article."""
    for field, text in texts_of(article).items():
        if field not in ("owner", "source"):
            for found in names(text):
                yield "personal_name", (article.key,), {"field": field, "text": found}


def wording(article: Article, today: date, allowed: Collection[str]) -> Iterator[Said]:
    """Findings about one article by itself: kind, articles, detail."""
    own = (article.key,)
    for field, text in texts_of(article).items():
        for kind, found in personal(text):
            if _digits(found) not in allowed and found.partition("@")[2] not in allowed:
                yield "personal_data", own, {"field": field, "what": kind, "text": found}
    if _squeezed(article.body) in ("", _squeezed(article.title)):
        yield "unwritten", own, {}
    yield from ((kind, own, detail) for kind, detail in _voice(article))
    if not article.source:
        yield "source_missing", own, {}
    if article.review is None:
        yield "review_missing", own, {}
    elif article.review < today:
        yield "review_past", own, {"review": article.review.isoformat()}


def together(articles: Mapping[Key, Article], stale: Collection[Key]) -> Iterator[Said]:
    """Findings about articles beside each other."""
    for name, language in articles:
        for other in LANGUAGES:
            if (name, other) not in articles:
                yield "translation_missing", ((name, language),), {"language": other}
    for key in sorted(set(stale) & set(articles)):
        yield "translation_stale", (key,), {}
    titles = _holders(articles, lambda article: (article.title,))
    phrasings = _holders(articles, lambda article: article.phrasings)
    yield from (("title_twice", keys, {"title": text}) for text, keys in titles)
    yield from (("phrasing_twice", keys, {"phrasing": text}) for text, keys in phrasings)


@lru_cache(maxsize=32_768)
def personal(text: str) -> tuple[tuple[str, str], ...]:
    """The kinds and the texts of what is personal; only lines with a digit or an @ can be."""
    lines = (line for line in text.splitlines() if PERSONAL.search(line))
    found = (
        (one.kind, line[one.start : one.end])
        for line in lines
        for one in find(line, names=False)
    )
    return tuple((kind, said) for kind, said in found if not _nobodys(kind, said))


@lru_cache(maxsize=32_768)
def names(text: str) -> tuple[str, ...]:
    """Names of people, each once, line by line."""
    spans = ((line, span) for line in text.splitlines() for span in name_spans(line))
    return tuple(dict.fromkeys(line[start:end] for line, (start, end) in spans))


def published_contacts(articles: Iterable[Article]) -> frozenset[str]:
    """What looks personal and is public already: service numbers, offices."""
    texts = (text for article in articles for text in texts_of(article).values())
    return frozenset(said for text in texts for _, said in personal(text))


def company_contacts() -> frozenset[str]:
    """The company's own numbers and domain, which its articles may name."""
    known = settings()
    host = urlsplit(known.company_site).hostname or ""
    numbers = (known.company_phone, known.voice_phone)
    return frozenset({host.removeprefix("www."), *map(_digits, numbers)} - {""})


def _voice(article: Article) -> Iterator[tuple[str, Detail]]:
    if not article.voice.strip():
        yield "voice_missing", {}
    if len(article.voice) > LONGEST_VOICE:
        yield "voice_long", {"characters": len(article.voice), "most": LONGEST_VOICE}
    if found := MARKED.search(article.voice):
        yield "voice_unspeakable", {"text": found.group().strip()}


def _holders(
    articles: Mapping[Key, Article], texts: Texts
) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """The texts that several articles of one language hold, accents and case aside."""
    found: dict[tuple[str, str], dict[str, tuple[Key, str]]] = {}
    for key, article in articles.items():
        for text in texts(article):
            plain = " ".join(fold(text).split()).rstrip(" ?!.")
            found.setdefault((article.language, plain), {}).setdefault(key[0], (key, text))
    for held in found.values():
        if len(held) > 1:
            yield next(iter(held.values()))[1], tuple(sorted(key for key, _ in held.values()))


def _nobodys(kind: str, said: str) -> bool:
    """Freephone and surcharged numbers are services; a street has a name with a capital."""
    if kind == "phone":
        return _digits(said).startswith("08")
    return kind == "address" and said == said.lower()


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def _digits(text: str) -> str:
    """A number as it is dialled within France."""
    digits = re.sub(r"\D", "", text)
    return f"0{digits[-9:]}" if len(digits) in (11, 13) and "33" in digits[:4] else digits
