"""Vosk itself, with a real model: it streams, knows how sure it is, and leans towards words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import settings
from connectors.voice.ears import PooledEars
from connectors.voice.pool import Pool
from connectors.voice.processes import EngineHome
from connectors.voice.speech import Expected
from connectors.voice.vosk_engine import VoskEngine
from connectors.voice.vosk_folder import model_folder, takes_words
from connectors.voice.word_errors import word_error_rate
from tests.connectors.voice.ears_life import spoken, until
from tests.connectors.voice.korean_model import korean_model

PHRASES = {"ko": {"digits": ["일", "이", "삼", "사", "오"], "yes_no": ["xyzzy", "plugh"]}}
# The packaged voices speak no Korean: what they say is heard as if it were.
FRENCH = "je voudrais être rappelé demain matin à dix heures"
KOREAN_DIGITS = "eel, sam, sa, oh"  # one, three, four, five, as an English voice comes near them


@pytest.fixture(scope="module")
def engine() -> Iterator[VoskEngine]:
    yield VoskEngine({"ko": korean_model()}, PHRASES)


def feed_in_pieces(recogniser, pcm: bytes) -> list[str]:
    found = [recogniser.feed(pcm[at : at + 3200]) for at in range(0, len(pcm), 3200)]
    return [one for one in found if one is not None]


def test_the_text_grows_while_one_speaks(engine: VoskEngine) -> None:
    recogniser = engine.recogniser("ko", Expected.ANYTHING)
    partials = feed_in_pieces(recogniser, spoken(FRENCH, "fr"))
    assert len(partials) >= 2
    assert all(first != second for first, second in pairwise(partials))
    assert recogniser.finish().text


def test_each_word_has_a_time_and_a_confidence(engine: VoskEngine) -> None:
    recogniser = engine.recogniser("ko", Expected.ANYTHING)
    feed_in_pieces(recogniser, spoken(FRENCH, "fr"))
    found = recogniser.finish()
    assert found.text.split() == [word.text for word in found.words]
    assert all(0 <= word.confidence <= 1 and word.start < word.end for word in found.words)
    starts = [word.start for word in found.words]
    assert starts == sorted(starts)
    assert found.confidence is not None and 0 < found.confidence <= 1


def test_a_long_utterance_that_vosk_cuts_stays_one(engine: VoskEngine) -> None:
    recogniser = engine.recogniser("ko", Expected.ANYTHING)
    one = spoken(FRENCH, "fr")
    feed_in_pieces(recogniser, one + b"\0" * 64_000 + one)
    words = recogniser.finish().words
    assert words[0].end < len(one) / 32_000 < words[-1].start


def test_expected_words_are_not_forced_on_what_is_something_else(engine: VoskEngine) -> None:
    leaning = engine.recogniser("ko", Expected.DIGITS)
    feed_in_pieces(leaning, spoken(FRENCH, "fr"))
    heard = leaning.finish().text.split()
    assert heard and not set(heard) <= set(PHRASES["ko"]["digits"])


def test_expected_words_are_heard_where_they_fit_better_than_any_others(engine: VoskEngine) -> None:
    free, leaning = (engine.recogniser("ko", asked) for asked in (Expected.ANYTHING, Expected.DIGITS))
    pcm = spoken(KOREAN_DIGITS, "en")
    for recogniser in (free, leaning):
        feed_in_pieces(recogniser, pcm)
    heard = leaning.finish().text.split()
    assert heard and set(heard) <= set(PHRASES["ko"]["digits"])
    assert not set(free.finish().text.split()) <= set(PHRASES["ko"]["digits"])


def test_words_that_the_model_does_not_know_bias_nothing(engine: VoskEngine) -> None:
    assert engine.recogniser("ko", Expected.YES_NO)._leaning is None


@pytest.mark.parametrize(
    ("files", "takes"),
    [(("graph/HCLr.fst", "graph/Gr.fst"), True), (("HCLr.fst", "Gr.fst"), True), (("graph/HCLG.fst",), False)],
)
def test_only_a_graph_made_at_run_time_takes_words(tmp_path: Path, files: tuple[str, ...], takes: bool) -> None:
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert takes_words(tmp_path) is takes


def test_silence_is_no_word(engine: VoskEngine) -> None:
    recogniser = engine.recogniser("ko", Expected.ANYTHING)
    assert feed_in_pieces(recogniser, b"\0" * 64_000) == []
    found = recogniser.finish()
    assert (found.text, found.words, found.confidence) == ("", (), None)


async def test_vosk_streams_several_utterances_from_one_process() -> None:
    home = EngineHome("connectors.voice.vosk_engine", json.dumps({"ko": str(korean_model())}))
    pool = Pool("vosk", home, 1)
    ears = PooledEars({"": pool})
    await ears.open()
    try:
        pcm = spoken(FRENCH, "fr")
        utterances = [ears.utterance("ko") for _ in range(3)]
        for at in range(0, len(pcm), 3200):
            for utterance in utterances:
                utterance.feed(pcm[at : at + 3200])
        await until(lambda: all(utterance.partial for utterance in utterances))
        heard = [set((await utterance.finish()).text.split()) for utterance in utterances]
        # Kaldi dithers what it hears: the same sound is not always the very same words.
        assert all(heard) and set.intersection(*heard)
    finally:
        await ears.close()


SENTENCES = {
    "fr": ("je voudrais parler à un conseiller", "ma facture est trop élevée ce mois", "oui", "non"),
    "en": ("i would like to speak to an adviser", "my bill is too high this month", "yes", "no"),
}


# No registry has Vosk's French and English models: those that the settings name are tried.
NAMED = [one for one in SENTENCES if getattr(settings(), f"vosk_model_{one}")]

if NAMED:

    @pytest.mark.parametrize("language", NAMED)
    def test_the_models_that_the_settings_name_hear_their_language(language: str) -> None:
        engine = VoskEngine(
            {language: model_folder(Path(getattr(settings(), f"vosk_model_{language}")))}, PHRASES
        )
        rates = []
        for sentence in SENTENCES[language]:
            recogniser = engine.recogniser(language, Expected.ANYTHING)
            feed_in_pieces(recogniser, spoken(sentence, language))
            rates.append(word_error_rate(sentence, recogniser.finish().text, language) or 0.0)
        assert sum(rates) / len(rates) <= 0.3
