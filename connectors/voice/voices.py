"""Which voice speaks each language: the user's Piper voice where it can, else Pico."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from connectors.voice.piper import why_not

LANGUAGES = ("fr", "en")
PATIENCE = {"pico": 3.0, "piper": 10.0}


@dataclass(frozen=True)
class Voice:
    """A voice by its names; `version` changes whenever it would sound otherwise.

    `problem` says why the configured voice is not the one that speaks.
    """

    language: str
    engine: str = "pico"
    model: str = ""
    version: str = "pico-1"
    problem: str = ""

    @property
    def patience(self) -> float:
        """Seconds that a sentence may take."""
        return PATIENCE[self.engine]


def voice_for(language: str, chosen: Settings) -> Voice:
    """The voice of a language, as the settings and the machine allow."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    model: str = getattr(chosen, f"piper_voice_{language}")
    problem = why_not(model) if model else ""
    if not model or problem:
        return Voice(language, problem=problem)
    return Voice(language, "piper", model, _version(model))


def _version(model: str) -> str:
    stat = Path(model).stat()
    return f"piper-1-{stat.st_size}-{stat.st_mtime_ns}"
