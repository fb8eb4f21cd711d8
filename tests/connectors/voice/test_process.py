"""Many calls beside each other in one process, in readable sound over real AudioSocket lines."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from benchmarks.voice_load import load, telephone
from connectors.voice.calls import Calls
from connectors.voice.counts import Counts
from connectors.voice.house import House
from connectors.voice.phrases import phrase
from connectors.voice.speech import Expected, Transcript
from tests.connectors.voice.local_line import LocalLine
from tests.connectors.voice.readable import (
    ReadableActivity,
    ReadableEars,
    ReadableUtterance,
    ReadableVoice,
    texts_in,
)
from tests.connectors.voice.recorded import until
from tests.connectors.voice.scripted import ScriptedDesk


class RememberingEars(ReadableEars):
    """Keeps every utterance; those of `slow` ones are never finished by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.utterances: list[ReadableUtterance] = []

    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> ReadableUtterance:
        self.utterances.append(SlowUtterance(language))
        return self.utterances[-1]


class SlowUtterance(ReadableUtterance):
    async def finish(self) -> Transcript:
        await asyncio.Event().wait()
        raise AssertionError


def calls_of(capacity: int, counts: Counts, **house: Any) -> Calls:
    voice = ReadableVoice()
    made = {
        "ears": ReadableEars(), "activity": ReadableActivity, "synthesiser": voice,
        "fallback": voice.fallback, "desk": ScriptedDesk(), "note": counts.note,
        "sealed": lambda _conversation, payload: payload, **house,
    }
    return Calls(House(**made), capacity, counts)


async def test_twenty_callers_at_once_are_all_answered_and_memory_stays_flat() -> None:
    found = await load(calls=20, seconds=12.0, haste=2.0)
    assert found.errors == 0
    assert found.turns >= 40
    assert found.end_mb - found.settled_mb < 30


async def test_a_caller_who_is_silent_for_ever_is_wished_goodbye() -> None:
    async with AsyncExitStack() as stack:
        asterisk = await telephone(stack, 1, tick=0.001)
        async with asterisk.call(language="fr", rate=16_000, haste=60) as leg:
            await asyncio.wait_for(leg.ended.wait(), 60)
    heard = texts_in(bytes(leg.heard))
    assert heard[-1].endswith(phrase("silent_goodbye", "fr").text)


async def test_as_many_again_hear_that_all_lines_are_busy_and_the_rest_are_just_let_go() -> None:
    counts = Counts()
    calls = calls_of(1, counts)
    lines = [LocalLine(id=f"call-{number}") for number in range(4)]
    taken = asyncio.create_task(calls.take(lines[0]))
    await lines[0].until(phrase("opening_question", "fr").text)
    for line in lines[1:]:
        line.holds = True
    refused = [asyncio.create_task(calls.take(line)) for line in lines[1:]]
    await until(lambda: sum(line.was_hung_up for line in lines) == 2)
    lines[1].release()
    await asyncio.gather(*refused)
    assert phrase("busy", "fr").text in lines[1].words
    assert all(line.told[-1] == {"type": "full"} for line in lines[1:])
    assert calls.open == 1 and not lines[0].was_hung_up
    assert b'outcome="refused"} 3.0' in counts.as_text()
    lines[0].leave()
    await taken
    assert calls.open == 0 and b'guichet_open_calls{line="local"} 0.0' in counts.as_text()


async def test_a_caller_who_hears_that_lines_are_busy_may_hang_up_first() -> None:
    calls, line = calls_of(0, Counts()), LocalLine()
    line.holds = True
    refused = asyncio.create_task(calls.take(line))
    line.leave()
    await asyncio.wait_for(refused, 30)
    assert line.was_hung_up


async def test_no_recogniser_is_left_with_work_for_a_caller_who_has_gone() -> None:
    ears = RememberingEars()
    calls, line = calls_of(1, Counts(), ears=ears), LocalLine()
    taken = asyncio.create_task(calls.take(line))
    await line.until(phrase("opening_question", "fr").text)
    line.say("une question")
    line.say("une autre")
    line.leave()
    await asyncio.wait_for(taken, 30)
    assert len(ears.utterances) == 2
    assert all(utterance.was_cancelled for utterance in ears.utterances)


async def test_closing_ends_every_call() -> None:
    calls, line = calls_of(1, Counts()), LocalLine()
    taken = asyncio.create_task(calls.take(line))
    await line.until(phrase("opening_question", "fr").text)
    await calls.close()
    await asyncio.wait({taken}, timeout=5)
    assert line.was_hung_up and calls.open == 0
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert others == []


async def test_a_desk_whose_answer_cannot_be_read_is_apologised_for() -> None:
    desk = ScriptedDesk([ValueError("not JSON")])
    calls, line = calls_of(1, Counts(), desk=desk), LocalLine()
    taken = asyncio.create_task(calls.take(line))
    await line.until(phrase("opening_question", "fr").text)
    line.say("une question")
    await line.until(phrase("unavailable", "fr").text)
    line.leave()
    await taken
