"""What a call does when nothing is heard or understood: say it again, offer keys, a way on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.voice.desk_by_rest import Choice
from connectors.voice.phrases import phrase
from connectors.voice.speaking import Said
from connectors.voice.speech import Expected

OFFER_KEYS_AFTER = 2
# Sounds without words, one after the other: a television, a street, a child.
OFFER_CALLBACK_AFTER, GIVE_UP_AFTER = 4, 6
_TYPEABLE = {Expected.DIGITS, Expected.SPELLING, Expected.SCORE}


@dataclass
class Question:
    """The open question of the desk, to be put again."""

    texts: Sequence[Said] = ()
    expected: Expected = Expected.ANYTHING
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Silence:
    """What to do about a silence: say this, then hang up or listen on."""

    texts: Sequence[Said]
    hang_up: bool = False
    offers_callback: bool = False


@dataclass
class Courtesy:
    """Counts failures and silences since the caller was last understood."""

    failures: int = 0
    silences: int = 0
    noises: int = 0
    question: Question = field(default_factory=Question)

    def understood(self) -> None:
        self.failures = self.silences = self.noises = 0

    def failed(self) -> bool:
        """Count a failure; whether keys must now be offered."""
        self.failures += 1
        return self.failures >= OFFER_KEYS_AFTER

    def silent(self, language: str) -> Silence:
        """Rephrase, offer keys, offer a callback, then hang up politely."""
        self.silences += 1
        again = list(self.question.texts[-1:])
        if self.silences == 1:
            return Silence([phrase("silent", language), *again])
        if self.silences == 2:
            return Silence([phrase("silent_keys", language), *self.keys(language)])
        if self.silences == 3:
            return self._callback(language)
        return Silence([phrase("silent_goodbye", language)], hang_up=True)

    def noisy(self, language: str) -> Silence | None:
        """Something was heard, and no words in it, too often: as for a long silence."""
        self.noises += 1
        if self.noises >= GIVE_UP_AFTER:
            return Silence([phrase("silent_goodbye", language)], hang_up=True)
        if self.noises == OFFER_CALLBACK_AFTER:
            return self._callback(language)
        return None

    def _callback(self, language: str) -> Silence:
        """Beside the open question, whose keys and kind of answer stay as they are."""
        question = self.question
        is_open = question.choices or question.expected is not Expected.ANYTHING
        name = "silent_callback_open" if is_open else "silent_callback"
        return Silence([phrase(name, language)], offers_callback=True)

    def keys(self, language: str) -> list[Said]:
        """How to answer the open question by keys."""
        if self.question.expected in _TYPEABLE:
            return [phrase("keys_digits", language)]
        if self.question.choices:
            return [
                phrase("keys_choice", language, key=str(place), title=choice.title)
                for place, choice in enumerate(self.question.choices[:9], 1)
            ]
        return [phrase("keys_menu", language)]
