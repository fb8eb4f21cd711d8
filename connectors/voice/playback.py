"""What a caller hears of the desk at this moment, reckoned in the sound that is heard from it."""

from __future__ import annotations

from connectors.voice.speech import RATE

_SECOND = RATE * 2
LATE = 7 * _SECOND // 10  # how long the desk's voice may be on its way to the caller and back
_EARLY = _SECOND // 10  # how far the line may be ahead of our reckoning
_KEPT = 20 * _SECOND


class Playback:
    """A tape of what was sent to a line, and the place on it that is being heard now.

    The line tells of it by the marks it reaches; in between, as much is played as is heard.
    """

    def __init__(self) -> None:
        self._tape, self._at = bytearray(), 0
        self._ends: dict[str, int] = {}

    def send(self, pcm: bytes, name: str) -> None:
        """Sound that is played after what was sent before; its end is marked by `name`."""
        self._tape.extend(bytes(max(0, self._at - len(self._tape))))
        self._tape.extend(pcm)
        self._ends[name] = len(self._tape)

    def passed(self, count: int) -> None:
        """So many bytes of sound were heard meanwhile."""
        self._at += count
        if self._at > 2 * _KEPT:
            self._forget(self._at - _KEPT)

    def reached(self, name: str) -> None:
        self._at = self._ends.pop(name, self._at)

    def flush(self) -> None:
        """What was not played will not be."""
        del self._tape[self._at + _EARLY :]
        self._ends.clear()

    def lately(self, count: int) -> bytes:
        """What `count` bytes that were just heard could be an echo of; empty: of nothing."""
        begin, end = self._at - LATE - count, self._at + _EARLY
        played = bytes(self._tape[max(0, begin) : max(0, end)])
        if not any(played):
            return b""
        return bytes(max(0, -begin)) + played + bytes(max(0, end - len(self._tape)))

    def _forget(self, count: int) -> None:
        del self._tape[:count]
        self._at -= count
        self._ends = {name: end - count for name, end in self._ends.items()}
