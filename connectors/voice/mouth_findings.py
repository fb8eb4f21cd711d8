"""What `guichet doctor` says of the voices: which one speaks each language, and why."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings import settings
from connectors.voice.voices import voice_for

NAMES = {"fr": "French voice", "en": "English voice"}


def voice_findings() -> Iterator[tuple[str, str, bool, str]]:
    """Thing, state, whether it is well, and what to do."""
    for language, thing in NAMES.items():
        voice = voice_for(language, settings())
        if voice.problem:
            advice = f"check GUICHET_PIPER_VOICE_{language.upper()}"
            yield thing, f"Pico, for want of Piper: {voice.problem}", False, advice
        elif voice.engine == "piper":
            yield thing, f"Piper, {voice.model}", True, ""
        else:
            yield thing, *_pico()


def _pico() -> tuple[str, bool, str]:
    from importlib.util import find_spec

    if find_spec("py_nanotts") is None:
        return "missing", False, "run `make run`"
    return "Pico (packaged); a Piper voice may be set in its place", True, ""
