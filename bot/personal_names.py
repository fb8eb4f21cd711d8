"""Names of people in a sentence, in French and in English, typed or as a recogniser writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from bot.given_names import folded, not_names, places
from bot.name_leads import LEADS, LIKELY, Lead
from bot.name_words import Word, adjacent, words_of

Span = tuple[int, int]
MOST = 5  # words of one name, particles counted


def name_spans(text: str) -> list[Span]:
    """Where people are named, in order, without overlaps; a lone first name counts as well."""
    words = words_of(text)
    if not any(word.may_be_one or word.is_doubtful for word in words):
        return []
    plain, begins = folded(text), {word.start: at for at, word in enumerate(words)}
    led = [run for lead in LEADS for run in _after(lead, plain, words, begins)]
    likely = _after(LIKELY, plain, words, begins)
    looks = [*likely, *_whole(text, words), *_known(words)]
    return _joined([*led, *(one for one in looks if not _is_place(text, one))])


def _is_place(text: str, span: Span) -> bool:
    """« à Saint-Denis », "in Lincoln", "Marks & Spencer": nothing but its look says a name."""
    return folded(text[slice(*span)]) in places() or text[: span[0]].endswith("& ")


def _after(
    lead: Lead, plain: str, words: list[Word], begins: Mapping[int, int]
) -> Iterator[Span]:
    """Names after a lead; `begins` tells which word begins at which letter."""
    for found in lead.pattern.finditer(plain):
        at = begins.get(found.end())
        if at is None or not lead.takes(_first(words, at)):
            continue
        if run := _run(words, at, lead.least):
            yield run


def _first(words: list[Word], at: int) -> Word:
    """The first word of a name, over its particles: « da Silva »."""
    while words[at].is_particle and at + 1 < len(words) and adjacent(words[at], words[at + 1]):
        at += 1
    return words[at]


def _run(words: list[Word], at: int, least: int) -> Span | None:
    """From a place as far as the words look like one name of `least` words or more."""
    first = at
    while words[at].is_particle and at + 1 < len(words) and adjacent(words[at], words[at + 1]):
        at += 1
    begins = words[at].may_be_one or (words[at].is_doubtful and (least == 1 or _named(words, at)))
    if not begins:
        return None
    last, taken = at, 1
    while taken < MOST and (following := _next(words, last, words[at])) is not None:
        if taken > 1 and not (words[following].is_capital or words[following].is_surname):
            break
        last, taken = following, taken + 1
    if taken < least:
        return None
    return words[first].start, words[last].end


def _named(words: list[Word], at: int) -> bool:
    return words[at].is_given and at + 1 < len(words) and words[at + 1].is_known


def _next(words: list[Word], at: int, first: Word) -> int | None:
    """The place of the next word of the same name, over a particle or two; None at its end."""
    for place in range(at + 1, min(at + 4, len(words))):
        if not adjacent(words[place - 1], words[place]):
            return None
        if words[place].is_particle and place < at + 3 and place + 1 < len(words):
            continue
        noble = place - at > 2 and first.is_given and words[place].plain not in not_names()
        return place if noble or _belongs(words[place], first) else None
    return None


def _belongs(word: Word, first: Word) -> bool:
    """« Dupont » after « Jean », with capitals or without: never a word of every day."""
    if first.is_capital:
        return word.is_capital and word.may_follow
    return word.may_be_one or word.is_doubtful


def _known(words: list[Word]) -> Iterator[Span]:
    """Names that lists know: a first name with what follows, or alone with its capital."""
    for at, word in enumerate(words):
        if not word.is_given or not (word.may_be_one or word.is_doubtful):
            continue
        following = _next(words, at, word)
        if following is not None and _is_surname(words[following], word):
            yield _run(words, at, 1) or (word.start, words[following].end)
        elif word.may_be_one and word.is_capital and len(word.plain) > 3 and not word.is_shouted:
            yield word.start, word.end
    for one, two in pairwise(words):
        names = adjacent(one, two) and one.may_be_one and two.may_be_one
        if names and one.is_capital and two.is_capital and (two.is_given or two.is_surname):
            yield one.start, two.end


def _is_surname(word: Word, first: Word) -> bool:
    if word.is_capital and first.is_capital:
        return word.may_follow
    if first.is_capital:
        return False
    if first.may_be_one:
        return word.may_be_one or word.is_surname_too
    return word.is_surname and not word.is_doubtful


def _whole(text: str, words: list[Word]) -> Iterator[Span]:
    """A message that is nothing but two to four words that may be a name, and looks like one."""
    if not 2 <= len(words) <= 4 or re.search(r"[\d?!]", text):
        return
    if not all(adjacent(one, two) for one, two in pairwise(words)):
        return
    names = [word for word in words if not word.is_particle]
    fits = all(word.may_be_one or word.is_surname_too for word in names) and len(names) > 1
    if fits and (all(word.is_capital for word in names) or any(word.is_given for word in names)):
        yield words[0].start, words[-1].end


def _joined(spans: list[Span]) -> list[Span]:
    """Those that overlap are one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
