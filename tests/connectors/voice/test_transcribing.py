"""`guichet voice transcribe`: files of any kind into text, with errors counted."""

from __future__ import annotations

import io
import json
import wave
from pathlib import Path

import av
import numpy as np
import pytest
import soxr

from connectors.voice.sound_files import Unreadable, read_sound
from connectors.voice.spoken_parts import spoken_parts
from connectors.voice.transcribing import transcribe_files
from connectors.voice.word_errors import spelt_alike, word_error_rate
from tests.connectors.voice.ears_life import spoken

SECOND = 32_000  # bytes
SAID = "I want to cancel my subscription"


def write_wave(path: Path, pcm: bytes, rate: int = 16_000, channels: int = 1, width: int = 2) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


def stereo_at(rate: int, pcm: bytes) -> bytes:
    samples = soxr.resample(np.frombuffer(pcm, "<i2").astype(np.float32), 16_000, rate)
    return np.repeat(samples.astype("<i2"), 2).tobytes()


@pytest.mark.parametrize("kind", ["mp3", "ogg", "flac"])
def test_compressed_sound_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"said.{kind}"
    codec, size = {"mp3": ("mp3", 576), "ogg": ("libopus", 320), "flac": ("flac", 576)}[kind]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=16_000, layout="mono")
        samples = np.frombuffer(spoken(SAID, "en"), "<i2")
        for at in range(0, len(samples) - size, size):
            frame = av.AudioFrame.from_ndarray(samples[None, at : at + size], format="s16", layout="mono")
            frame.rate, frame.pts = 16_000, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert len(read_sound(path)) == pytest.approx(len(spoken(SAID, "en")), rel=0.1)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_any_rate_and_two_channels_become_the_house_sound(tmp_path: Path, rate: int) -> None:
    path = write_wave(tmp_path / "said.wav", stereo_at(rate, spoken(SAID, "en")), rate, channels=2)
    assert len(read_sound(path)) == pytest.approx(len(spoken(SAID, "en")), rel=0.01)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\0" * 5000, b"no sound " * 999], ids=["empty", "head", "zeros", "text"])
def test_garbage_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "said.wav"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=r"\w"):
        read_sound(path)


def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(spoken(SAID, "en"))
    path = tmp_path / "said.wav"
    path.write_bytes(whole.getvalue()[:20_001])
    assert 18_000 < len(read_sound(path)) <= 20_000


def test_long_sound_is_cut_at_its_silences() -> None:
    pcm = (spoken(SAID, "en") + b"\0" * 64_000) * 3
    parts = spoken_parts(pcm)
    assert len(parts) == 3
    assert sum(map(len, parts)) < len(pcm) - 64_000
    assert spoken_parts(b"\0" * 320_000) == []
    assert spoken_parts(b"") == []


def test_sound_without_a_silence_is_cut_where_it_is_quietest_and_none_is_lost() -> None:
    vowel = np.sin(2 * np.pi * 150 * np.arange(130 * 16_000) / 16_000)
    vowel += 0.5 * np.sin(2 * np.pi * 600 * np.arange(130 * 16_000) / 16_000)
    hushed = [20.0, 33.0, 55.0, 70.0, 88.0, 111.0]
    for second in hushed:
        vowel[int(second * 16_000) - 1600 : int(second * 16_000) + 1600] *= 0.2
    pcm = (vowel * 8000).astype("<i2").tobytes()
    parts = spoken_parts(pcm)
    assert b"".join(parts) == pcm
    assert max(map(len, parts)) <= 25 * SECOND
    ends = np.cumsum([len(part) / SECOND for part in parts])[:-1]
    assert all(min(abs(end - second) for second in hushed) < 0.15 for end in ends)


def test_utterances_with_short_silences_are_cut_in_one_of_them() -> None:
    one = spoken(SAID, "en")
    pcm = (one + bytes(SECOND // 4)) * 15
    parts = spoken_parts(pcm)
    assert len(parts) > 1 and max(map(len, parts)) <= 25 * SECOND
    assert sum(map(len, parts)) <= len(pcm)
    edges = [np.frombuffer(part[: SECOND // 20], "<i2") for part in parts[1:]]
    assert all(np.abs(edge.astype(int)).max() < 1000 for edge in edges)


@pytest.mark.parametrize(
    ("said", "heard", "language", "rate"),
    [
        ("mon numéro est le 06 12 34", "Mon numéro est le 06, 1, 2, 3, 4.", "fr", 0.0),
        ("C’est le zéro six douze", "c'est le 06 12", "fr", 0.0),
        ("quatre-vingt-quinze euros", "95 euros", "fr", 0.0),
        ("le numéro un", "Le numéro 1 !", "fr", 0.0),
        ("oh four eight two nine one", "048291", "en", 0.0),
        ("twenty-one", "21", "en", 0.0),
        ("rendez-vous à quinze heures", "Rendez vous à 15h.", "fr", 0.0),
        ("à 15 heures", "À 15h.", "fr", 0.0),
        ("at 3 pm", "At 3 p.m.", "en", 0.0),
        ("un deux trois quatre", "un deux", "fr", 0.5),
        ("zéro six douze", "zéro six treize", "fr", 0.25),
        ("oui", "", "fr", 1.0),
        ("", "oui", "fr", None),
    ],
)
def test_only_what_can_be_heard_is_an_error(
    said: str, heard: str, language: str, rate: float | None
) -> None:
    assert word_error_rate(said, heard, language) == rate
    assert spelt_alike(spelt_alike(said, language), language) == spelt_alike(said, language)


def test_files_are_written_down_with_their_errors_and_their_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = write_wave(tmp_path / "good.wav", stereo_at(44_100, spoken(SAID, "en")), 44_100, channels=2)
    good.with_suffix(".txt").write_text(SAID)
    silent = write_wave(tmp_path / "silent.wav", b"\0" * 64_000)
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"garbage")
    assert transcribe_files([good, silent, bad], "", as_json=True) == 1
    first, second, third = json.loads(capsys.readouterr().out)
    assert first["language"] == "en" and first["word_error_rate"] == 0.0
    assert second["text"] == "" and second["problem"] == ""
    assert "no sound file" in third["problem"]
