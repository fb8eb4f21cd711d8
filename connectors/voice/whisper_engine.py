"""Whisper: hears a whole utterance at a time, in French or English, in a short window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from bot.settings import settings
from connectors.voice.speech import RATE, Expected, Transcript
from connectors.voice.whisper_doubts import Decoded, without_doubts
from connectors.voice.whisper_numbers import whole_numbers
from connectors.voice.whisper_prompts import prompt
from connectors.voice.whisper_readings import agreed, believed

LANGUAGES = ("fr", "en")
# The encoder was trained on 30 s. Cut shorter than the speech and 3 s more, or than 10 s, it
# begins to stumble; in hundredths of a second.
SPARE, SHORTEST, LONGEST = 300, 1000, 3000
WINDOW = 14 * RATE * 2  # longer sound is heard in pieces, in bytes
SEARCH = 4 * RATE * 2  # how far before its end a piece may be cut, in bytes
BEAM = 5
SWITCH = 0.75  # how likely another language than the house's must be
TOKENS_A_SECOND, FIRST_TOKENS = 8, 16
QUIETEST = 0.004  # the loudest sample of what cannot be speech, of 1


@dataclass(frozen=True)
class Heard:
    """What the encoder made of a window, and the window's length."""

    encoded: Any
    seconds: float


def load(folder: str) -> WhisperEngine:
    """The engine, from a folder that holds its weights."""
    return WhisperEngine(Path(folder))


class WhisperEngine:
    """A loaded Whisper, on one thread of the processor."""

    name = "whisper"
    languages = LANGUAGES

    def __init__(self, folder: Path) -> None:
        self._whisper = WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
        self._tokenizers = {
            language: Tokenizer(self._whisper.hf_tokenizer, True, "transcribe", language)
            for language in LANGUAGES
        }
        self.decode(self.heard(np.zeros(RATE, np.float32)), LANGUAGES[0], Expected.ANYTHING)  # warm

    def recogniser(self, language: str, expected: Expected) -> WhisperRecogniser:
        return WhisperRecogniser(self, language, expected)

    def heard(self, samples: npt.NDArray[Any]) -> Heard:
        """A window of sound, once through the encoder, in which most of the time goes."""
        frames = self._whisper.feature_extractor(samples)
        count = min(max(SHORTEST, frames.shape[-1] + SPARE), LONGEST)
        window = np.full((frames.shape[0], count), frames.min(), np.float32)
        window[:, : frames.shape[-1]] = frames[:, :count]
        return Heard(self._whisper.encode(window), len(samples) / RATE)

    def language_of(self, heard: Heard) -> str:
        """The language of the house, unless the sound is far more likely to be the other."""
        (found,) = self._whisper.model.detect_language(heard.encoded)
        likely = {name.strip("<|>"): float(probability) for name, probability in found}
        return likelier(likely, settings().voice_language)

    def decode(self, heard: Heard, language: str, expected: Expected) -> Decoded:
        """The words of one window, and how sure they are; what is doubtful is tried again bare."""
        hint = prompt(language, expected, heard.seconds)
        hinted = self._read(heard, language, expected, hint)
        if hint and expected in (Expected.YES_NO, Expected.OFFER):
            return agreed(hinted, self._read(heard, language, expected, ""))
        if hinted.is_doubtful:
            return self._read(heard, language, expected, "")
        return hinted

    def _read(self, heard: Heard, language: str, expected: Expected, hint: str) -> Decoded:
        return believed(self._readings(heard, language, hint), expected, language)

    def _readings(self, heard: Heard, language: str, hint: str) -> list[Decoded]:
        """What was said, the likeliest first."""
        tokenizer = self._tokenizers[language]
        before = tokenizer.encode(" " + hint) if hint else []
        start = self._whisper.get_prompt(tokenizer, before, without_timestamps=True)
        (found,) = self._whisper.model.generate(
            heard.encoded,
            [start],
            beam_size=BEAM,
            num_hypotheses=BEAM,
            max_length=len(start) + FIRST_TOKENS + int(heard.seconds * TOKENS_A_SECOND),
            return_scores=True,
            return_no_speech_prob=True,
        )
        silence = float(found.no_speech_prob)
        return [
            Decoded(tokenizer.decode(tokens).strip(), float(score), silence, hint)
            for tokens, score in zip(found.sequences_ids, found.scores, strict=True)
        ]


def likelier(likely: Mapping[str, float], house: str) -> str:
    """Of the languages, the likeliest if it clearly is, else the one of the house."""
    total = sum(likely.get(language, 0.0) for language in LANGUAGES) or 1.0
    best = max(LANGUAGES, key=lambda language: likely.get(language, 0.0))
    return best if likely.get(best, 0.0) / total >= SWITCH else house


@dataclass(frozen=True)
class _Kept:
    """What was decoded, and of how many bytes."""

    size: int
    transcript: Transcript


class WhisperRecogniser:
    """One utterance: kept until it ends, or until a pause lets it be decoded early."""

    def __init__(self, engine: WhisperEngine, language: str, expected: Expected) -> None:
        self._engine, self._language, self._expected = engine, language, expected
        self._pcm = bytearray()
        self._kept: _Kept | None = None

    def feed(self, pcm: bytes) -> str | None:
        self._pcm += pcm
        return None

    def settle(self) -> str | None:
        if self._kept is None or self._kept.size != len(self._pcm):
            self._kept = _Kept(len(self._pcm), self._decoded())
        return self._kept.transcript.text

    def finish(self) -> Transcript:
        self.settle()
        assert self._kept is not None
        return self._kept.transcript

    def _decoded(self) -> Transcript:
        pieces = [self._samples(piece) for piece in _pieces(bytes(self._pcm))]
        loud = [piece for piece in pieces if piece.size and np.abs(piece).max() > QUIETEST]
        if not loud:
            return Transcript("", self._language or LANGUAGES[0])
        heard = self._engine.heard(loud[0])
        language = self._language or self._engine.language_of(heard)
        found = [self._engine.decode(heard, language, self._expected)]
        for piece in loud[1:]:
            found.append(self._engine.decode(self._engine.heard(piece), language, self._expected))
        return _transcript(found, language, self._expected)

    @staticmethod
    def _samples(pcm: bytes) -> npt.NDArray[Any]:
        return np.asarray(np.frombuffer(pcm, "<i2").astype(np.float32) / 32768)


def _transcript(found: list[Decoded], language: str, expected: Expected) -> Transcript:
    kept = [one for one in map(without_doubts, found) if one.text]
    sure = min((one.confidence for one in kept), default=None)
    text = whole_numbers(" ".join(one.text for one in kept), expected)
    return Transcript(text, language, confidence=sure)


def _pieces(pcm: bytes) -> list[bytes]:
    """Sound in windows, cut where it is quietest."""
    pcm = pcm[: len(pcm) // 2 * 2]
    pieces = []
    while len(pcm) > WINDOW:
        cut = _quietest(pcm[WINDOW - SEARCH : WINDOW]) + WINDOW - SEARCH
        pieces.append(pcm[:cut])
        pcm = pcm[cut:]
    return [*pieces, pcm]


def _quietest(pcm: bytes) -> int:
    """The middle of the quietest 100 ms, in bytes."""
    step = RATE // 10
    parts = np.frombuffer(pcm, "<i2").astype(np.float32)[: len(pcm) // 2 // step * step]
    loudness = np.square(parts).reshape(-1, step).mean(axis=1)
    return (int(loudness.argmin()) * step + step // 2) * 2
