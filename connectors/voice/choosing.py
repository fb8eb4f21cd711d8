"""Which recogniser serves each language, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.settings import settings

LANGUAGES = ("fr", "en")
VOSK, WHISPER, NONE = "vosk", "whisper", "none"


@dataclass(frozen=True)
class Choice:
    """The engine of a language; `model` is Vosk's folder or zip, `advice` what would be better.

    It is well when nothing that was asked for is missing.
    """

    language: str
    engine: str
    why: str
    model: Path | None = None
    advice: str = ""
    well: bool = True


def choices() -> list[Choice]:
    """One choice for each language."""
    return [choice(language) for language in LANGUAGES]


def choice(language: str) -> Choice:
    """As `GUICHET_RECOGNISER` and the models that are there decide."""
    wish = settings().recogniser
    if wish == WHISPER:
        return Choice(language, WHISPER, "GUICHET_RECOGNISER=whisper")
    named = str(getattr(settings(), f"vosk_model_{language}"))
    found = _named(named) if named else _fetched(language)
    if found is not None:
        return Choice(language, VOSK, f"the model {found.name} is there", found)
    return _without_model(language, wish, named)


def model_of(language: str) -> Path:
    """Where `guichet voice models` puts a language's model."""
    return settings().data_dir / "models" / "vosk" / language


def findings() -> Iterator[tuple[str, str, bool, str]]:
    """For the doctor: thing, state, whether it is well, advice."""
    for one in choices():
        yield f"ears ({one.language})", f"{one.engine}: {one.why}", one.well, one.advice


def _without_model(language: str, wish: str, named: str) -> Choice:
    setting = f"GUICHET_VOSK_MODEL_{language.upper()}"
    why = f"{setting} names nothing that is there" if named else "there is no Vosk model"
    advice = f"run `guichet voice models --language {language}`, or set {setting}"
    engine = NONE if wish == VOSK else WHISPER
    return Choice(language, engine, why, advice=advice, well=engine != NONE and not named)


def _named(name: str) -> Path | None:
    path = Path(name).expanduser()
    return path if path.exists() else None


def _fetched(language: str) -> Path | None:
    """The newest model that was fetched for a language; a large one before a small one."""
    place = model_of(language)
    found = [path for path in place.glob("vosk-model-*") if path.is_dir()]
    return min(found, key=lambda path: ("small" in path.name, path.name), default=None)
