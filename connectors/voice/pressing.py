"""The keys that a caller presses: each that means something stops the desk's voice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from connectors.voice.keypad import Chosen, Typed
from connectors.voice.speech import Expected
from connectors.voice.talk import Talk

KEY_PATIENCE, SCORE_PATIENCE, ZERO_PATIENCE = 3.5, 1.5, 1.0
_NOBODYS = "ABCD"


class Pressing:
    """Waits for what keys mean together; `on_meant` is told, and `on_odd` of those without any.

    `on_key` is told of each key that is, or may become, an answer.
    """

    def __init__(
        self,
        talk: Talk,
        on_key: Callable[[], None],
        on_meant: Callable[[Typed | Chosen], None],
        on_odd: Callable[[], None],
    ) -> None:
        self._talk, self._on_key, self._on_meant, self._on_odd = talk, on_key, on_meant, on_odd
        self._timer: asyncio.TimerHandle | None = None

    def press(self, key: str) -> None:
        if key in _NOBODYS:
            return
        keypad = self._talk.keypad
        was_collecting = keypad.is_collecting
        meant = keypad.press(key)
        if meant is None and not was_collecting and not keypad.is_collecting:
            return self._on_odd()
        self.stop()
        self._on_key()
        if meant is not None:
            return self._on_meant(meant)
        self._timer = asyncio.get_running_loop().call_later(self._patience, self._settled)

    def stop(self) -> None:
        """Wait no longer."""
        if self._timer is not None:
            self._timer.cancel()

    @property
    def _patience(self) -> float:
        """Seconds until what was typed is all."""
        keypad = self._talk.keypad
        if keypad.may_ask_for_a_person:
            return ZERO_PATIENCE
        return SCORE_PATIENCE if keypad.expected is Expected.SCORE else KEY_PATIENCE

    def _settled(self) -> None:
        meant = self._talk.keypad.settle()
        if meant is not None:
            self._on_meant(meant)
