"""Runs of digits as they are typed or said, and every number that they may be."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from actions.fields.numbers import sayings, vocabulary
from actions.fields.pairs import Dictation, Form
from actions.fields.words import LONGEST, fold, listed

_TOKEN = re.compile(r"\+|\d+|[a-z]+", re.ASCII)
_GAP = re.compile(r"[\s.,/()\-_:'…]*")
_COMMA = re.compile(r"[,;.:/()…]")
_HYPHEN = re.compile(r"-(?:et-)?")
_FILLERS = frozenset(
    listed(
        "euh heu hum hein ben alors puis ensuite et donc virgule point tiret espace le"
        " um uh er erm then and comma dash space"
    )
)
_REPEATS = {"double": 2, "triple": 3}
_LONGEST_PHRASE = 6
_LONGEST_NUMBER = 17
_LONGEST_RUN = 40


@dataclass(frozen=True)
class Piece:
    """A figure, a number word, `+`, or `double`/`triple`, with where it stands in the text.

    `apart` when a comma or the like stands before it: « vingt, quatre » is not 24.
    `tied` when a hyphen does: « soixante-dix » is not 60 10.
    """

    text: str
    start: int
    end: int
    apart: bool = False
    tied: bool = False


@dataclass(frozen=True)
class Run:
    """Pieces that follow each other, and what stands just after them."""

    pieces: tuple[Piece, ...]
    language: str
    after: str

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the text."""
        return self.span(0, len(self.pieces))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the pieces from `start` to `end` stand in the text."""
        return self.pieces[start].start, self.pieces[end - 1].end

    def may_begin(self, at: int) -> bool:
        """True where a number may begin: a zero, a plus, a thirty-three."""
        if self.pieces[at].text in ("+", "plus"):
            return True
        return any(said.startswith(("0", "3")) for _, said in self._steps(at))

    def begins_anew(self, at: int, unit: re.Pattern[str]) -> bool:
        """True when another number, or a last figure with its unit, begins there."""
        if self.pieces[at].text in ("+", "plus"):
            return True
        if any(said.startswith("0") for _, said in self._steps(at)):
            return True
        return at == len(self.pieces) - 1 and unit.match(self.after) is not None

    def numbers(self, start: int) -> Iterator[Dictation]:
        """Every number that the pieces from `start` may mean, whole words first."""
        seen: set[tuple[int, str, Form]] = set()
        queue = deque([Dictation(start)])
        while queue:
            so_far = queue.popleft()
            for end, said in self._steps(so_far.end):
                typed = self.pieces[so_far.end].text.isdigit()
                reading = so_far.followed(end, said, typed, self._tears(end))
                state = (end, reading.digits, reading.form)
                if len(reading.digits) <= _LONGEST_NUMBER and state not in seen:
                    seen.add(state)
                    queue.append(reading)
                    yield reading

    def _tears(self, at: int) -> bool:
        """True when a number that is written with hyphens would end there before its end."""
        most = _LONGEST_PHRASE - 1
        return any(
            all(piece.tied for piece in self.pieces[start + 1 : end])
            and tuple(piece.text for piece in self.pieces[start:end]) in sayings(self.language)
            for start in range(max(at - most, 0), at)
            for end in range(at + 1, min(at + most, len(self.pieces)) + 1)
        )

    def _steps(self, at: int) -> Iterator[tuple[int, str]]:
        if at >= len(self.pieces):
            return
        first = self.pieces[at].text
        if first.isdigit():
            yield at + 1, first
        elif first in _REPEATS:
            for end, said in self._steps(at + 1):
                if len(said) == 1:
                    yield end, said * _REPEATS[first]
        else:
            yield from self._phrases(at)

    def _phrases(self, at: int) -> Iterator[tuple[int, str]]:
        known = sayings(self.language)
        for end in range(min(at + _LONGEST_PHRASE, len(self.pieces)), at, -1):
            words = self.pieces[at:end]
            said = known.get(tuple(piece.text for piece in words))
            if said is not None and not any(piece.apart for piece in words[1:]):
                yield end, said


def runs(text: str, language: str) -> Iterator[Run]:
    """The runs of a text: « demain à 11 h au 06 12… » has two, « 11 » and « 06 12… »."""
    folded = fold(text[:LONGEST])
    pieces: list[Piece] = []
    reach = 0
    for match in _TOKEN.finditer(folded):
        near = _GAP.fullmatch(folded, reach, match.start()) is not None
        since = pieces[-1].end if pieces else match.start()
        apart = _COMMA.search(folded, since, match.start()) is not None
        tied = _HYPHEN.fullmatch(folded, since, match.start()) is not None
        piece = Piece(match.group(), *match.span(), apart, tied)
        if pieces and not near:
            yield from _run(pieces, language, folded)
            pieces = []
        if _counts(piece.text, language):
            pieces.append(piece)
            reach = piece.end
        elif pieces and piece.text in _FILLERS:
            reach = piece.end
        elif pieces:
            yield from _run(pieces, language, folded)
            pieces = []
    yield from _run(pieces, language, folded)


def _counts(word: str, language: str) -> bool:
    return (
        word == "plus"
        or word == "+"
        or word.isdigit()
        or word in _REPEATS
        or (word != "et" and word in vocabulary(language))
    )


def _run(pieces: list[Piece], language: str, folded: str) -> Iterator[Run]:
    for at in range(0, len(pieces), _LONGEST_RUN):
        part = tuple(pieces[at : at + _LONGEST_RUN])
        end = part[-1].end
        yield Run(part, language, folded[end : end + 12].strip())
