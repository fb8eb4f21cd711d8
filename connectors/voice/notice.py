"""Who speaks, and what is kept: said when a call opens, and owed to callers who cut it short."""

from __future__ import annotations

from connectors.voice.phrases import phrase
from connectors.voice.speaking import Said

_REMEMBERED = 10_000  # conversations
_TRIES = 2  # a caller who does not want to hear it is not told for ever


class Notice:
    """What a call still owes of it."""

    def __init__(self) -> None:
        self._opening: Said | None = None
        self._tries = 0

    def open_with(self, said: Said) -> Said:
        """A sentence that holds the notice, and is about to be said."""
        self._opening, self._tries = said, _TRIES
        return said

    def owed(self, language: str) -> list[Said]:
        """What must come before an answer."""
        if not self._tries:
            return []
        self._tries -= 1
        self._opening = phrase("notice", language)
        return [self._opening]

    def heard(self, said: Said) -> None:
        if said == self._opening:
            self._tries = 0


class Told:
    """Conversations that were told it aloud: the same visitor may open the microphone often."""

    def __init__(self) -> None:
        self._known: dict[str, None] = {}

    def first_time(self, conversation: str) -> bool:
        if conversation in self._known:
            return False
        self._known[conversation] = None
        if len(self._known) > _REMEMBERED:
            del self._known[next(iter(self._known))]
        return True
