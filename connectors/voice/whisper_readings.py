"""One sound can be read in several ways: which reading to believe, knowing what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connectors.voice.asked import is_complete, says_no, says_yes
from connectors.voice.speech import Expected
from connectors.voice.whisper_doubts import Decoded
from connectors.voice.whisper_numbers import whole_numbers

# How much less likely, in log probability a token, a reading may be that answers the question.
MARGIN = 0.5
_SHORT_ANSWERS = (Expected.YES_NO, Expected.OFFER, Expected.DIGITS, Expected.SCORE)


def believed(readings: Sequence[Decoded], expected: Expected, language: str) -> Decoded:
    """The likeliest, unless one nearly as likely is a whole answer to what was asked."""
    best = readings[0]
    if expected not in _SHORT_ANSWERS:
        return best
    near = [one for one in readings if one.score >= best.score - MARGIN]
    return next((one for one in near if _answers(one.text, expected, language)), best)


def _answers(text: str, expected: Expected, language: str) -> bool:
    return is_complete(whole_numbers(text, expected), expected, language)


def agreed(hinted: Decoded, bare: Decoded) -> Decoded:
    """A yes or no that a hint suggested, as sure as it is without the hint.

    Told what to expect, Whisper hears "no" in any short sound; it hears no "yes" in a "no".
    """
    if says_no(hinted.text) and not says_no(bare.text):
        return replace(hinted, score=min(hinted.score, bare.score))
    if says_yes(hinted.text) and says_no(bare.text):
        return replace(hinted, score=min(hinted.score, bare.score))
    return hinted
