"""An hour in which nobody speaks, through the real detectors: nothing begins, nothing is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from connectors.voice.activity import SpeechActivity
from connectors.voice.floor import Step
from connectors.voice.listening import Listening
from connectors.voice.speech import RATE, Utterance
from tests.connectors.voice.readable import ReadableEars

MINUTE = 60 * RATE  # samples


def line_of(level: float, seed: int) -> bytes:
    """A minute of the hiss and the hum of a line, `level` of full scale."""
    hiss = np.random.default_rng(seed).normal(0, level, MINUTE)
    hum = level * np.sin(2 * np.pi * 50 * np.arange(MINUTE) / RATE)
    return (np.clip(hiss + hum, -1, 1) * 32_767).astype("<i2").tobytes()


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


def test_an_hour_of_a_line_on_which_nobody_speaks() -> None:
    steps: list[Step] = []

    def step(one: Step, _utterance: Utterance | None) -> None:
        steps.append(one)

    listening = Listening(ReadableEars(), SpeechActivity(), step, lambda _pcm: True)
    minutes = [bytes(2 * MINUTE), line_of(0.0003, 1), line_of(0.002, 2)]
    sizes = []
    for number in range(60):
        listening.hear(minutes[number % 20 if number % 20 < 3 else 0], True)
        sizes.append(resident())
    assert Step.BEGAN not in steps
    assert max(sizes[5:]) - sizes[4] < 8_000_000
