"""`guichet voice call`: play a recording to a running desk, and keep what it said."""

from __future__ import annotations

import asyncio
import json
import sys
import wave
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

from bot.settings import Settings, settings
from connectors.voice.sound import resampled
from connectors.voice.speech import RATE
from connectors.voice.telephone import Address, NoAnswer, Telephone

_GREETING, _GREETING_PAUSE = 30.0, 1.0  # a caller lets the desk finish before speaking
_ANSWER, _ANSWER_PAUSE = 60.0, 3.0


@dataclass(frozen=True)
class Report:
    """A call, in seconds; `next` is where the desk sent the caller on to, empty: nowhere."""

    said: float
    heard: float
    spoken: float
    ended_by: str
    next: str
    out: str


def call_with_file(file: Path, out: Path, address: str, as_json: bool) -> int:
    """Call, say the file once the greeting is over, hear the answer; an exit code."""
    try:
        report = asyncio.run(_called(_recording(file), out, _address(address, settings())))
    except (NoAnswer, OSError, EOFError, wave.Error, ValueError) as trouble:
        print(f"No call: {trouble}", file=sys.stderr)
        return 1
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        _show(report)
    return 0


async def _called(said: bytes, out: Path, address: Address) -> Report:
    telephone = Telephone(address)
    await telephone.dial()
    try:
        await telephone.hear_out(_GREETING_PAUSE, _GREETING)
        await telephone.say(said)
        await telephone.hear_out(_ANSWER_PAUSE, _ANSWER)
    finally:
        next = await telephone.hang_up()
        _save(out, bytes(telephone.heard))
    return Report(
        said=_seconds(said),
        heard=_seconds(telephone.heard),
        spoken=round(telephone.spoken / 2 / RATE, 2),
        ended_by="caller" if next is None else "desk",
        next=next or "",
        out=str(out),
    )


def _seconds(pcm: bytes | bytearray) -> float:
    return round(len(pcm) / 2 / RATE, 2)


def _address(text: str, chosen: Settings) -> Address:
    """`host:port` of an AudioSocket; what is missing is as this desk's settings have it."""
    host, _, port = text.rpartition(":") if ":" in text else (text, "", "")
    if port and not port.isdecimal():
        raise ValueError(f"{text} is not host:port")
    ours = "127.0.0.1" if chosen.voice_host in ("0.0.0.0", "::") else chosen.voice_host
    return Address(host or ours, int(port or chosen.audiosocket_port), chosen.fastagi_port)


def _recording(file: Path) -> bytes:
    """A WAV file of 16 bits, any rate and channels, as `s16le` at 16 kHz."""
    with wave.open(str(file), "rb") as sound:
        if sound.getsampwidth() != 2:
            raise ValueError(f"{file} is not a WAV file of 16 bits")
        rate, channels = sound.getframerate(), sound.getnchannels()
        pcm = np.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    mixed = pcm.reshape(-1, channels).mean(axis=1).astype("<i2")
    return resampled(bytes(mixed.tobytes()), rate, RATE)


def _save(out: Path, pcm: bytes) -> None:
    with wave.open(str(out), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)


def _show(report: Report) -> None:
    console = Console(highlight=False)
    console.print(
        f"Said {report.said} s; heard {report.heard} s, of which {report.spoken} s of speech; "
        f"the {report.ended_by} hung up."
    )
    if report.next:
        console.print(f"The desk sent the caller on to {report.next}.")
    console.print(f"What was heard: {report.out}")
