"""A call's manners, on a line without a network and with a desk that says what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from bot.conversation import DialogueUnavailable
from connectors.voice.desk_by_rest import Choice, Spoken
from connectors.voice.notice import Told
from connectors.voice.speech import EarsFailed, Expected, Transcript
from tests.connectors.voice.local_line import LocalLine
from tests.connectors.voice.readable import ReadableEars, ReadableUtterance, ReadableVoice
from tests.connectors.voice.scripted import Codes, ScriptedDesk, calling, eventually, words


async def test_a_call_opens_with_who_speaks_and_that_nothing_is_recorded() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk()):
        heard = await line.until(words("opening_question"))
    assert words("opening") in heard
    assert "en|" + words("opening_other_language") in heard


async def test_a_caller_who_cuts_the_opening_short_is_told_before_the_answer() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Débranchez la box.")], [Spoken("Rebranchez-la.")]])
    async with calling(line, desk) as call:
        line.holds = True
        await eventually(lambda: call._speaking.is_on)
        line.say("ma box clignote")
        await eventually(lambda: line.flushed)
        line.release()
        heard = await line.until("Débranchez la box.")
        line.say("et ensuite")
        await line.until("Rebranchez-la.")
    assert heard.index(words("notice")) < heard.index("Débranchez la box.")
    assert line.words.count(words("notice")) == 1


async def test_what_the_caller_says_is_answered_aloud() -> None:
    line, desk = LocalLine(caller="+33612345678"), ScriptedDesk([[Spoken("Débranchez la box.")]])
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.say("ma box clignote")
        heard = await line.until("Débranchez la box.")
    assert words("notice") not in heard
    assert desk.texts == ["ma box clignote"]
    conversation, _, metadata = desk.told[0]
    assert conversation == "call-call-1"
    assert metadata["caller"] == "+33612345678"


async def test_the_answer_is_spoken_in_its_own_language_and_the_ears_follow() -> None:
    line, ears = LocalLine(language="en"), ReadableEars()
    desk = ScriptedDesk([[Spoken("Your number?", "utter_ask_phone", "en", "phone")]])
    async with calling(line, desk, ears=ears):
        await line.until("What is your question?")
        line.say("call me back")
        await line.until("en|Your number?")
        line.say("oh six")
        await eventually(lambda: len(desk.told) == 2)
    assert ears.asked[-1] == ("en", Expected.DIGITS)


async def test_speech_over_the_desk_stops_it_at_once() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Une longue explication.")], [Spoken("Autre chose.")]])
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.holds = True
        line.say("une question", 1000)
        await eventually(lambda: desk.told and line.told and line.told[-1]["type"] == "speaking")
        line.say("non attendez", 1000)
        await eventually(lambda: line.flushed)
        line.release()
        await line.until("Autre chose.")
    assert desk.texts == ["une question", "non attendez"]
    assert "Une longue explication." not in line.words


async def test_a_noise_over_the_desk_lets_it_go_on_where_it_was() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk([[Spoken("Une longue explication.")]])):
        await line.until(words("opening_question"))
        line.holds = True
        line.say("une question", 1000)
        await eventually(lambda: line.told and line.told[-1]["type"] == "speaking")
        line.noise(200)
        line.wait(1000)
        await eventually(lambda: line.flushed)
        line.release()
        await line.until("Une longue explication.")


def murmur(text: str) -> bytes:
    noise = np.random.default_rng(len(text)).normal(0, 4000, 48000)
    return bytes(np.convolve(noise, np.ones(8) / 8, "same").astype("<i2").tobytes())


class Murmur(ReadableVoice):
    """Speaks for three seconds like a voice: what comes back of it can be compared."""

    async def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        yield murmur(text)


async def test_an_echo_does_not_stop_the_desk_and_a_voice_does() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk(), synthesiser=Murmur()) as call:
        line.holds = True
        await eventually(lambda: call._speaking.playback.lately(0))
        own = np.frombuffer(murmur(words("opening")), dtype="<i2")
        line.wait(100)
        line.hear((own * 0.5).astype("<i2").tobytes()[:40_000])
        await asyncio.sleep(0.2)
        assert line.flushed == 0
        line.say("attendez")
        await eventually(lambda: line.flushed)


async def test_a_second_failure_offers_keys() -> None:
    line = LocalLine()
    unclear = Spoken("Je n’ai pas compris.", "utter_phone_unclear", "fr", "phone")
    async with calling(line, ScriptedDesk([[unclear], [unclear]])):
        await line.until(words("opening_question"))
        line.say("mon numéro")
        await line.until("Je n’ai pas compris.")
        assert words("keys_digits") not in line.words
        line.say("mon numéro encore")
        await line.until(words("keys_digits"))


async def test_a_number_can_be_typed_and_ends_with_a_hash() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Votre numéro ?", "utter_ask_phone", "fr", "phone")]])
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.say("rappelez-moi")
        await line.until("Votre numéro ?")
        line.press("0612345678#")
        await eventually(lambda: len(desk.told) == 2)
    assert desk.texts[1] == "0612345678"


async def test_a_button_can_be_pressed_by_its_place() -> None:
    line = LocalLine()
    asked = Spoken("Est-ce bien cela ?", "utter_confirm", "fr", "confirmed",
                   (Choice("Oui", "/affirm~x"), Choice("Non", "/deny~y")))
    desk = ScriptedDesk([[asked]])
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.say("c'est tout")
        await line.until("Est-ce bien cela ?")
        line.press("2")
        await eventually(lambda: len(desk.told) == 2)
    assert desk.texts[1] == "/deny~y"


MENU = Spoken("Votre choix ?", "utter_menu", "fr", "",
              (Choice("Un", "/one~x"), Choice("Deux", "/two~x"), Choice("Trois", "/three~x")))


@pytest.mark.parametrize("keys", ["5", "A", "#", "B#D"])
async def test_a_key_that_means_nothing_does_not_silence_the_desk(keys: str) -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk([[MENU]])):
        await line.until(words("opening_question"))
        line.holds = True
        line.say("un menu", 1000)
        await eventually(lambda: line.told and line.told[-1]["type"] == "speaking")
        line.press(keys)
        await asyncio.sleep(0.1)
        line.release()
        await line.until("Votre choix ?")
    assert not line.flushed


async def test_a_key_that_means_nothing_is_met_with_those_that_do() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk([[MENU]])) as call:
        await line.until(words("opening_question"))
        line.say("un menu", 1000)
        await line.until("Votre choix ?")
        await eventually(lambda: call._working == 0)
        line.press("5")
        await line.until(words("keys_choice", key="3", title="Trois"))


async def test_a_hash_that_comes_twice_changes_nothing() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Votre numéro ?", "utter_ask_phone", "fr", "phone")],
                         [Spoken("C’est noté.", "utter_saved", "fr", "phone")]], delay=0.1)
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        line.say("rappelez-moi")
        await line.until("Votre numéro ?")
        line.press("0612345678##")
        await line.until("C’est noté.")
        await eventually(lambda: call._working == 0)
    assert desk.texts[1:] == ["0612345678"]
    assert words("keys_digits") not in line.words


async def test_zero_asks_for_a_person() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.press("0")
        await eventually(lambda: desk.told)
    assert desk.texts == ["/talk_to_human~sealed"]


async def test_a_handoff_passes_the_caller_on() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Un conseiller arrive.", custom={"handoff": True})]])
    async with calling(line, desk, transfer_to="agents"):
        await line.until(words("opening_question"))
        line.say("un conseiller")
        await eventually(lambda: line.transferred_to)
    assert line.transferred_to == "agents"
    assert words("transferring") in line.words


async def test_goodbye_ends_the_call() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk([[Spoken("Au revoir.", "utter_goodbye")]])):
        await line.until(words("opening_question"))
        line.say("au revoir")
        await eventually(lambda: line.was_hung_up)
    assert "Au revoir." in line.words


async def test_silence_is_met_with_patience_keys_a_callback_and_a_goodbye() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk()) as call:
        await line.until(words("opening_question"))
        for name in ("silent", "silent_keys", "silent_callback", "silent_goodbye"):
            await eventually(lambda: call._working == 0)
            line.wait(7500)
            await line.until(words(name))
        await eventually(lambda: line.was_hung_up)


async def test_a_yes_to_the_callback_that_a_silence_offered_books_one() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("opening_question"))
        for name in ("silent", "silent_keys", "silent_callback"):
            await eventually(lambda: call._working == 0)
            line.wait(7500)
            await line.until(words(name))
        await eventually(lambda: call._working == 0)
        line.say("oui")
        await eventually(lambda: desk.told)
    assert desk.texts == ["/request_callback~sealed"]


@pytest.mark.parametrize("answer", ["oui", "06 12 34", "0612345678#"])
async def test_the_callback_that_a_silence_offers_leaves_the_open_question_open(answer: str) -> None:
    line, ears = LocalLine(), ReadableEars()
    desk = ScriptedDesk([[Spoken("Votre numéro ?", "utter_ask_phone", "fr", "phone")]])
    async with calling(line, desk, ears=ears) as call:
        await line.until(words("opening_question"))
        line.say("mon dossier")
        await line.until("Votre numéro ?")
        for name in ("silent", "silent_keys", "silent_callback_open"):
            await eventually(lambda: call._working == 0)
            line.wait(7500)
            await line.until(words(name))
        await eventually(lambda: call._working == 0)
        line.press(answer) if answer.endswith("#") else line.say(answer)
        await eventually(lambda: len(desk.told) == 2)
    booked = {"oui": "/request_callback~sealed"}
    assert desk.texts[1] == booked.get(answer, answer.rstrip("#"))
    if not answer.endswith("#"):
        assert ears.asked[-1] == ("fr", Expected.DIGITS)


@pytest.mark.parametrize(("after", "bridged"), [(0.1, True), (float("inf"), False)])
async def test_a_slow_answer_is_bridged_by_a_word(after: float, bridged: bool) -> None:
    line, desk = LocalLine(), ScriptedDesk([[Spoken("Voilà.")]], delay=0.8)
    async with calling(line, desk, filler_after=after):
        await line.until(words("opening_question"))
        line.say("une question")
        await line.until("Voilà.")
    assert (words("filler") in line.words) is bridged


async def test_a_desk_that_is_down_is_admitted_and_in_the_end_the_call_too() -> None:
    line, desk = LocalLine(), ScriptedDesk([DialogueUnavailable("down")] * 3)
    async with calling(line, desk):
        await line.until(words("opening_question"))
        for _ in range(2):
            line.say("une question")
            await eventually(lambda: line.words.count(words("unavailable")))
        line.say("une question")
        await line.until(words("unavailable_goodbye"))
        await eventually(lambda: line.was_hung_up)


class LosingEars(ReadableEars):
    """The first utterance is lost with its worker."""

    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> ReadableUtterance:
        made = super().utterance(language, expected)
        return LostUtterance(language) if len(self.asked) == 1 else made


class LostUtterance(ReadableUtterance):
    async def finish(self) -> Transcript:
        raise EarsFailed("worker died")


async def test_ears_that_fail_ask_to_hear_it_again_and_the_call_goes_on() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, ears=LosingEars()):
        await line.until(words("opening_question"))
        line.say("ma box est en panne")
        await line.until(words("not_heard"))
        line.say("ma box est en panne")
        await eventually(lambda: desk.told)
    assert desk.texts == ["ma box est en panne"]


@pytest.mark.parametrize("way", ["spoken", "typed"])
async def test_a_code_continues_the_conversation_of_the_web_site(way: str) -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say("mon code est le 48 29 15") if way == "spoken" else line.press("*482915")
        await eventually(lambda: desk.told)
    assert desk.told[0][:2] == ("web-abc", "/repeat~sealed")
    assert words("code_right") in line.words


async def test_a_wrong_code_is_refused_and_the_call_goes_on() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.press("*000000")
        await line.until(words("code_wrong"))
    assert desk.told == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("mon code client est 123456", ["mon code client est 123456"]),
        ("12 34 56", ["12 34 56"]),
        ("mon code est 123456", []),
        ("le code 123456 que vous me donnez ouvre quoi", ["le code 123456 que vous me donnez ouvre quoi"]),
    ],
)
async def test_six_digits_that_are_no_code_go_to_the_desk(said: str, told: list[str]) -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say(said)
        await line.until(words("code_wrong") if not told else "Très bien.")
        was_refused = words("code_wrong") in line.words
    assert desk.texts == told
    assert was_refused is (said.startswith(("mon code est", "le code")))


async def test_the_digits_of_a_code_alone_are_enough() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say("quarante-huit vingt-neuf quinze")
        await line.until(words("code_right"))
        await eventually(lambda: desk.told)
    assert desk.told[0][:2] == ("web-abc", "/repeat~sealed")


async def test_six_digits_answer_the_question_that_asks_for_a_number() -> None:
    line = LocalLine()
    desk = ScriptedDesk([[Spoken("Votre numéro ?", "utter_ask_phone", "fr", "phone")]])
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say("rappelez-moi")
        await line.until("Votre numéro ?")
        line.say("48 29 15", 4000)
        await eventually(lambda: len(desk.told) == 2)
    assert desk.texts == ["rappelez-moi", "48 29 15"]


@pytest.mark.parametrize("way", ["répétez s'il vous plaît", "**", ""])
async def test_a_code_that_was_given_is_said_again(way: str) -> None:
    line, desk = LocalLine(), ScriptedDesk()
    given = words("code_issued", code="4, 8, 2, 9, 1, 5")
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say("je préfère continuer par écrit")
        await line.until(given)
        if way == "**":
            line.press(way)
        elif way:
            line.say(way)
        else:
            line.wait(20_000)
        await eventually(lambda: line.words.count(given) >= 2)
        line.say("et ma facture")
        await eventually(lambda: desk.told)
        line.say("répétez")
        await eventually(lambda: len(desk.told) == 2)
    assert desk.texts == ["et ma facture", "répétez"]


async def test_a_code_that_is_taken_after_one_was_given_goes_on_with_its_conversation() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say("je préfère continuer par écrit")
        await line.until("4, 8, 2, 9, 1, 5")
        line.press("*482915")
        await line.until("Très bien.")
    assert [one[:2] for one in desk.told] == [("web-abc", "/repeat~sealed")]


async def test_push_to_talk_decides_instead_of_silence() -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk):
        await line.until(words("opening_question"))
        line.push(True)
        line.say("première moitié", 1500)
        line.say("seconde moitié", 100)
        await asyncio.sleep(0.1)
        assert desk.told == []
        line.push(False)
        await eventually(lambda: desk.told)
    assert desk.texts == ["première moitié seconde moitié"]


def push_to_talk() -> LocalLine:
    return LocalLine(line="browser", conversation="web-abc", language="fr",
                     variables={"mode": "push"})


async def test_a_microphone_opens_with_the_notice_once_a_conversation() -> None:
    told = Told()
    for times in (1, 0):
        line = push_to_talk()
        async with calling(line, ScriptedDesk(), told=told):
            await line.until(words("listening"))
        assert line.words.count(words("opening_here")) == times


async def test_a_visitor_with_a_button_may_read_for_a_while() -> None:
    line, desk = push_to_talk(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("listening"))
        await eventually(lambda: call._working == 0)
        line.wait(60_000)
        line.push(True)
        line.say("ma box clignote", 100)
        line.push(False)
        await eventually(lambda: desk.told)
    assert desk.texts == ["ma box clignote"]
    assert words("silent") not in line.words


async def test_a_page_that_is_left_open_is_asked_in_the_end() -> None:
    line = push_to_talk()
    async with calling(line, ScriptedDesk()) as call:
        await line.until(words("listening"))
        await eventually(lambda: call._working == 0)
        line.wait(185_000)
        await line.until(words("silent"))


async def test_who_puts_the_button_away_is_heard_without_it() -> None:
    line, desk = push_to_talk(), ScriptedDesk()
    async with calling(line, desk) as call:
        await line.until(words("listening"))
        await eventually(lambda: call._working == 0)
        line.push(True)
        line.say("première question", 100)
        line.push(False)
        await eventually(lambda: desk.told)
        await eventually(lambda: call._working == 0)
        line.say("seconde question")
        await eventually(lambda: len(desk.told) == 2)
    assert desk.texts == ["première question", "seconde question"]


async def test_a_call_has_a_longest_length() -> None:
    line = LocalLine()
    async with calling(line, ScriptedDesk(), longest=0.05):
        await line.until(words("too_long"))
        await eventually(lambda: line.was_hung_up)


async def test_an_opinion_asked_at_goodbye_is_waited_for() -> None:
    line = LocalLine()
    asked = [Spoken("Au revoir.", "utter_goodbye", "fr", "score"),
             Spoken("Satisfait ?", "utter_ask_csat", "fr", "score")]
    thanks = [Spoken("Merci de votre avis.", "utter_feedback_saved", "fr", "")]
    async with calling(line, ScriptedDesk([asked, thanks])) as call:
        await line.until(words("opening_question"))
        line.say("au revoir")
        await line.until("Satisfait ?")
        await eventually(lambda: call._working == 0)
        assert not line.was_hung_up
        line.say("cinq")
        await line.until("Merci de votre avis.")
        await eventually(lambda: line.was_hung_up)


@pytest.mark.parametrize("said", ["je préfère continuer par écrit", "can we carry on in the chat"])
async def test_a_caller_may_go_on_in_writing(said: str) -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, passage=Codes("482915", "web-abc")):
        await line.until(words("opening_question"))
        line.say(said)
        await line.until("4, 8, 2, 9, 1, 5")
    assert desk.told == []


async def test_in_the_widget_the_desk_just_listens() -> None:
    line, desk = LocalLine(line="browser", conversation="web-abc", language="fr"), ScriptedDesk()
    async with calling(line, desk):
        await line.until(words("listening"))
        line.say("ma box clignote")
        await eventually(lambda: desk.told)
    assert desk.told[0][:2] == ("web-abc", "ma box clignote")
    assert words("opening") not in line.words
