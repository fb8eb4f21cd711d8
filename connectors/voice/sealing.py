"""Signs what a key of the telephone stands for, as the gateway signs the buttons it shows."""

from __future__ import annotations

from collections.abc import Callable

from bot.conversation import Button, Reply
from bot.settings import Settings
from connectors.buttons import Buttons


def sealing(chosen: Settings) -> Callable[[str, str], str]:
    """Signs an intent for a conversation, as the gateway signs its buttons."""
    buttons = Buttons(chosen.signing_key())

    def sealed(conversation: str, payload: str) -> str:
        button = Button("", payload)
        return buttons.outgoing(conversation, Reply(buttons=(button,))).buttons[0].payload

    return sealed
