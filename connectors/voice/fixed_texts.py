"""Which texts are spoken the same to everybody, and so can be made ahead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from string import Formatter

from connectors import rooms
from connectors.voice.phrases import fixed
from connectors.voice.voices import LANGUAGES

Text = tuple[str, str]


def fixed_texts() -> list[Text]:
    """What the call, the dialogue and the articles say, with its language; each once."""
    found = chain(_phrases(), responses(), rooms.article_voices())
    return list(dict.fromkeys(found))


def responses() -> Iterator[Text]:
    """Every response without a value of somebody's own, as a caller hears it."""
    from bot.nlg import company, texts, words

    for language in LANGUAGES:
        for name, response in texts(language).items():
            if _places(response.get("voice", response["text"])) <= set(company()):
                yield words(name, language, "voice")["text"], language


def _phrases() -> Iterator[Text]:
    for language in LANGUAGES:
        yield from ((said.text, said.language) for said in fixed(language))


def _places(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}
