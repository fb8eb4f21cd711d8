"""The mouth speaks with real voices, keeps what it may, and survives what it is given."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import pytest_asyncio
from typer.testing import CliRunner

from bot.settings import Settings
from connectors.voice.commands import app
from connectors.voice.fixed_texts import fixed_texts
from connectors.voice.kept_sounds import KeptSounds
from connectors.voice.levels import levelled
from connectors.voice.mouth import BETWEEN, Mouth
from connectors.voice.mouth_findings import voice_findings
from connectors.voice.piper import Piper, why_not
from connectors.voice.rendering import render
from connectors.voice.rendering_ahead import RenderingAhead
from connectors.voice.speech import RATE, VoiceFailed
from connectors.voice.voices import Voice, voice_for

REPLY = {
    "fr": "C’est noté. Un conseiller vous rappelle mardi 24 novembre à 15 h 30. Référence R-7K4M2P.",
    "en": "That’s booked. An adviser calls you back at 3.30 pm. Your reference is R-7K4M2P.",
}
LANGUAGES = ("fr", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audio"


@pytest_asyncio.fixture
async def mouth(folder: Path) -> AsyncIterator[Mouth]:
    made = Mouth(Voice, KeptSounds(folder))
    await made.start()
    yield made
    await made.close()


async def said(mouth: Mouth, text: str, language: str = "fr") -> list[bytes]:
    return [piece async for piece in mouth.speak(text, language)]


def heard(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32768


def alike(one: list[bytes], other: list[bytes]) -> bool:
    """As many sentences, about as long: Pico breathes now here, now there, as it likes."""
    lengths = zip(one, other, strict=True) if len(one) == len(other) else [(b"", bytes(RATE))]
    return all(abs(len(a) - len(b)) < max(len(a), len(b)) / 5 for a, b in lengths)


def files(folder: Path) -> set[Path]:
    return set(folder.glob("*/*.pcm"))


async def lose_process(mouth: Mouth, blow: int = signal.SIGKILL) -> None:
    process = mouth._process._process
    assert process is not None
    os.kill(process.pid, blow)
    if blow == signal.SIGKILL:
        await process.wait()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_reply_is_spoken_sentence_by_sentence(mouth: Mouth, language: str) -> None:
    pieces = await said(mouth, REPLY[language], language)
    assert len(pieces) == 3
    seconds = sum(map(len, pieces)) / 2 / RATE
    assert 6 < seconds < 25
    assert all(len(piece) % 2 == 0 and piece.endswith(BETWEEN) for piece in pieces)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_sentence_is_as_loud_as_the_others_and_none_clips(
    mouth: Mouth, language: str
) -> None:
    for piece in await said(mouth, REPLY[language], language):
        sound = heard(piece[: -len(BETWEEN)])
        assert 0.25 < np.abs(sound).max() < 0.9
        assert 0.05 < np.sqrt((sound**2).mean()) < 0.2
        assert np.abs(sound[: RATE // 10]).max() > 0.005, "it begins at once"


def test_levels_are_found_in_a_whisper_and_in_a_shout() -> None:
    tone = np.sin(np.arange(RATE) / 8)
    for volume in (0.02, 0.3, 0.999):
        made = heard(levelled((tone * volume * 32767).astype("<i2").tobytes()))
        assert 0.14 < np.sqrt((made**2).mean()) < 0.17
    assert levelled(bytes(3200)) == b""
    assert levelled(b"") == b""


@pytest.mark.parametrize("text", ["", " ", "😀", "***", "...", "\x00", "日本語", "-" * 500])
async def test_what_has_no_words_is_silence(mouth: Mouth, text: str) -> None:
    assert await said(mouth, text) in ([], [BETWEEN])


@pytest.mark.parametrize(
    "text", ["1" * 3000, "a" * 3000, "<speed level='9'>", "é" * 900, "!?" * 900, "\ud800 bonjour"],
    ids=["digits", "letters", "markup", "accents", "stops", "half a character"],
)
async def test_after_any_text_at_all_the_next_one_is_spoken(mouth: Mouth, text: str) -> None:
    with contextlib.suppress(VoiceFailed):
        await said(mouth, text)
    assert len(await said(mouth, "Et la suite.")) == 1


async def test_a_sentence_that_never_ends_is_given_up(folder: Path) -> None:
    """Pico does not come back from three hundred digits as they are written."""
    mouth = Mouth(Voice, KeptSounds(folder), lambda text, language: text)
    with pytest.raises(VoiceFailed):
        await said(mouth, "1" * 240 + " " + "1" * 240)
    assert len(await said(mouth, "Bonjour.")) == 1
    await mouth.close()


async def test_a_process_that_is_lost_is_replaced_unnoticed(mouth: Mouth) -> None:
    for number in range(3):
        await lose_process(mouth)
        assert len(await said(mouth, f"Phrase numéro {number}.")) == 1


async def test_a_process_that_stands_still_is_replaced(mouth: Mouth) -> None:
    await lose_process(mouth, signal.SIGSTOP)
    with pytest.raises(VoiceFailed):
        await said(mouth, "Une phrase.")
    assert len(await said(mouth, "Une autre phrase.")) == 1


async def test_an_interrupted_caller_does_not_get_anothers_sentence(folder: Path) -> None:
    mouth = Mouth(Voice, KeptSounds(folder, in_memory=0))
    whole = await said(mouth, REPLY["fr"])
    for _ in range(5):
        task = asyncio.create_task(said(mouth, "Une phrase que personne n’écoute."))
        await asyncio.sleep(0.005)
        task.cancel()
    assert alike(await said(mouth, REPLY["fr"]), whole)
    await mouth.close()


async def test_many_callers_each_hear_their_own_words(folder: Path) -> None:
    mouth = Mouth(Voice, KeptSounds(folder, in_memory=0))
    texts = ["Bonjour" + " à tous" * 2**number for number in range(6)]
    alone = [await said(mouth, text) for text in texts]
    together = await asyncio.gather(*(said(mouth, text) for text in texts))
    assert all(alike(one, other) for one, other in zip(alone, together, strict=True))
    assert not any(alike(one, other) for one, other in zip(alone, together[1:], strict=False))
    await mouth.close()


@pytest.mark.parametrize("language", [*LANGUAGES, "", "de"])
async def test_there_is_something_to_say_when_nothing_can_be_said(
    mouth: Mouth, language: str
) -> None:
    await mouth.close()
    assert np.abs(heard(mouth.fallback(language))).max() > 0.3


async def test_what_a_caller_brought_about_is_never_written_down(
    mouth: Mouth, folder: Path
) -> None:
    await said(mouth, "Nous vous rappelons au 06 12 34 56 78.")
    assert files(folder) == set()


async def test_fixed_texts_are_made_once(mouth: Mouth, folder: Path) -> None:
    texts = [("Bonjour. Quelle est votre question ?", "fr"), ("Hello!", "en")]
    assert await render(mouth, texts) == (2, 0)
    made = files(folder)
    assert len(made) == 3
    assert await render(mouth, [*texts, ("Au revoir.", "fr")]) == (1, 0)
    assert len(files(folder) - made) == 1


async def test_what_was_said_before_it_was_kept_stays_the_same_sound(
    mouth: Mouth, folder: Path
) -> None:
    before = await said(mouth, REPLY["fr"])
    assert await mouth.render(REPLY["fr"], "fr")
    another = Mouth(Voice, KeptSounds(folder))
    assert before == await said(another, REPLY["fr"])
    await another.close()


async def test_a_kept_sound_is_what_is_heard_even_without_a_voice(
    mouth: Mouth, folder: Path
) -> None:
    await render(mouth, [("Bonjour à tous.", "fr")])
    again = Mouth(Voice, KeptSounds(folder))
    assert await said(again, "Bonjour à tous.") == await said(mouth, "Bonjour à tous.")
    assert again._process._process is None


@pytest.mark.parametrize("damage", [b"", b"short", None])
async def test_a_damaged_sound_is_made_again(
    mouth: Mouth, folder: Path, damage: bytes | None
) -> None:
    await render(mouth, [("Bonjour à tous.", "fr")])
    (path,) = files(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[:-100] if damage is None else damage)
    fresh = Mouth(Voice, KeptSounds(folder))
    assert alike(await said(fresh, "Bonjour à tous."), [whole[32:] + BETWEEN])
    assert not path.exists()
    assert await render(fresh, [("Bonjour à tous.", "fr")]) == (1, 0)
    assert KeptSounds(folder).has("Bonjour à tous.", Voice("fr"))
    await fresh.close()


async def test_another_voice_never_speaks_with_a_kept_sound(folder: Path) -> None:
    sounds = KeptSounds(folder)
    sounds.keep("Bonjour.", Voice("fr"), b"12")
    assert sounds.kept("Bonjour.", Voice("fr")) == b"12"
    assert sounds.kept("Bonjour.", Voice("en")) is None
    assert sounds.kept("Bonjour.", Voice("fr", "piper", "a.onnx", "piper-1")) is None
    assert sounds.kept("Bonsoir.", Voice("fr")) is None


def test_of_two_processes_the_first_sound_stays_and_both_say_it(folder: Path) -> None:
    one, other, voice = KeptSounds(folder), KeptSounds(folder), Voice("fr")
    one.remember("Bonjour.", voice, b"one")
    other.keep("Bonjour.", voice, b"other")
    one.keep("Bonjour.", voice, b"one")
    assert one.remembered("Bonjour.", voice) == one.kept("Bonjour.", voice) == b"other"


def test_the_folder_stays_small_and_what_was_wanted_last_stays(folder: Path) -> None:
    sounds = KeptSounds(folder, on_disk=5_000)
    for number in range(10):
        sounds.keep(f"{number}", Voice("fr"), bytes(1000))
        os.utime(sounds._path(f"{number}", Voice("fr")), (number, number))
    assert sounds.has("0", Voice("fr"))
    sounds.prune()
    left = [number for number in range(10) if sounds.kept(f"{number}", Voice("fr"))]
    assert left == [0, 7, 8, 9]


def test_the_memory_stays_small(folder: Path) -> None:
    sounds = KeptSounds(folder, in_memory=3_000)
    for number in range(10):
        sounds.remember(f"{number}", Voice("fr"), bytes(1000))
    left = [number for number in range(10) if sounds.remembered(f"{number}", Voice("fr"))]
    assert left == [7, 8, 9]


def test_what_is_made_ahead_holds_nobodys_values() -> None:
    texts = fixed_texts()
    assert len(texts) == len(set(texts)) > 150
    assert {language for _, language in texts} == set(LANGUAGES)
    assert not any("{" in text for text, _ in texts)
    assert any("espace client" in text for text, _ in texts), "articles too"


async def test_making_ahead_can_be_stopped_in_the_middle(tmp_path: Path) -> None:
    ahead = RenderingAhead(Settings(data_dir=tmp_path))
    while ahead._process is None:
        await asyncio.sleep(0.01)
    await ahead.close()
    assert ahead._process.returncode is not None
    assert not ahead.is_ready


class Counted(RenderingAhead):
    """Only counts how often it would make sounds."""

    rounds = 0

    async def _render(self) -> None:
        self.rounds += 1


async def test_sounds_are_made_at_the_start_and_at_each_publication(tmp_path: Path) -> None:
    current = tmp_path / "knowledge" / "current"
    current.parent.mkdir()
    ahead = Counted(Settings(data_dir=tmp_path), glance=0.02)
    try:
        for publications in range(3):
            while ahead.rounds <= publications:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)  # several glances at what did not change
            assert ahead.rounds == publications + 1 and ahead.is_ready
            aside = current.with_name(f"next-{publications}")
            aside.write_text(f"version {publications}")
            aside.replace(current)
    finally:
        await ahead.close()


class SineVoice:
    """A voice at the rate of Piper's medium models: 440 Hz, a tenth of a second a letter."""

    RATE = 22_050

    @classmethod
    def load(cls, model: str, config_path: str) -> SineVoice:
        assert Path(model).is_file() and Path(config_path).is_file()
        return cls()

    def synthesize(self, text: str) -> Iterator[SimpleNamespace]:
        for sentence in text.split(". "):
            samples = np.sin(2 * np.pi * 440 * np.arange(len(sentence) * self.RATE // 10) / self.RATE)
            pcm = (samples * 20_000).astype("<i2").tobytes()
            yield SimpleNamespace(audio_int16_bytes=pcm, sample_rate=self.RATE)


def test_a_piper_voice_is_heard_at_the_rate_of_the_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"")
    model.with_name("voice.onnx.json").write_text("{}")
    monkeypatch.setitem(sys.modules, "piper", SimpleNamespace(PiperVoice=SineVoice))
    voice = Piper(str(model))
    sound = np.frombuffer(voice.pcm("abcde. fghij"), "<i2")
    assert len(sound) == pytest.approx(16_000, abs=200)
    assert int(np.abs(np.fft.rfft(sound)).argmax() * 16_000 / len(sound)) == pytest.approx(440, abs=2)
    assert voice.pcm("") == b""


def test_pico_speaks_where_no_other_voice_is_set() -> None:
    assert voice_for("en", Settings(piper_voice_en="")) == Voice("en")
    assert voice_for("de", Settings()).language == "fr"


def test_a_piper_voice_that_is_not_there_is_named(tmp_path: Path) -> None:
    model = tmp_path / "voice.onnx"
    assert why_not(str(model)) == f"no file {model}"
    model.write_bytes(b"")
    assert why_not(str(model)).startswith(f"no file {model}.json")
    chosen = voice_for("fr", Settings(piper_voice_fr=str(model)))
    assert chosen.engine == "pico"
    assert "voice.onnx.json" in chosen.problem


async def test_a_voice_that_cannot_be_loaded_gives_way_to_the_packaged_one(
    tmp_path: Path, folder: Path
) -> None:
    model = tmp_path / "voice.onnx"
    model.write_bytes(b"this is no voice")
    (tmp_path / "voice.onnx.json").write_text("{}")
    broken = Mouth(lambda one: Voice(one, "piper", str(model), "piper-1"), KeptSounds(folder))
    packaged = Mouth(Voice, KeptSounds(folder))
    assert alike(await said(broken, "Bonjour à tous."), await said(packaged, "Bonjour à tous."))
    await broken.close()
    await packaged.close()


def test_the_doctor_knows_the_voice_of_each_language() -> None:
    findings = list(voice_findings())
    assert [thing for thing, *_ in findings] == ["French voice", "English voice"]
    assert all(well or advice for _, _, well, advice in findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_can_be_said_into_a_file(tmp_path: Path, language: str) -> None:
    out = tmp_path / "said.wav"
    done = CliRunner().invoke(app, ["say", REPLY[language], "--language", language, "-o", str(out)])
    assert done.exit_code == 0
    with wave.open(str(out)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        assert file.getnframes() > 6 * RATE


def test_a_language_that_nobody_speaks_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["say", "Hallo", "--language", "de", "-o", str(tmp_path / "a")])
    assert done.exit_code == 1
    assert not (tmp_path / "a").exists()
