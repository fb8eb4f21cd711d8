"""Vosk: hears word by word while one speaks, leaning towards what was asked where it can."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import vosk
import yaml

from connectors.voice.either_language import EitherLanguage
from connectors.voice.speech import RATE, Expected, Recogniser, Transcript, Word
from connectors.voice.vosk_folder import model_folder, takes_words

UNKNOWN = "[unk]"
_WORDS = Path(__file__).parent / "texts" / "words.yml"
_STEP = RATE * 2 // 5  # bytes between two looks at the words so far: 200 ms

Phrases = Mapping[str, Mapping[str, Sequence[str]]]


def load(models: str) -> VoskEngine:
    """The engine, from JSON that gives each language its folder or zip."""
    places = {language: Path(path) for language, path in json.loads(models).items()}
    return VoskEngine(places, yaml.safe_load(_WORDS.read_text("utf-8")))


class VoskEngine:
    """The loaded models, the house's language first; `phrases` are by language and question."""

    name = "vosk"

    def __init__(self, places: Mapping[str, Path], phrases: Phrases) -> None:
        vosk.SetLogLevel(-1)
        folders = {language: model_folder(place) for language, place in places.items()}
        self.languages = tuple(folders)
        self._models = {name: vosk.Model(str(folder)) for name, folder in folders.items()}
        self._grammars = {
            language: _grammars(phrases.get(language, {}), self._models[language])
            for language, folder in folders.items()
            if takes_words(folder)
        }

    def recogniser(self, language: str, expected: Expected) -> Recogniser:
        """An empty language is heard in each: a model knows no other than its own."""
        if language or len(self.languages) == 1:
            return self._recogniser(language or self.languages[0], expected)
        return EitherLanguage([self._recogniser(one, expected) for one in self.languages])

    def _recogniser(self, language: str, expected: Expected) -> VoskRecogniser:
        model = self._models[language]
        free = Stream(vosk.KaldiRecognizer(model, RATE))
        phrases = self._grammars.get(language, {}).get(expected)
        if not phrases:
            return VoskRecogniser(free, language)
        grammar = json.dumps(phrases, ensure_ascii=False)
        leaning = Stream(vosk.KaldiRecognizer(model, RATE, grammar))
        return VoskRecogniser(free, language, leaning, frozenset(" ".join(phrases).split()))


class VoskRecogniser:
    """One utterance, heard freely and, where words are expected, by these alone as well.

    Those alone are believed when they cover all that was said, as surely, and some of them were
    heard freely too: a decoder that knows nothing else makes digits of any sentence.
    """

    def __init__(
        self,
        free: Stream,
        language: str,
        leaning: Stream | None = None,
        expected: Set[str] = frozenset(),
    ) -> None:
        self._free, self._leaning, self._language = free, leaning, language
        self._expected, self._partial = expected, ""

    def feed(self, pcm: bytes) -> str | None:
        if self._leaning is not None:
            self._leaning.feed(pcm)
        if not self._free.feed(pcm) or self._free.partial == self._partial:
            return None
        self._partial = self._free.partial
        return self._partial

    def settle(self) -> None:
        """It is decoded already, and its words were told."""
        return None

    def finish(self) -> Transcript:
        found = self._free.finish(self._language)
        if self._leaning is None:
            return found
        leant = self._leaning.finish(self._language)
        sure = (leant.confidence or 0.0) >= (found.confidence or 0.0)
        fits = self._leaning.knew_all and not self._expected.isdisjoint(found.text.split())
        return leant if leant.text and fits and sure else found


class Stream:
    """Sound into words. Vosk may cut an utterance into several; here they stay one."""

    def __init__(self, kaldi: Any) -> None:
        kaldi.SetWords(True)
        self._kaldi = kaldi
        self._texts: list[str] = []
        self._words: list[Word] = []
        self._unseen = 0
        self.partial = ""
        self.knew_all = True

    def feed(self, pcm: bytes) -> bool:
        """Whether `partial` was looked at again."""
        self._unseen += len(pcm)
        if pcm and self._kaldi.AcceptWaveform(pcm):
            self._keep(json.loads(self._kaldi.Result()))
        elif self._unseen < _STEP:
            return False
        self._unseen = 0
        going_on = json.loads(self._kaldi.PartialResult()).get("partial", "")  # none after a cut
        self.partial = " ".join([*self._texts, *_known(going_on)])
        return True

    def finish(self, language: str) -> Transcript:
        self._keep(json.loads(self._kaldi.FinalResult()))
        sure = [word.confidence for word in self._words]
        mean = sum(sure) / len(sure) if sure else None
        return Transcript(" ".join(self._texts), language, tuple(self._words), mean)

    def _keep(self, found: dict[str, Any]) -> None:
        self._texts += _known(found["text"])
        self.knew_all = self.knew_all and UNKNOWN not in found["text"]
        self._words += [
            Word(one["word"], one["start"], one["end"], min(one["conf"], 1.0))
            for one in found.get("result", [])
            if one["word"] != UNKNOWN
        ]


def _known(text: str) -> list[str]:
    return [word for word in text.split() if word != UNKNOWN]


def _grammars(phrases: Mapping[str, Sequence[str]], model: Any) -> dict[Expected, list[str]]:
    """For what was asked, the phrases that the model knows all the words of, and Vosk's «other»."""
    grammars = {}
    for asked, listed in phrases.items():
        if known := [phrase for phrase in listed if _knows(model, phrase)]:
            other = [UNKNOWN] if _knows(model, UNKNOWN) else []
            grammars[Expected(asked)] = [*known, *other]
    return grammars


def _knows(model: Any, phrase: str) -> bool:
    return all(model.vosk_model_find_word(word) >= 0 for word in phrase.split())
