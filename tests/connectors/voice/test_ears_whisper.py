"""Whisper, for languages without a Vosk model: what is said, and nothing when nothing is said."""

from __future__ import annotations

from collections.abc import Iterator

import jiwer
import numpy as np
import pytest

from connectors.voice.ears import PooledEars
from connectors.voice.pool import Pool
from connectors.voice.processes import EngineHome
from connectors.voice.speech import EarsFailed, Expected, Transcript
from connectors.voice.whisper_doubts import Decoded, is_phantom, turns_in_circles, without_doubts
from connectors.voice.whisper_engine import WhisperEngine, load
from connectors.voice.whisper_weights import weights_folder
from connectors.voice.word_errors import spelt_alike
from tests.connectors.voice.ears_life import by_telephone, spoken

SAID = {
    "fr": [
        "je voudrais être rappelé demain matin",
        "je n'ai plus de connexion internet depuis ce matin",
        "ma facture est plus élevée que d'habitude",
        "quels sont vos horaires d'ouverture",
        "je veux parler à un conseiller",
        "je voudrais un devis pour une offre mobile",
        "tout à fait c'est bien ça",
        "non merci",
    ],
    "en": [
        "I would like to be called back tomorrow morning",
        "I have had no internet connection since this morning",
        "my bill is higher than usual",
        "I want to cancel my subscription",
        "what are your opening hours",
        "I want to speak to an adviser",
        "I would like a quote for a mobile plan",
        "no thank you",
    ],
}
# Word error rates that must not be passed, with synthesised voices.
AT_16_KHZ = {"fr": 0.12, "en": 0.12}
BY_TELEPHONE = {"fr": 0.30, "en": 0.15}


@pytest.fixture(scope="module")
def engine() -> Iterator[WhisperEngine]:
    yield load(str(weights_folder()))


def hear(engine: WhisperEngine, pcm: bytes, language: str = "fr", expected: Expected = Expected.ANYTHING) -> Transcript:
    recogniser = engine.recogniser(language, expected)
    for at in range(0, len(pcm), 6400):
        recogniser.feed(pcm[at : at + 6400])
    return recogniser.finish()


def as_pcm(samples: np.ndarray) -> bytes:
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def errors(engine: WhisperEngine, language: str, change=lambda pcm: pcm) -> float:
    heard = [hear(engine, change(spoken(text, language)), language).text for text in SAID[language]]
    return float(jiwer.wer([spelt_alike(one, language) for one in SAID[language]], [spelt_alike(one, language) or "-" for one in heard]))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_speech_is_written_down(engine: WhisperEngine, language: str) -> None:
    assert errors(engine, language) <= AT_16_KHZ[language]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_telephone_sound_is_written_down(engine: WhisperEngine, language: str) -> None:
    assert errors(engine, language, by_telephone) <= BY_TELEPHONE[language]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_is_recognised_when_it_is_not_known(engine: WhisperEngine, language: str) -> None:
    for text in SAID[language][:3]:
        assert hear(engine, spoken(text, language), "").language == language


def test_a_number_is_written_in_digits(engine: WhisperEngine) -> None:
    pcm = spoken("my number is 0 6 1 2 3 4 5 6 7 8", "en")
    digits = [one for one in hear(engine, pcm, "en", Expected.DIGITS).text if one.isdigit()]
    assert "".join(digits) == "0612345678"


NOISES = np.random.default_rng(7)
TIME = np.arange(48_000) / 16_000
NOBODY = {
    "silence": np.zeros(48_000),
    "a quiet line": NOISES.normal(0, 0.002, 48_000),
    "noise": NOISES.normal(0, 0.05, 48_000),
    "loud noise": NOISES.normal(0, 0.5, 80_000),
    "full scale": np.ones(48_000),
    "a square wave": np.sign(np.sin(2 * np.pi * 440 * TIME)),
    "a key": 0.3 * np.sin(2 * np.pi * 697 * TIME) + 0.3 * np.sin(2 * np.pi * 1209 * TIME),
    "a hum": 0.2 * np.sin(2 * np.pi * 50 * TIME),
    "a click": np.eye(1, 16_000, 8_000)[0],
    "a cough": NOISES.normal(0, 0.3, 16_000) * np.exp(-np.arange(16_000) / 1500),
    "nothing at all": np.zeros(0),
    "one sample": np.ones(1),
    "ten milliseconds": NOISES.normal(0, 0.3, 160),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NOBODY)
