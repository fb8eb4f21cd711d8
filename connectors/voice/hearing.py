"""Opens the ears that the settings ask for."""

from __future__ import annotations

import json

from bot.settings import settings
from connectors.voice.choosing import NONE, VOSK, WHISPER, Choice, choices
from connectors.voice.ears import PooledEars
from connectors.voice.pool import Pool
from connectors.voice.processes import MEMORY, EngineHome
from connectors.voice.vosk_folder import ModelUnusable, model_folder
from connectors.voice.whisper_weights import WeightsUnusable, weights_folder

MEMORY_BY_BYTE = 3  # of memory for each byte of a Vosk model; twice what was measured


class NoEars(Exception):
    """A language has no recogniser; the message says what to do."""


async def open_ears(workers: int | None = None) -> PooledEars:
    """Every recogniser loaded, as many of each as the settings say; raises `NoEars`."""
    ears = PooledEars(_pools(choices(), workers or settings().voice_workers))
    await ears.open()
    return ears


def _pools(chosen: list[Choice], workers: int) -> dict[str, Pool]:
    for one in chosen:
        if one.engine == NONE:
            raise NoEars(f"{one.why}: {one.advice}")
    engines = {one.engine for one in chosen}
    pools = {engine: Pool(engine, _home(engine, chosen), workers) for engine in engines}
    by_language = {one.language: pools[one.engine] for one in chosen}
    unknown = pools.get(WHISPER) or by_language[settings().voice_language]
    return {**by_language, "": unknown}


def _home(engine: str, chosen: list[Choice]) -> EngineHome:
    try:
        return _vosk(chosen) if engine == VOSK else _whisper()
    except (ModelUnusable, WeightsUnusable) as error:
        raise NoEars(str(error)) from None


def _vosk(chosen: list[Choice]) -> EngineHome:
    by_house = sorted(chosen, key=lambda one: one.language != settings().voice_language)
    folders = {one.language: model_folder(one.model).resolve() for one in by_house if one.model}
    files = (path for folder in folders.values() for path in folder.rglob("*") if path.is_file())
    memory = MEMORY + MEMORY_BY_BYTE * sum(path.stat().st_size for path in files)
    models = json.dumps({language: str(folder) for language, folder in folders.items()})
    return EngineHome("connectors.voice.vosk_engine", models, memory)


def _whisper() -> EngineHome:
    return EngineHome("connectors.voice.whisper_engine", str(weights_folder().resolve()))
