"""A number put right while it is being said: « … cinquante-six, non, soixante-six … »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.fields.dialled import Run
from actions.fields.pairs import Dictation, likeliest

_AGAIN = re.compile(
    r"(?:[\s,;.:!?…'-]|\b(?:euh|heu|hum|uh|um|er|ah|oh|oups|oops|mince|non|nan|no|pardon|sorry|wait"
    r"|attendez|attends|desolee?|excuse[zr]?[- ]moi|excuse me|my mistake|my bad|enfin|plutot|rather"
    r"|je (?:me )?(?:trompe|suis trompee?|reprends|recommence)|je me suis trompee?|erreur"
    r"|je (?:veux|voulais) dire|i mean|i meant|make that|let me start again|scratch that"
    r"|correction|c'est|ce n'est pas (?:ca|cela)|c'est pas ca|it's|that's wrong|not that|mais|but"
    r"|le|the|donc|alors|so|actually|en fait|bon|je dis)\b)+"
)
_MARK = re.compile(
    r"\b(?:non|nan|no|pardon|sorry|oups|oops|wait|attendez|attends|desolee?|excuse\w*|my mistake"
    r"|my bad|enfin|plutot|rather|tromp\w+|reprends|recommence|erreur|dire|mean|meant|make that"
    r"|start again|scratch that|correction|pas (?:ca|cela)|that's wrong|not that|actually"
    r"|en fait)\b"
)
_ELSEWHERE = re.compile(
    r"\W*(?:au (?:debut|depart|lieu|milieu)|at the (?:start|beginning)|in the middle|instead|a la"
    r" place|h(?:eures?)?\b|hours?|am\b|pm\b|o'clock|euros?|[€:%])"
)
_NOTHING_MORE = re.compile(
    r"\W*(?:(?:a la fin|at the end|pour finir|merci|thank|please|voila|s'il|svp|c'est|that's)\b.*)?"
)
_WHOLE, _A_BEGINNING = 10, 4


def said_again(runs: list[Run], folded: str) -> Iterator[list[Run]]:
    """Runs that follow each other with nothing between them but « non », "sorry, I mean"."""
    chain: list[Run] = []
    for run in runs:
        if chain and not _is_a_slip(folded[chain[-1].place[1] : run.place[0]]):
            yield chain
            chain = []
        chain.append(run)
    if chain:
        yield chain


def _is_a_slip(between: str) -> bool:
    return _AGAIN.fullmatch(between) is not None and _MARK.search(between) is not None


def begins_a_number(run: Run) -> bool:
    """Whether a slip in what follows may be one in a telephone number."""
    first = _only(run)
    return first is not None and first.digits[0] == "0" and len(first.digits) >= _A_BEGINNING


def put_right(chain: list[Run]) -> str | None:
    """The ten digits, the last groups replaced by those said after; None when it is not plain.

    Only the length tells how many groups are replaced: as many as leave ten digits.
    """
    said: tuple[str, ...] = ()
    for run in chain:
        more = _only(run)
        if more is None or (said and not _may_replace(more, said, run.after)):
            return None
        kept = _kept(said, more.digits) if said else ()
        if kept is None:
            return None
        said = (*kept, *more.groups)
    return "".join(said)


def _may_replace(more: Dictation, said: tuple[str, ...], after: str) -> bool:
    """A zero begins the number again; after all ten digits, what goes on may be something else."""
    if more.digits[0] == "0" or _ELSEWHERE.match(after):
        return False
    return len("".join(said)) < _WHOLE or _NOTHING_MORE.fullmatch(after) is not None


def _only(run: Run) -> Dictation | None:
    """What the whole run says, if that is one thing."""
    whole = [one for one in run.numbers(0) if one.end == len(run.pieces)]
    likely = likeliest(whole)
    return likely[0] if len({one.digits for one in likely}) == 1 else None


def _kept(said: tuple[str, ...], more: str) -> tuple[str, ...] | None:
    """The groups that stay: at least one goes, and no more figures than are said again."""
    for count in range(len(said)):
        left = len("".join(said[:count]))
        if left + len(more) == _WHOLE and count:
            return said[:count]
    return None
