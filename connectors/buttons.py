"""The buttons a visitor may press, signed for their conversation so that nobody invents one."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import replace

from bot.conversation import Reply

_MARK = "~"
_LENGTH = 16


class Buttons:
    """Signs payloads on their way out, and knows them again on their way back."""

    def __init__(self, key: str) -> None:
        self._key = hashlib.sha256(b"buttons" + key.encode()).digest()

    def outgoing(self, conversation: str, reply: Reply) -> Reply:
        """The reply with every intent signed; links and plain words pass unchanged."""
        buttons = tuple(
            replace(button, payload=self._signed(conversation, button.payload))
            for button in reply.buttons
        )
        return replace(reply, buttons=buttons)

    def pressed(self, conversation: str, text: str) -> str | None:
        """The intent behind a payload of this conversation; None when it is only text."""
        payload, mark, signature = text.rpartition(_MARK)
        if not mark or not payload.startswith("/"):
            return None
        expected = self._signature(conversation, payload).encode()
        given = signature.encode("utf-8", "replace")
        return payload if hmac.compare_digest(given, expected) else None

    def _signed(self, conversation: str, payload: str) -> str:
        if not payload.startswith("/"):
            return payload
        return f"{payload}{_MARK}{self._signature(conversation, payload)}"

    def _signature(self, conversation: str, payload: str) -> str:
        content = f"{conversation}\0{payload}".encode("utf-8", "replace")
        digest = hmac.digest(self._key, content, "sha256")
        return base64.urlsafe_b64encode(digest).decode()[:_LENGTH]
