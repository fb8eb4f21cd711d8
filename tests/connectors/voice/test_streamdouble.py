"""A media-streams simulator that is not ours calls the desk, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import pytest

from connectors.voice.dialects import SIGNALWIRE
from connectors.voice.sound import level, resampled
from connectors.voice.transport import CallTransport, Ended, Key, Mark, Sound
from tests.conftest import missing_service
from tests.connectors.voice.conftest import Opened, Recorder
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until
from tests.connectors.voice.test_twilio_line import OPEN, carrier, token_of

SCENARIO = """
name: the caller interrupts and presses a key
steps:
  - wait_for: audio
  - wait: 0.5
  - say: hello.wav
  - expect: clear
  - dtmf: "5"
  - wait: 0.5
"""


def command() -> list[str]:
    """It needs a newer Python than ours, so `uv` runs it apart; skips where it cannot be."""
    beside = Path(sys.prefix).parent / ".uv" / "bin" / "uv"
    uv = shutil.which("uv") or (str(beside) if beside.exists() else "")
    if not uv:
        missing_service("uv, which runs streamdouble,")
    run = [uv, "tool", "run", "--python", "3.11", "streamdouble==0.3.0"]
    try:
        tried = subprocess.run([*run, "--version"], capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        tried = None
    if tried is None or tried.returncode:
        missing_service("streamdouble, or a Python for it,")
    return run


async def test_streamdouble_finds_nothing_to_complain_of(opened: Opened, tmp_path: Path) -> None:
    """It speaks Twilio's words and signs nothing: that is how SignalWire comes."""
    run, recorder = command(), Recorder()
    write_wav(tmp_path / "hello.wav", tone(0.5))
    (tmp_path / "scenario.yaml").write_text(SCENARIO)

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(20))
        await transport.mark("interrupted")
        async for event in transport.events():
            recorder.events.append(event)
            if isinstance(event, Sound) and level(event.pcm) > 0.1 and not flushed:
                flushed.append(True)
                await transport.flush()
                await transport.send_audio(tone(0.2))
                await transport.mark("yielded")

    flushed: list[bool] = []
    async with opened(take, web=True, **OPEN) as house:
        token = await token_of(carrier(house, SIGNALWIRE), "CA1")
        report = await calls(
            [*run, "scenario", str(tmp_path / "scenario.yaml"), "--param", f"token={token}",
             "--json", house.url.replace("http", "ws") + "/voice/signalwire"],
        )  # fmt: skip
        await until(lambda: recorder.events and isinstance(recorder.events[-1], Ended))
    assert (report["violations"], report["exit_code"]) == ([], 0), report
    assert Mark("interrupted", played=False) in recorder.events
    assert Mark("yielded") in recorder.events and Key("5") in recorder.events
    assert loud_seconds(sound(recorder.events)) == pytest.approx(0.5, abs=0.05)
    assert not house.counted


async def calls(run: list[str]) -> dict[str, object]:
    process = await asyncio.create_subprocess_exec(
        *run, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert out, err.decode()
    return dict(json.loads(out))


def write_wav(path: Path, pcm: bytes) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(resampled(pcm, 16_000, 8_000))
