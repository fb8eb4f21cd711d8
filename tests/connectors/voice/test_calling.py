"""`guichet voice call` against open lines, and against nobody."""

from __future__ import annotations

import asyncio
import json
import wave
from pathlib import Path

import pytest

from bot.settings import settings
from connectors.voice.calling import call_with_file
from connectors.voice.transport import CallTransport, Mark, Sound
from tests.conftest import free_port
from tests.connectors.voice.conftest import Opened
from tests.connectors.voice.recorded import loud_seconds, tone


def write_wav(path: Path, pcm: bytes, rate: int = 16_000, channels: int = 1) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


def heard(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
        return file.readframes(file.getnframes())


async def greets_and_answers(transport: CallTransport) -> None:
    """Speaks, hears the caller out, answers, and sends the caller on."""
    await transport.send_audio(tone(0.3))
    is_loud = False
    async for event in transport.events():
        if isinstance(event, Sound):
            was_loud, is_loud = is_loud, loud_seconds(event.pcm) > 0.015
            if was_loud and not is_loud:
                await transport.send_audio(tone(0.5))
                await transport.mark("answered")
        if event == Mark("answered"):
            await transport.transfer("agent-7")


@pytest.mark.parametrize(("rate", "channels"), [(16_000, 1), (44_100, 2)])
async def test_a_file_is_said_and_the_answer_kept(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str], rate: int, channels: int,
) -> None:  # fmt: skip
    said = write_wav(tmp_path / "said.wav", tone(0.5), rate, channels)
    out = tmp_path / "heard.wav"
    async with opened(greets_and_answers) as house:
        monkeypatch.setenv("GUICHET_FASTAGI_PORT", str(house.asterisk.fastagi_port))
        settings.cache_clear()
        address = f"127.0.0.1:{house.asterisk.audiosocket_port}"
        code = await asyncio.to_thread(call_with_file, said, out, address, True)
    settings.cache_clear()
    report = json.loads(capsys.readouterr().out)
    assert (code, report["ended_by"], report["next"]) == (0, "desk", "agent-7")
    assert report["said"] == pytest.approx(0.5 * 16_000 / rate / channels, abs=0.02)
    assert report["spoken"] == pytest.approx(0.8, abs=0.1)
    assert loud_seconds(heard(out)) > 0.8


@pytest.mark.parametrize(
    ("content", "address", "message"),
    [
        (None, "", "No such file"),
        (b"not a wav", "", "No call"),
        (b"wav", "127.0.0.1:{free}", "nothing listens"),
        (b"wav", "127.0.0.1:x", "not host:port"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    content: bytes | None, address: str, message: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("GUICHET_FASTAGI_PORT", str(free_port()))
    settings.cache_clear()
    file = tmp_path / "said.wav"
    if content == b"wav":
        write_wav(file, tone(0.1))
    elif content:
        file.write_bytes(content)
    assert (
        call_with_file(file, tmp_path / "heard.wav", address.format(free=free_port()), False) == 1
    )
    settings.cache_clear()
    assert message in capsys.readouterr().err
