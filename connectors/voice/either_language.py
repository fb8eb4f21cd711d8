"""One utterance heard in several languages at once, while the caller's is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors.voice.speech import Recogniser, Transcript

ALIKE = 0.9  # of the surest: as sure as this, and the language is not known


class EitherLanguage:
    """Partial words are the first recogniser's; the end is whoever's that heard surest."""

    def __init__(self, recognisers: Sequence[Recogniser]) -> None:
        self._recognisers = recognisers

    def feed(self, pcm: bytes) -> str | None:
        first, *_ = [one.feed(pcm) for one in self._recognisers]
        return first

    def settle(self) -> str | None:
        first, *_ = [one.settle() for one in self._recognisers]
        return first

    def finish(self) -> Transcript:
        return surest([one.finish() for one in self._recognisers])


def surest(heard: Sequence[Transcript]) -> Transcript:
    """The likeliest of the same sound in several languages, the house's language first.

    Heard as surely in another, it stays in the house's, and its language is left empty.
    """
    best = max(heard, key=sureness)
    near = [one for one in heard if sureness(one) >= ALIKE * sureness(best)]
    return best if len(near) == 1 else replace(near[0], language="")


def sureness(heard: Transcript) -> float:
    """Seconds of speech, each counted as surely as its word was heard.

    A foreign language comes out in more, shorter and doubtful words, or in a few that fit.
    """
    return sum(word.confidence * (word.end - word.start) for word in heard.words)
