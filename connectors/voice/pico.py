"""The packaged Pico voices: small, quick, and always there.

They are C code that holds Python's lock, reads `<` as markup, and never ends on a few texts:
they run in a process of their own, on texts without markup.
"""

from __future__ import annotations

import re
from typing import Any

VOICES = {"fr": "fr-FR", "en": "en-GB"}
SPEED = {"fr": 0.9, "en": 0.9}  # a telephone takes away the consonants' edges: a little slower
VOLUME = 0.5  # the loudest voices clip at 1; the level is set afterwards
# Its French says the parts of « soixante-dix-huit » right only when they stand apart.
NUMBERS = re.compile(r"\b(vingts?|trente|quarante|cinquante|soixante|quatre|dix|cent)-(?=\w)")
UNSPEAKABLE = re.compile(r"[<>\\&\x00-\x1f\x7f\ud800-\udfff]+")


class Pico:
    """One language's voice. Blocks, but not for long: a second of sound takes 10 ms."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._voices: Any = _voices()

    def pcm(self, text: str) -> bytes:
        """The sound of a sentence, as `s16le` at 16 kHz."""
        said: bytes = self._voices.speak(
            NUMBERS.sub(r"\1 ", UNSPEAKABLE.sub(" ", text)),
            voice=VOICES[self._language],
            speed=SPEED[self._language],
            volume=VOLUME,
        )
        return said


def _voices() -> Any:
    from py_nanotts import NanoTTS

    return NanoTTS()
