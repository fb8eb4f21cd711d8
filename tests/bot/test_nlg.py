"""The company's name, number and tone are settings; a voice says less."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.nlg import LANGUAGES, UnknownResponse, texts, words
from bot.settings import settings


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    def named(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"GUICHET_COMPANY_{name.upper()}", value)
        settings.cache_clear()

    yield named
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_company_is_named_everywhere(company: Callable[..., None], language: str) -> None:
    company(name="Zéphyr", phone="01 99 00 00 99", site="https://zephyr.example")
    values = dict.fromkeys(("reason", "start", "ref"), "x")
    for name, response in texts(language).items():
        if "{company}" in response["text"]:
            said = words(name, language, "", **values)["text"]
            assert "Zéphyr" in said and "Orméa" not in said
    assert not [name for name, one in texts(language).items() if "Orméa" in str(one)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tone_is_chosen(company: Callable[..., None], language: str) -> None:
    toned = [name for name, one in texts(language).items() if "plain" in one]
    assert toned
    for name in toned:
        company(tone="warm")
        warm = words(name, language)["text"]
        company(tone="plain")
        assert words(name, language)["text"] != warm


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_has_its_own_wording(language: str) -> None:
    spoken = [name for name, one in texts(language).items() if "voice" in one]
    same = [name for name in spoken if texts(language)[name]["voice"] == texts(language)[name]["text"]]
    assert len(spoken) > 5 and same == []


def test_a_response_that_nobody_words_is_an_error() -> None:
    with pytest.raises(UnknownResponse):
        words("utter_of_nothing", "fr")
