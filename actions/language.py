"""The language a visitor asks to go on in."""

from __future__ import annotations

import re

from rasa_sdk import Action, Tracker

from actions.turn import Events, Say, Turn, noted

ENGLISH = re.compile(r"\b(?:anglais|english|inglese|ingl[eé]s)\b", re.IGNORECASE)
FRENCH = re.compile(r"\b(?:fran[çc]ais|french|franc[eé]s)\b", re.IGNORECASE)


def language_asked(text: str, current: str) -> str:
    """`fr` or `en`: the one that is named, or else the other one than the current."""
    if ENGLISH.search(text) and not FRENCH.search(text):
        return "en"
    if FRENCH.search(text) and not ENGLISH.search(text):
        return "fr"
    return "fr" if current == "en" else "en"


class SwitchLanguage(Action):  # type: ignore[misc]
    def name(self) -> str:
        return "action_switch_language"

    async def run(self, dispatcher: Say, tracker: Tracker, domain: dict[str, object]) -> Events:
        turn = Turn.of(tracker)
        language = language_asked(turn.text, turn.language)
        dispatcher.utter_message(response=f"utter_language_{language}")
        return noted(language=language)
