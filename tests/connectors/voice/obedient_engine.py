"""An engine that hears words as they are written, and some of them as orders: to fail, in each way."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from connectors.voice.speech import Expected, Transcript

_KEPT: list[bytes] = []


def load(argument: str) -> ObedientEngine:
    if argument == "broken":
        raise RuntimeError("this engine cannot be loaded")
    return ObedientEngine(argument)


class ObedientEngine:
    name = "obedient"
    languages = ("fr", "en")

    def __init__(self, journal: str) -> None:
        self._journal = Path(journal) if journal else None

    def recogniser(self, language: str, expected: Expected) -> ObedientRecogniser:
        return ObedientRecogniser(language, expected, self._journal)


class ObedientRecogniser:
    def __init__(self, language: str, expected: Expected, journal: Path | None) -> None:
        self._language, self._expected, self._journal = language, expected, journal
        self._words: list[str] = []
        self._settled = ""

    def feed(self, pcm: bytes) -> str | None:
        word = pcm.decode().strip("\0")
        if word == "crash":
            os._exit(9)
        if word == "stall":
            time.sleep(600)
        if word == "spin":
            while True:
                pass
        if word == "freeze":
            os.kill(os.getpid(), signal.SIGSTOP)
        if word == "grow":
            _KEPT.append(b"x" * 400_000_000)
            time.sleep(1.0)  # an engine that grows works long at it: somebody looks meanwhile
        if word == "fail":
            raise ValueError("told to")
        if word:
            self._words.append(word)
        return " ".join(self._words)

    def settle(self) -> None:
        self._settled = " ".join(self._words)
        if self._journal:
            with self._journal.open("a") as file:
                file.write(self._settled + "\n")

    def finish(self) -> Transcript:
        return Transcript(" ".join(self._words), self._language or "fr")
