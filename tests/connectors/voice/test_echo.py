"""The desk knows its own voice."""

from __future__ import annotations

import numpy as np
import pytest

from connectors.voice.echo import ALIKE, Echo, are_own_words

NOISE = np.random.default_rng(7)


def voice(seconds: float, seed: int) -> np.ndarray:
    """Something with a voice's spectrum: noise, smoothed."""
    raw = np.random.default_rng(seed).normal(0, 1, int(seconds * 16000))
    smooth = np.convolve(raw, np.ones(12) / 12, "same")
    return smooth / np.abs(smooth).max() * 9000


def pcm(samples: np.ndarray) -> bytes:
    return bytes(np.clip(samples, -32768, 32767).astype("<i2").tobytes())


def is_echo(heard: bytes, played: bytes) -> bool:
    return Echo().likeness(heard, played) >= ALIKE


@pytest.mark.parametrize("gain", [1.0, 0.3, 0.08])
@pytest.mark.parametrize("delay", [0.0, 0.11, 0.6])
def test_a_copy_is_an_echo_whatever_its_delay_and_level(gain: float, delay: float) -> None:
    said = voice(1.0, 1)
    start = int(delay * 16000)
    heard = said[start : start + 2560] * gain + NOISE.normal(0, 60, 2560) * gain
    assert is_echo(pcm(heard), pcm(said))


def test_another_voice_is_not() -> None:
    assert not is_echo(pcm(voice(0.16, 2)), pcm(voice(1.0, 1)))


def test_a_caller_louder_than_the_echo_is_not() -> None:
    said = voice(1.0, 1)
    assert not is_echo(pcm(voice(0.16, 2) + 0.3 * said[:2560]), pcm(said))


@pytest.mark.parametrize(
    ("heard", "said"),
    [(b"", b"\0\0" * 900), (b"\0\0" * 900, b""), (b"\1\0" * 900, b"\0\0" * 9)],
)
def test_nothing_is_never_an_echo(heard: bytes, said: bytes) -> None:
    assert not is_echo(heard, said)


def test_an_echo_that_a_handset_bends_is_known_by_how_late_it_comes() -> None:
    said, bent, echo = voice(1.0, 1), voice(1.0, 1) + 1.2 * voice(1.0, 3), Echo()

    def comes(sound: np.ndarray, late: int) -> float:
        heard = np.concatenate([np.zeros(late), sound])[: said.size]
        return echo.likeness(pcm(heard[-2560:]), pcm(said))

    assert comes(bent, 4000) < ALIKE
    comes(said, 4000)
    assert comes(bent, 4000) < ALIKE
    comes(said, 4100)
    assert comes(bent, 4050) >= ALIKE
    assert comes(bent, 9000) < ALIKE


@pytest.mark.parametrize(
    ("heard", "said", "own"),
    [
        ("vous pouvez aussi taper les chiffres sur votre clavier",
         "Vous pouvez aussi taper les chiffres sur votre clavier, puis la touche dièse.", True),
        ("ouvrir un dossier", "Tapez 2 pour : ouvrir un dossier.", False),
        ("les voyants de ma box", "Choisissez : les voyants de ma box.", False),
        ("au 05 36 49 12 30", "Nous vous rappelons au 05 36 49 12 30.", False),
        ("demain à dix heures et demie s'il vous plaît",
         "Quand souhaitez-vous être rappelé ? Par exemple : demain à dix heures.", False),
    ],
)  # fmt: skip
def test_only_many_words_of_a_prompt_are_its_own(heard: str, said: str, own: bool) -> None:
    assert are_own_words(heard, said) is own
