"""Whose turn it is: when a caller begins, pauses, has finished, or says nothing at all.

Time is counted in sound heard, not by a clock: a slow machine does not cut anybody short.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from connectors.voice.speech import Expected

# Silence that ends an utterance, in ms, by what was asked: people pause inside numbers.
ENDINGS = {
    Expected.ANYTHING: 700.0,
    Expected.OFFER: 700.0,
    Expected.YES_NO: 450.0,
    Expected.SCORE: 500.0,
    Expected.MOMENT: 800.0,
    Expected.DIGITS: 1400.0,
    Expected.SPELLING: 1600.0,
}
COMPLETE = 320.0
PAUSE = 224.0
NO_INPUT = 7_000.0
READING = 180_000.0  # with a button to push, who says nothing is reading
LONGEST = 30_000.0


class Step(str, Enum):
    """What has just happened on the caller's side."""

    BEGAN = "began"
    PAUSED = "paused"
    ENDED = "ended"
    SILENT = "silent"


@dataclass(frozen=True)
class Onset:
    """How much speech begins a turn: `needed` of the last `window` chunks, each this likely."""

    likely: float
    needed: int
    window: int


QUIET_ONSET = Onset(0.5, 2, 4)
# Over the desk's own voice a cough must not count: about 100 ms of speech must, or 130 ms of what
# is only likely to be it (vowels through the nose, say).
BARGE_IN = (Onset(0.5, 3, 4), Onset(0.4, 4, 5))


@dataclass
class Floor:
    """A state machine over chunks of sound. `expected` is what the desk has asked for."""

    expected: Expected = Expected.ANYTHING
    hearing: bool = False
    _recent: deque[float] = field(default_factory=lambda: deque(maxlen=BARGE_IN[-1].window))
    _quiet: float = 0.0
    _spoken: float = 0.0
    _idle: float = 0.0
    _paused: bool = False
    _complete: bool = False
    _unfinished: bool = False

    def hear(self, speech: float, ms: float, desk_speaks: bool) -> Step | None:
        """Take one chunk: its probability of being speech, its length, who else is speaking."""
        if self.hearing:
            return self._in_turn(speech, ms)
        self._recent.append(speech)
        if any(map(self._begins, BARGE_IN if desk_speaks else (QUIET_ONSET,))):
            self._start()
            return Step.BEGAN
        return self.wait(0.0 if desk_speaks else ms)

    def wait(self, ms: float, patience: float = NO_INPUT) -> Step | None:
        """Take some time in which nobody has spoken."""
        self._idle += ms
        if self._idle < patience:
            return None
        self._idle = 0.0
        return Step.SILENT

    def expect(self, expected: Expected) -> None:
        """A new question was asked."""
        self.expected, self._idle = expected, 0.0

    def complete(self) -> None:
        """What was said so far is a whole answer: a short silence now ends it."""
        self._complete = True

    def unfinished(self) -> None:
        """What was said so far stops in the middle of a number: wait as for one."""
        self._unfinished = True

    def rest(self) -> None:
        """Forget what was heard, and wait for a new beginning."""
        self.hearing, self._idle = False, 0.0
        self._recent.clear()

    def refuse(self) -> None:
        """That beginning was none; the next chunk may be one."""
        self.hearing = False

    @property
    def silence(self) -> float:
        """How long a silence ends this utterance, in ms."""
        if self._complete:
            return COMPLETE
        longest = ENDINGS[Expected.DIGITS] if self._unfinished else 0.0
        return max(longest, ENDINGS[self.expected])

    def _start(self) -> None:
        self.hearing, self._paused = True, False
        self._complete = self._unfinished = False
        self._quiet = self._spoken = self._idle = 0.0

    def _begins(self, onset: Onset) -> bool:
        lately = list(self._recent)[-onset.window :]
        likely = [speech >= onset.likely for speech in lately]
        return likely[-1] and sum(likely) >= onset.needed

    def _in_turn(self, speech: float, ms: float) -> Step | None:
        self._spoken += ms
        if speech >= QUIET_ONSET.likely:
            self._quiet, self._paused = 0.0, False
            self._complete = self._unfinished = False
        else:
            self._quiet += ms
        if self._quiet >= self.silence or self._spoken >= LONGEST:
            self.rest()
            return Step.ENDED
        if self._quiet >= PAUSE and not self._paused:
            self._paused = True
            return Step.PAUSED
        return None
