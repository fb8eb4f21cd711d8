"""Tells callers from the desk's own voice that a line brings back."""

from __future__ import annotations

from collections.abc import Callable

from connectors.voice.echo import DOUBTFUL, Echo
from connectors.voice.playback import Playback


class OwnVoice:
    """`may_be_heard` when the latest beginning was somewhat like the desk's voice."""

    def __init__(self, playback: Playback, note: Callable[[str, float], None]) -> None:
        self._echo, self._playback, self._note = Echo(), playback, note
        self.may_be_heard = False

    def is_not(self, heard: bytes) -> bool:
        """Whether sound (`s16le` at 16 kHz) that has just come is somebody else's."""
        likeness = self._echo.likeness(heard, self._playback.lately(len(heard)))
        self.may_be_heard = likeness >= DOUBTFUL
        is_own = self._echo.is_own(likeness)
        if is_own:
            self._note("echo", 1)
        return not is_own
