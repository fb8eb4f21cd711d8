"""A caller whose language is not known is heard in each, and believed in the surest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from connectors.voice.choosing import Choice, model_of
from connectors.voice.either_language import EitherLanguage, surest
from connectors.voice.hearing import _pools
from connectors.voice.speech import Expected, Transcript, Word
from connectors.voice.vosk_engine import VoskEngine
from connectors.voice.vosk_models import NAMES
from tests.connectors.conftest import forget_house
from tests.connectors.voice.ears_life import spoken
from tests.connectors.voice.korean_model import korean_model
from tests.connectors.voice.test_ears_models import chosen

__all__ = ["chosen"]
SECOND = 32_000


def heard(language: str, *words: tuple[str, float, float]) -> Transcript:
    """Words, each with its seconds and its confidence, one after the other."""
    at, found = 0.0, []
    for text, seconds, confidence in words:
        found.append(Word(text, at, at + seconds, confidence))
        at += seconds
    return Transcript(" ".join(word.text for word in found), language, tuple(found), 0.5)


MY_BILL = heard("en", ("where", 0.4, 0.95), ("is", 0.2, 0.9), ("my", 0.2, 1.0), ("bill", 0.6, 0.95))
HEARD_IN_FRENCH = heard("fr", ("ouais", 0.3, 0.6), ("ce", 0.2, 0.5), ("m'a", 0.3, 0.5), ("y", 0.1, 0.4), ("bille", 0.5, 0.7))
ONE_WORD_THAT_FITS = heard("fr", ("bille", 0.4, 1.0))
NOTHING = Transcript("", "fr")


@pytest.mark.parametrize(
    ("found", "text", "language"),
    [
        ([HEARD_IN_FRENCH, MY_BILL], "where is my bill", "en"),
        ([MY_BILL, HEARD_IN_FRENCH], "where is my bill", "en"),
        ([ONE_WORD_THAT_FITS, MY_BILL], "where is my bill", "en"),
        ([NOTHING, MY_BILL], "where is my bill", "en"),
        ([heard("en", ("okay", 0.4, 1.0)), heard("fr", ("okay", 0.4, 0.97))], "okay", ""),
        ([NOTHING, NOTHING], "", ""),
    ],
    ids=["many doubtful words", "either order", "one sure word", "nothing", "alike in both", "silence"],
)
def test_the_surest_is_believed_and_what_sounds_alike_settles_nothing(
    found: list[Transcript], text: str, language: str
) -> None:
    believed = surest(found)
    assert (believed.text, believed.language) == (text, language)


def test_an_unknown_language_is_heard_in_every_model_with_partials_of_the_first() -> None:
    engine = VoskEngine({"en": korean_model(), "fr": korean_model()}, {})
    recogniser = engine.recogniser("", Expected.ANYTHING)
    assert isinstance(recogniser, EitherLanguage)
    pcm = spoken("je voudrais être rappelé demain matin", "fr")
    partials = [recogniser.feed(pcm[at : at + 3200]) for at in range(0, len(pcm), 3200)]
    assert any(partials)
    assert [one.finish().language for one in recogniser._recognisers] == ["en", "fr"]


def test_a_known_language_is_heard_in_its_model_alone() -> None:
    engine = VoskEngine({"en": korean_model(), "fr": korean_model()}, {})
    recogniser = engine.recogniser("fr", Expected.ANYTHING)
    recogniser.feed(bytes(SECOND))
    assert recogniser.finish().language == "fr"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_house_language_comes_first(chosen: Callable[..., Choice], house: pytest.MonkeyPatch, language: str) -> None:
    for one in ("fr", "en"):
        (model_of(one) / NAMES["small", one] / "am").mkdir(parents=True)
        (model_of(one) / NAMES["small", one] / "am" / "final.mdl").touch()
    house.setenv("GUICHET_VOICE_LANGUAGE", language)
    forget_house()
    pools = _pools([chosen("fr"), chosen("en")], 1)
    assert pools[""].home.argument.startswith(f'{{"{language}"')
