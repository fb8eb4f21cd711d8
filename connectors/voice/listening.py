"""The caller's side of a call: sound becomes turns, and turns become words."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from connectors.voice.activity import CHUNK_MS, Activity, Chunk
from connectors.voice.asked import is_complete, is_unfinished
from connectors.voice.floor import QUIET_ONSET, READING, Floor, Step
from connectors.voice.speech import Ears, Expected, Utterance

# Sound kept from before a turn was noticed: the first syllable lies in it.
_BEFORE = 18
# What is compared with the desk's own voice: the 160 ms that would interrupt it.
_COMPARED = 5
# So many chunks of sound in a row are more than what was under way when a button went up.
_HANDS_FREE = 3


class Listening:
    """Feeds an utterance from its first syllable to its end.

    `on_step` is told when the caller began, ended (with the utterance) or stays silent.
    `on_partial` is told the words so far. A beginning that `admits` refuses (an echo) is not one.
    """

    def __init__(
        self,
        ears: Ears,
        activity: Activity,
        on_step: Callable[[Step, Utterance | None], None],
        admits: Callable[[bytes], bool],
        on_partial: Callable[[str], None] = lambda _text: None,
        house_language: str = "fr",
    ) -> None:
        """Words so far are read in the house's language while the caller's is not known."""
        self._ears, self._activity, self._floor = ears, activity, Floor()
        self._on_step, self._admits, self._on_partial = on_step, admits, on_partial
        self._house_language = house_language
        self._before: deque[bytes] = deque(maxlen=_BEFORE)
        self._utterance: Utterance | None = None
        self._partial, self._held = "", list[bytes]()
        self._settled, self._unasked = False, 0
        self.changed = asyncio.Event()  # set when a turn is over
        self.language, self.is_pushed = "", None  # type: str, bool | None
        self.ended_by = 0.0  # ms of silence that ended the latest turn; 0: a button did

    @property
    def is_hearing(self) -> bool:
        return self._utterance is not None

    def expect(self, expected: Expected, language: str) -> None:
        """The desk has asked something: how to hear the answer, and in which language."""
        self.language = language
        self._floor.expect(expected)

    def hear(self, pcm: bytes, desk_speaks: bool) -> None:
        """Take sound of any length."""
        for chunk in self._activity.feed(pcm):
            self._hear(chunk, desk_speaks)

    def push(self, down: bool) -> None:
        """Push-to-talk decides instead of the sound."""
        self.is_pushed = down
        self._floor.rest()
        if down and self._utterance is None:
            self._begin()
        elif not down and self._utterance is not None:
            self._end()

    def drop(self) -> None:
        """Forget what is being said."""
        if self._utterance is not None:
            self._utterance.cancel()
            self._before.clear()
        self._utterance = None
        self._floor.rest()
        self.changed.set()

    def _hear(self, chunk: Chunk, desk_speaks: bool) -> None:
        self._before.append(chunk.pcm)
        if self._utterance is not None:
            self._feed(self._utterance, chunk)
            self._follow(self._utterance)
        if self._is_by_button(chunk):
            return self._wait_for_button(desk_speaks)
        silence = self._floor.silence
        step = self._floor.hear(chunk.speech, CHUNK_MS, desk_speaks)
        if step is Step.BEGAN:
            self._begin_unless_refused()
        elif step is Step.PAUSED and self._utterance is not None:
            self._utterance.settle()
            self._settled = True
            self._judge(self._partial)
        elif step is Step.ENDED:
            self._end(silence)
        elif step is Step.SILENT:
            self._on_step(Step.SILENT, None)

    def _is_by_button(self, chunk: Chunk) -> bool:
        """A page sends pure silence while its button is up: sound means that it has none now."""
        is_up = self.is_pushed is False
        self._unasked = self._unasked + 1 if is_up and any(chunk.pcm) else 0
        if self._unasked >= _HANDS_FREE:
            self.is_pushed = None
        return self.is_pushed is not None

    def _wait_for_button(self, desk_speaks: bool) -> None:
        if self._utterance is None and not desk_speaks and self._floor.wait(CHUNK_MS, READING):
            self._on_step(Step.SILENT, None)

    def _begin_unless_refused(self) -> None:
        latest = list(self._before)[-_COMPARED:]
        if self._admits(b"".join(latest)):
            self._begin()
        else:
            self._floor.refuse()

    def _begin(self) -> None:
        self._utterance = self._ears.utterance(self.language, self._floor.expected)
        self._partial, self._settled = "", False
        self._held.clear()
        self._utterance.feed(b"".join(self._before))
        self._before.clear()
        self._on_step(Step.BEGAN, None)

    def _end(self, silence: float = 0.0) -> None:
        self.ended_by = silence
        utterance, self._utterance = self._utterance, None
        self._before.clear()
        self._before.extend(self._held)  # what no utterance was fed
        self._on_step(Step.ENDED, utterance)
        self.changed.set()

    def _feed(self, utterance: Utterance, chunk: Chunk) -> None:
        """The silence of a pause is kept back: without it, what was decoded early stays true."""
        self._held.append(chunk.pcm)
        if self._settled and chunk.speech < QUIET_ONSET.likely:
            return
        self._settled = False
        utterance.feed(b"".join(self._held))
        self._held.clear()

    def _follow(self, utterance: Utterance) -> None:
        """Tell new partial words."""
        partial = utterance.partial
        if not partial or partial == self._partial:
            return
        self._partial = partial
        self._on_partial(partial)
        self._judge(partial)

    def _judge(self, partial: str) -> None:
        """Wait less after a whole answer, longer in a number; speech that follows undoes it."""
        language = self.language or self._house_language
        if is_complete(partial, self._floor.expected, language):
            self._floor.complete()
        elif is_unfinished(partial, language):
            self._floor.unfinished()
