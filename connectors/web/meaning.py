"""What a frame of the widget says: the words shown, and the intent behind them when not typed."""

from __future__ import annotations

from connectors.buttons import Buttons
from connectors.web import callback_form
from connectors.web.frames import Form, Press, Say, Spoken


class NotUnderstood(Exception):
    """A frame cannot become a message; `reason` is a code that the door has a sentence for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def meaning(frame: Spoken, conversation: str, buttons: Buttons, language: str) -> tuple[str, str]:
    """The text and the payload of a frame; raises `NotUnderstood`."""
    if isinstance(frame, Say):
        return frame.text, ""
    if isinstance(frame, Press):
        return _pressed(frame, conversation, buttons)
    return _filled(frame, language)


def _pressed(frame: Press, conversation: str, buttons: Buttons) -> tuple[str, str]:
    payload = buttons.pressed(conversation, frame.payload)
    if payload is None:
        raise NotUnderstood("stale_button")
    return frame.title, payload


def _filled(frame: Form, language: str) -> tuple[str, str]:
    try:
        form = callback_form.read(frame.values)
    except callback_form.FormRefused as refused:
        raise NotUnderstood(refused.field) from None
    return form.in_words(language), form.payload
