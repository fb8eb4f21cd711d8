"""A text, spoken into a WAV file: for `guichet voice say`, and for whoever wants to listen."""

from __future__ import annotations

import asyncio
import io
import threading
import time
import wave
from pathlib import Path
from typing import BinaryIO

import typer

from bot.settings import settings
from connectors.voice.kept_sounds import KeptSounds, folder
from connectors.voice.mouth import Mouth
from connectors.voice.speakable import speakable
from connectors.voice.speech import RATE, VoiceFailed
from connectors.voice.voices import LANGUAGES, Voice, voice_for

_ONE = threading.Lock()  # a process that speaks is large: one at a time for those who listen


def wav_of(text: str, language: str) -> bytes:
    """A text as a WAV file. Blocks, and must be called outside any loop; raises `VoiceFailed`."""
    with _ONE:
        pcm = asyncio.run(_sound(text, language))
    file = io.BytesIO()
    write_wav(file, pcm)
    return file.getvalue()


async def _sound(text: str, language: str) -> bytes:
    mouth = Mouth(_voice, KeptSounds(folder(settings())))
    try:
        return b"".join([piece async for piece in mouth.speak(text, language)])
    finally:
        await mouth.close()


def say_to_file(text: str, language: str, out: Path, raw: bool) -> int:
    """Write the file and say what it holds; 0, or 1 when nothing could be spoken."""
    if language not in LANGUAGES:
        typer.echo(f"language: {' or '.join(LANGUAGES)}", err=True)
        return 1
    try:
        pieces, first = asyncio.run(_pieces(text, language, raw))
        write_wav(out, b"".join(pieces))
    except (VoiceFailed, OSError) as error:
        typer.echo(f"{type(error).__name__}: {error}", err=True)
        return 1
    voice = voice_for(language, settings())
    typer.echo(text if raw else speakable(text, language))
    typer.echo(
        f"{out}: {sum(map(len, pieces)) / 2 / RATE:.1f} s, {voice.engine}, "
        f"first sentence after {first * 1000:.0f} ms"
    )
    if voice.problem:
        typer.echo(f"the Piper voice cannot speak: {voice.problem}", err=True)
    return 0 if pieces else 1


async def _pieces(text: str, language: str, raw: bool) -> tuple[list[bytes], float]:
    spoken = _as_written if raw else speakable
    mouth = Mouth(_voice, KeptSounds(folder(settings())), spoken)
    await mouth.start()
    try:
        pieces, first, started = [], 0.0, time.monotonic()
        async for piece in mouth.speak(text, language):
            first = first or time.monotonic() - started
            pieces.append(piece)
        return pieces, first
    finally:
        await mouth.close()


def write_wav(where: Path | BinaryIO, pcm: bytes) -> None:
    """The house's sound (16 kHz, mono, 16 bits) as a WAV file."""
    with wave.open(str(where) if isinstance(where, Path) else where, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)


def _voice(language: str) -> Voice:
    return voice_for(language, settings())


def _as_written(text: str, language: str) -> str:
    return text
