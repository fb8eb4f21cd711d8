"""The visitor's pass: it names one conversation, and only we can write it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

THIRTY = 30
_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Pass:
    conversation: str
    token: str


class Passes:
    """Issues and reads the passes of one door (`web`, `socketio`); no door reads another's.

    A pass is good for `days`: never longer than what it opens is kept.
    """

    def __init__(self, key: str, door: str, days: int = THIRTY) -> None:
        self._door, self._seconds = door, min(days, THIRTY) * _A_DAY
        self._signer = URLSafeTimedSerializer(
            key, salt=f"pass-{door}", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def new(self) -> Pass:
        """A pass to a new conversation, whose id nobody can guess."""
        return self.to(f"{self._door}-{secrets.token_urlsafe(18)}")

    def to(self, conversation: str) -> Pass:
        """A pass to a conversation that someone has proved to be theirs."""
        return Pass(conversation, str(self._signer.dumps(conversation)))

    def read(self, token: object) -> Pass | None:
        """The pass behind a token; None when it is forged, foreign or too old."""
        if not isinstance(token, str) or len(token) > 500:
            return None
        try:
            conversation = self._signer.loads(token, max_age=self._seconds)
        except BadData:
            return None
        return Pass(str(conversation), token)

    def renewed(self, token: object) -> Pass:
        """The pass that was shown when it is ours, or else a new one."""
        return self.read(token) or self.new()
