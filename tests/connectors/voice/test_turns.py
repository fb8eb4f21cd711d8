"""Callers who go on speaking: the desk waits for them, and answers what they said in the end."""

from __future__ import annotations

import asyncio

import pytest

from connectors.voice import turns
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.speech import Expected, Transcript
from tests.connectors.voice.local_line import LocalLine
from tests.connectors.voice.readable import ReadableEars, ReadableUtterance, sound_of
from tests.connectors.voice.scripted import ScriptedDesk, calling, eventually, words


def goes_on(line: LocalLine, text: str) -> None:
    """Speak, and do not stop yet."""
    line.hear(sound_of(text, 200))


class SlowUtterance(ReadableUtterance):
    async def finish(self) -> Transcript:
        await asyncio.sleep(0.9)
        return await super().finish()


class SlowEars(ReadableEars):
    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> SlowUtterance:
        return SlowUtterance(language)


async def test_an_answer_waits_for_a_caller_who_goes_on_and_is_then_out_of_date() -> None:
    line = LocalLine()
    first = Spoken("Quel est votre numéro ?", "utter_ask_phone", "fr", "phone")
    desk = ScriptedDesk([[first], [Spoken("Seconde réponse.")]], delay=0.2)
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        line.say("rappelez-moi", 1000)
        await eventually(lambda: desk.told)
        goes_on(line, "au plus vite")
        await eventually(lambda: call._talk.courtesy.question.expected is Expected.DIGITS)
        await asyncio.sleep(0.2)
        assert first.text not in line.words
        line.wait(2000)
        await line.until("Seconde réponse.")
    assert desk.texts == ["rappelez-moi", "au plus vite"]
    assert first.text not in line.words


async def test_an_answer_that_waited_for_a_cough_is_said_after_it() -> None:
    line, desk = LocalLine(), ScriptedDesk([[Spoken("La réponse.")]], delay=0.2)
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        line.say("une question", 1000)
        await eventually(lambda: desk.told)
        line.noise(200)
        await eventually(lambda: call._talk.is_speech_due)
        await asyncio.sleep(0.1)
        assert "La réponse." not in line.words
        line.wait(1000)
        await line.until("La réponse.")
        await eventually(lambda: call._working == 0)
    assert words("not_heard") not in line.words


async def test_a_sentence_with_a_long_pause_in_it_is_one() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, ears=SlowEars()) as call:
        await line.until(words("opening_question"))
        line.say("je voudrais", 1000)
        goes_on(line, "ouvrir un dossier")
        await eventually(lambda: call._understanding._unanswered)
        line.wait(1000)
        await eventually(lambda: desk.told)
    assert desk.texts == ["je voudrais ouvrir un dossier"]


async def test_a_television_does_not_keep_the_desk_from_answering(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.3)
    line, desk = LocalLine(), ScriptedDesk([[Spoken("La réponse.")]], delay=0.2)
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.say("une question", 1000)
        await eventually(lambda: desk.told)
        line.noise(5_000)
        await line.until("La réponse.")


async def test_the_last_goodbye_waits_for_nobody() -> None:
    line, desk = LocalLine(), ScriptedDesk([[Spoken("La réponse.")]], delay=0.2)
    async with calling(line, desk, longest=1.0) as call:
        await line.until(words("opening_question"))
        line.say("une question", 1000)
        await eventually(lambda: desk.told)
        line.noise(5_000)
        await eventually(lambda: call._talk.is_speech_due)
        await line.until(words("too_long"), 3)
        await eventually(lambda: line.was_hung_up)
    assert "La réponse." not in line.words


async def test_a_word_bridges_slow_ears_but_not_a_cough() -> None:
    line, desk = LocalLine(), ScriptedDesk([[Spoken("Voilà.")]])
    async with calling(line, desk, ears=SlowEars()):
        await line.until(words("opening_question"))
        line.say("une question")
        heard = await line.until("Voilà.")
    assert words("filler") in heard
    line = LocalLine()
    async with calling(line, ScriptedDesk()):
        await line.until(words("opening_question"))
        line.noise(200)
        line.wait(1000)
        await line.until(words("not_heard"))
        await asyncio.sleep(0.7)
    assert words("filler") not in line.words


async def test_the_bridging_word_is_not_said_over_a_caller_and_stops_for_one() -> None:
    line, desk = LocalLine(), ScriptedDesk([[Spoken("Voilà.")]], delay=1.0)
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.say("une question", 1000)
        await eventually(lambda: desk.told)
        goes_on(line, "attendez")
        await asyncio.sleep(0.8)
        assert words("filler") not in line.words
    line, desk = LocalLine(), ScriptedDesk(delay=3.0)
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        line.holds = True
        line.say("une question", 1000)
        await eventually(lambda: desk.told and call._speaking.is_on)
        goes_on(line, "attendez")
        await eventually(lambda: line.flushed)


async def test_a_goodbye_that_the_caller_interrupts_is_none() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        for name in ("silent", "silent_keys", "silent_callback"):
            await eventually(lambda: call._working == 0)
            line.wait(7500)
            await line.until(words(name))
        await eventually(lambda: call._working == 0)
        line.holds = True
        line.wait(7500)
        await eventually(lambda: call._speaking.is_on)
        line.say("je suis là")
        line.release()
        await eventually(lambda: desk.told)
        assert not line.was_hung_up


async def test_noise_without_words_does_not_hold_a_line_for_ever() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        for _ in range(6):
            await eventually(lambda: call._working == 0)
            line.noise(300)
            line.wait(1000)
            await asyncio.sleep(0.1)
        await line.until(words("silent_goodbye"))
        await eventually(lambda: line.was_hung_up)
    assert words("silent_callback") in line.words
    assert line.words.count(words("not_heard")) == 4
    assert desk.told == []


async def test_words_that_are_understood_end_the_patience_with_noise_anew() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        for round in range(2):
            for _ in range(3):
                await eventually(lambda: call._working == 0)
                line.noise(300)
                line.wait(1000)
                await asyncio.sleep(0.1)
            line.say("une question")
            await eventually(lambda round=round: len(desk.told) == round + 1)
    assert words("silent_callback") not in line.words