def test_nothing_is_written_when_nobody_speaks(engine: WhisperEngine, name: str, language: str) -> None:
    assert hear(engine, as_pcm(NOBODY[name]), language).text == ""


def test_half_a_sample_is_no_harm(engine: WhisperEngine) -> None:
    assert hear(engine, spoken("non merci", "fr") + b"\x01").text


def test_speech_longer_than_a_window_is_heard_to_its_end(engine: WhisperEngine) -> None:
    pcm = b"".join(spoken(text, "en") + b"\0" * 16_000 for text in SAID["en"] * 2)
    assert len(pcm) > 30 * 32_000
    said = " ".join(spelt_alike(text, "en") for text in SAID["en"] * 2)
    assert jiwer.wer(said, spelt_alike(hear(engine, pcm, "en").text, "en")) <= 0.15


def test_a_pause_is_decoded_early_and_void_when_speech_goes_on(engine: WhisperEngine) -> None:
    first, second = spoken(SAID["en"][4], "en"), spoken(SAID["en"][5], "en")
    recogniser = engine.recogniser("en", Expected.ANYTHING)
    recogniser.feed(first)
    recogniser.settle()
    kept = recogniser._kept
    assert kept is not None and "opening hours" in kept.transcript.text
    recogniser.feed(second)
    assert "adviser" in recogniser.finish().text


def test_a_settled_utterance_is_not_decoded_again(engine: WhisperEngine) -> None:
    recogniser = engine.recogniser("en", Expected.ANYTHING)
    recogniser.feed(spoken(SAID["en"][4], "en"))
    recogniser.settle()
    assert recogniser._kept is not None
    assert recogniser.finish() is recogniser._kept.transcript


@pytest.mark.parametrize(
    ("text", "circles"),
    [
        ("oui oui oui oui oui oui oui oui oui", True),
        ("I'm going to get a little bit of a little bit of a little bit of a little bit of a little bit of it", True),
        ("06 06 06 06 06", False),
        ("non, non, non", False),
        ("je voudrais être rappelé demain matin, à dix heures, si c'est possible", False),
        ("1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1", True),
    ],
)
def test_a_text_that_turns_in_circles_is_told_apart(text: str, circles: bool) -> None:
    assert turns_in_circles(text) is circles
    assert (without_doubts(Decoded(text, -0.2, 0.0)).text == "") is circles


@pytest.mark.parametrize(
    ("text", "phantom"),
    [
        ("Sous-titres réalisés par la communauté d'Amara.org", True),
        ("Sous-titrage ST' 501", True),
        ("Thanks for watching!", True),
        ("Merci d’avoir regardé cette vidéo !", True),
        ("...", True),
        ("Merci, au revoir.", False),
        ("Thank you.", False),
        ("J'ai regardé ma facture.", False),
    ],
)
def test_phrases_learnt_from_subtitles_are_no_speech(text: str, phantom: bool) -> None:
    assert is_phantom(text) is phantom


async def test_whisper_in_a_worker_survives_its_own_kills() -> None:
    pool = Pool("whisper", EngineHome("connectors.voice.whisper_engine", str(weights_folder())), 1)
    ears = PooledEars({"fr": pool, "en": pool, "": pool})
    await ears.open()
    try:
        for _ in range(2):
            lost = ears.utterance("en")
            lost.feed(spoken(SAID["en"][2], "en"))
            pool.working[0].end("crashed")
            with pytest.raises(EarsFailed):
                await lost.finish()
            after = ears.utterance("en")
            after.feed(spoken(SAID["en"][2], "en"))
            after.settle()
            found = await after.finish()
            assert "higher than usual" in found.text
            assert found.confidence is not None and 0 < found.confidence <= 1
    finally:
        await ears.close()
