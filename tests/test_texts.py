"""Every word that a visitor reads exists in French and in English, and every one is used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from bot.nlg import LANGUAGES, TEXTS, texts

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"utter_[a-z_]*[a-z]")
# Names that are made of parts: the prefix stands in the code.
PARTS = {
    "utter_phone_": "the problems of a number",
    "utter_case_": "the states of a case",
    "utter_confirm_": "what is confirmed",
    "utter_rated_": "thumbs",
    "utter_language_": "languages",
    "utter_ask_": "surveys",
    "utter_summary_": "what a colleague reads",
    "utter_export_recorded": "rights",
    "utter_erasure_recorded": "rights",
}


def named_in_code() -> set[str]:
    places = [*(ROOT / "actions").rglob("*.py"), *(ROOT / "bot").glob("*.py")]
    places += [*(ROOT / "bot" / "domain").glob("*.yml"), *(ROOT / "nlu_data" / "rules").glob("*.yml")]
    found: set[str] = set()
    for path in places:
        found |= set(NAME.findall(path.read_text(encoding="utf-8")))
    return found - {"utter_message", "utter_action"}


def placeholders(response: dict[str, Any]) -> set[str]:
    wordings = [value for key, value in response.items() if key != "buttons"]
    return {name for text in wordings for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_word_the_same_responses() -> None:
    assert set(texts("fr")) == set(texts("en"))


@pytest.mark.parametrize("name", sorted(texts("fr")))
def test_both_languages_use_the_same_values_and_buttons(name: str) -> None:
    french, english = texts("fr")[name], texts("en")[name]
    assert placeholders(french) == placeholders(english)
    payloads = [sorted((one.get("buttons") or {}).values()) for one in (french, english)]
    assert payloads[0] == payloads[1]
    titles = [title for one in (french, english) for title in one.get("buttons") or {}]
    assert all(isinstance(title, str) for title in titles)  # a bare «Yes» is no word to YAML


def test_every_response_that_the_code_names_is_worded() -> None:
    known = set(texts("fr"))
    parts = {part.rstrip("_") for part in PARTS}
    missing = {name for name in named_in_code() if name not in known and name not in parts}
    assert missing == set()


def test_no_wording_is_left_over() -> None:
    used = named_in_code()
    left = {
        name for name in texts("fr") if name not in used and not name.startswith(tuple(PARTS))
    }
    assert left == set()


def test_what_is_spoken_is_short() -> None:
    for language in LANGUAGES:
        for name, response in texts(language).items():
            assert len(response.get("voice", "")) <= 250, f"{language} {name}"


def test_every_file_exists_in_each_language() -> None:
    files = [{path.name for path in (TEXTS / language).glob("*.yml")} for language in LANGUAGES]
    assert files[0] == files[1]
    for language in LANGUAGES:
        for path in (TEXTS / language).glob("*.yml"):
            assert yaml.safe_load(path.read_text(encoding="utf-8"))
