"""Conversations said aloud: a voice, a telephone line, real ears, the desk, and its own voice.

Callers behave like people: they say it again when the desk did not hear or understand, and type
what was not heard twice, as the desk proposes then. What the desk has said is recognised again at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from connectors.voice.word_errors import spelt_alike, word_error_rate
from tests.conftest import new_desk
from tests.connectors.voice.aloud import AloudCall, AloudSwitchboard
from tests.dialogues.conversations import Conversation, conversations, in_language, responses
from tests.dialogues.test_by_voice import CallVisit

AT_ONCE, TRIES = 2, 3
_ASKS_AGAIN = {"utter_wordless", "utter_too_hard", "utter_unanswered", "utter_not_understood"}
ALOUD = [one for one in conversations() if one.aloud]
# How many of the conversations go as written, though a small recogniser hears synthetic voices.
AS_WRITTEN = {("fr", 16_000): 12, ("fr", 8_000): 12, ("en", 16_000): 12, ("en", 8_000): 12}
# Of what the desk says, words that the recogniser hears wrong.
WORDS_LOST = {("fr", 16_000): 0.3, ("fr", 8_000): 0.3, ("en", 16_000): 0.3, ("en", 8_000): 0.3}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AloudSwitchboard]:
    """A desk of their own: what these callers book fills nobody else's hours."""
    made = new_desk(tmp_path_factory.mktemp("aloud"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        with AloudSwitchboard(made) as opened:
            yield opened
    finally:
        made.stop()


@pytest.mark.desk
@pytest.mark.parametrize(("language", "rate"), WORDS_LOST)
def test_people_who_speak_are_served(board: AloudSwitchboard, language: str, rate: int) -> None:
    assert len(ALOUD) >= 12
    with ThreadPoolExecutor(AT_ONCE) as callers:
        calls = list(callers.map(lambda one: held(board, one, language, rate), ALOUD))
    failed = [f"{one.title}: {one.failure}" for one in calls if one.failure]
    print(*failed, sep="\n")
    assert len(calls) - len(failed) >= AS_WRITTEN[language, rate]
    lost = sum(one.lost for one in calls) / sum(one.words for one in calls)
    print(f"{language}, {rate} Hz: {len(calls) - len(failed)} of {len(calls)}, {lost:.1%} lost")
    assert lost <= WORDS_LOST[language, rate]


@dataclass(frozen=True)
class Held:
    """A call that was held: why it went wrong, and how many of the desk's words were lost."""

    title: str
    failure: str
    words: int
    lost: float


def held(board: AloudSwitchboard, one: Conversation, language: str, rate: int) -> Held:
    visit = AloudVisit(board.desk, one.file, language, "voice")
    visit.board, visit.rate, visit.caller = board, rate, one.caller
    try:
        return visit.held(one)
    finally:
        visit.hang_up()


class AloudVisit(CallVisit):
    """A visitor who telephones and speaks."""

    board: AloudSwitchboard
    aloud: AloudCall
    rate: int
    turn: dict[str, Any]

    def held(self, one: Conversation) -> Held:
        failure = ""
        try:
            for number, turn in enumerate(one.turns, 1):
                self.turn = turn
                self.take(turn, number)
        except AssertionError as error:
            failure = f"{error}\n    {self.aloud.line.facts}"
        said, heard = self.aloud.read_back()
        words = spelt_alike(said, self.language).split()
        lost = word_error_rate(said, heard, self.language) or 0.0
        return Held(one.title, failure, len(words), len(words) * lost)

    def begin(self) -> None:
        self.hang_up()
        self.aloud = AloudCall(self.board, self.language, self.rate, self.caller or "unknown")
        self.call, self.sender = self.aloud, self.aloud.conversation

    def answered(self, text: str) -> list[dict[str, Any]]:
        """Said up to three times, as long as the desk asks for it again."""
        said: list[dict[str, Any]] = []
        for tried in range(TRIES):
            keys = _keys(text) if tried == TRIES - 1 else ""
            said = self.aloud.press(keys) if keys else self.aloud.say(text, tried)
            if not self._asks_again(said):
                break
        return said

    def _asks_again(self, said: list[dict[str, Any]]) -> bool:
        """Nothing was heard, or not understood, though it should have been."""
        names = responses(said, [])
        wanted = in_language(self.turn.get("bot", ""), self.language)
        return not said or any(_is_unclear(name) and name not in wanted for name in names)


def _is_unclear(name: str) -> bool:
    return name.endswith(("_unclear", "_too_short", "_too_long")) or name in _ASKS_AGAIN


def _keys(text: str) -> str:
    """What a person types instead of saying it again: a number, the first button, the second."""
    digits = text.replace(" ", "")
    if digits.isdecimal():
        return digits + "#"
    first = re.split(r"\W", text)[0].lower()
    return {"oui": "1", "yes": "1", "non": "2", "no": "2"}.get(first, "")
