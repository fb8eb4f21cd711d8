"""Writes down what is said in sound files, and how far that is from what was really said."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.settings import settings
from connectors.voice.ears import PooledEars
from connectors.voice.hearing import NoEars, open_ears
from connectors.voice.sound_files import Unreadable, read_sound
from connectors.voice.speech import RATE, EarsFailed, Transcript
from connectors.voice.spoken_parts import spoken_parts
from connectors.voice.word_errors import word_error_rate

_PIECE = RATE * 2  # bytes fed at a time


@dataclass(frozen=True)
class Written:
    """What was heard in a file; `problem` says why nothing was."""

    file: str
    text: str = ""
    language: str = ""
    seconds: float = 0.0
    confidence: float | None = None
    word_error_rate: float | None = None
    problem: str = ""


def transcribe_files(files: list[Path], language: str, as_json: bool) -> int:
    """Print what is said in each file; 0 when all could be read."""
    if language not in ("", "fr", "en"):
        raise SystemExit("--language is fr or en")
    try:
        found = asyncio.run(_transcribed(files, language))
    except (NoEars, EarsFailed) as error:
        raise SystemExit(str(error)) from None
    if as_json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
    else:
        _show(found)
    return 1 if any(one.problem for one in found) else 0


async def _transcribed(files: list[Path], language: str) -> list[Written]:
    console = Console(stderr=True)
    with console.status("Loading the recognisers"):
        ears = await open_ears(workers=1)
    try:
        shown = track(files, "Listening", console=console, transient=True)
        return [await _written(ears, path, language) for path in shown]
    finally:
        await ears.close()


async def _written(ears: PooledEars, path: Path, language: str) -> Written:
    try:
        pcm = read_sound(path)
        text, heard = await heard_in(ears, pcm, language)
    except Unreadable as error:
        return Written(path.name, problem=str(error))
    except EarsFailed as error:
        return Written(path.name, problem=f"the recogniser was lost: {error}")
    spoken = next((one.language for one in heard if one.language), language)
    return Written(
        path.name,
        text,
        spoken,
        round(len(pcm) / 2 / RATE, 2),
        min((one.confidence for one in heard if one.confidence is not None), default=None),
        _errors(path, text, spoken or settings().voice_language),
    )


async def heard_in(ears: PooledEars, pcm: bytes, language: str) -> tuple[str, list[Transcript]]:
    """What is said in 16 kHz mono s16le sound, and what was heard of each part of it."""
    heard = [await _heard(ears, part, language) for part in spoken_parts(pcm)]
    return " ".join(one.text for one in heard if one.text), heard


async def _heard(ears: PooledEars, pcm: bytes, language: str) -> Transcript:
    utterance = ears.utterance(language)
    for start in range(0, len(pcm), _PIECE):
        utterance.feed(pcm[start : start + _PIECE])
    return await utterance.finish()


def _errors(path: Path, text: str, language: str) -> float | None:
    """The word error rate, where what was said lies beside the file."""
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        return None
    said = beside.read_text("utf-8", "replace")
    return word_error_rate(said, text, language)


def _show(found: list[Written]) -> None:
    table = Table("file", "s", "", "text", "WER")
    for one in found:
        rate = "" if one.word_error_rate is None else f"{one.word_error_rate:.1%}"
        text = f"[red]{one.problem}[/red]" if one.problem else one.text
        table.add_row(one.file, f"{one.seconds:.1f}", one.language, text, rate)
    Console().print(table)
