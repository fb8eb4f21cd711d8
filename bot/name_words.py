"""The words of a text, each with what lists of names say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.given_names import (
    bearers,
    common_words,
    folded,
    given_names,
    given_names_too,
    not_names,
    rare_given_names,
    surnames,
    surnames_too,
)

_WORD = re.compile(r"[^\W\d_]+(?:['’\-‐][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’](?=\w)")
_OWNER = re.compile(r"['’]s$")
_PARTICLES = frozenset(
    "de du des d la le les van von der den di da dos del el al ben bin o mc mac st".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Word:
    """A word of the text as it is written and folded; `gap` is what follows it."""

    written: str
    plain: str
    start: int
    end: int
    gap: str

    @cached_property
    def is_capital(self) -> bool:
        return self.written[0].isupper() or self._elided_capital

    @cached_property
    def is_shouted(self) -> bool:
        return len(self.written) > 1 and self.written.isupper()

    @cached_property
    def is_part(self) -> bool:
        """Whether figures follow, as in a file's number: « GZ88412 », « REC-2026 »."""
        return re.match(r"-?\d", self.gap) is not None

    @cached_property
    def is_particle(self) -> bool:
        return self.plain in _PARTICLES

    @cached_property
    def is_given(self) -> bool:
        """Whether lists of first names hold it, or both halves of it."""
        if any(self.plain in names() for names in (given_names, given_names_too, rare_given_names)):
            return True
        parts = re.split(r"[-‐]", self.plain)
        return (
            len(parts) > 1
            and parts[0] not in ("saint", "sainte", "st")
            and all(part in given_names() or part in bearers() for part in parts)
        )

    @cached_property
    def is_surname(self) -> bool:
        if any(one in surnames() for one in (self.plain, self._bare, self._closed)):
            return True
        parts = re.split(r"[-‐]", self.plain)
        known = all(one in surnames() or one in surnames_too() for one in parts)
        return len(parts) > 1 and known and min(map(len, parts)) > 2

    @cached_property
    def is_known(self) -> bool:
        return self.is_surname or self.is_given or self.is_surname_too

    @cached_property
    def may_follow(self) -> bool:
        """Whether it may be a last name because a first name with its capital stands before it."""
        return (
            self.may_be_one
            or self.is_doubtful
            or (self.is_capital and not self.is_shouted and self.plain not in not_names())
        )

    @cached_property
    def is_surname_too(self) -> bool:
        return self.plain in surnames_too()

    @cached_property
    def is_doubtful(self) -> bool:
        """A word of every day that somebody may be called."""
        return self.plain in given_names_too() or self.plain in surnames_too()

    @cached_property
    def may_be_one(self) -> bool:
        if self.plain in common_words():
            return False
        if re.match(r"sainte?-", self.plain):
            return self.plain in surnames()
        if _ELIDED.match(self.plain):
            return self._elided_capital or self.plain in surnames()
        return len(self.plain) > 1

    @property
    def _bare(self) -> str:
        return _ELIDED.sub("", self.plain)

    @property
    def _closed(self) -> str:
        """« O'Connor » as lists write it."""
        return re.sub(r"['’]", "", self.plain)

    @property
    def _elided_capital(self) -> bool:
        """« d'Arcy », « L'Hostis »; « L'option » has no capital of its own."""
        found = re.match(r"[A-Za-z]{1,2}['’](?=[A-ZÀ-Ý])", self.written)
        return found is not None and self._bare not in not_names()


def words_of(text: str) -> list[Word]:
    """The words in order; an English 's is none of them."""
    found = []
    for match in _WORD.finditer(text):
        written = _OWNER.sub("", match.group())
        end = match.start() + len(written)
        found.append((written, match.start(), end))
    starts = [*(start for _, start, _ in found[1:]), len(text)][: len(found)]
    return [
        Word(written, folded(written), start, end, text[end:after])
        for (written, start, end), after in zip(found, starts, strict=True)
    ]


def adjacent(one: Word, two: Word) -> bool:
    """Whether nothing but a space, or an initial's point, stands between two words."""
    pattern = r"\.? ?" if len(one.written) == 1 and one.is_capital else r"[ \u00a0]{1,2}"
    return two.start > one.start and re.fullmatch(pattern, one.gap) is not None
