"""Turn-taking, chunk by chunk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.voice.activity import CHUNK_MS
from connectors.voice.floor import COMPLETE, ENDINGS, LONGEST, NO_INPUT, Floor, Step
from connectors.voice.speech import Expected


def steps(floor: Floor, speech: list[float], desk_speaks: bool = False) -> list[Step]:
    found = [floor.hear(one, CHUNK_MS, desk_speaks) for one in speech]
    return [step for step in found if step is not None]


def chunks(ms: float) -> int:
    return int(ms / CHUNK_MS) + 1


def test_a_sentence_begins_pauses_and_ends() -> None:
    floor = Floor()
    said = [0.9] * 20 + [0.0] * chunks(ENDINGS[Expected.ANYTHING])
    assert steps(floor, said) == [Step.BEGAN, Step.PAUSED, Step.ENDED]


@pytest.mark.parametrize("expected", list(Expected))
def test_the_silence_that_ends_depends_on_what_was_asked(expected: Expected) -> None:
    floor = Floor()
    floor.expect(expected)
    assert Step.ENDED not in steps(floor, [0.9] * 10 + [0.0] * (chunks(ENDINGS[expected]) - 2))
    assert Step.ENDED in steps(floor, [0.0] * 2)


def test_a_dictated_number_may_pause_where_a_yes_may_not() -> None:
    pause = chunks(ENDINGS[Expected.YES_NO])
    number, answer = Floor(Expected.DIGITS), Floor(Expected.YES_NO)
    said = [0.9] * 10 + [0.0] * pause + [0.9] * 10
    assert Step.ENDED not in steps(number, said)
    assert Step.ENDED in steps(answer, said)


def test_a_whole_answer_ends_sooner() -> None:
    floor = Floor(Expected.DIGITS)
    steps(floor, [0.9] * 10)
    floor.complete()
    assert steps(floor, [0.0] * chunks(COMPLETE))[-1] is Step.ENDED


def test_in_the_middle_of_a_number_a_pause_may_be_as_long_as_in_one() -> None:
    floor, said = Floor(Expected.ANYTHING), [0.9] * 10
    steps(floor, said)
    floor.unfinished()
    assert Step.ENDED not in steps(floor, [0.0] * chunks(ENDINGS[Expected.ANYTHING]))
    assert Step.ENDED in steps(floor, said + [0.0] * chunks(ENDINGS[Expected.ANYTHING]))


def test_a_click_is_not_a_beginning() -> None:
    assert steps(Floor(), [0.9, 0.0, 0.0, 0.0] * 10) == []


def test_a_cough_over_the_desk_is_not_an_interruption() -> None:
    assert steps(Floor(), [0.9, 0.6, 0.4, 0.1, 0.0], desk_speaks=True) == []


def test_clear_speech_over_the_desk_is_one_within_a_tenth_of_a_second() -> None:
    floor = Floor()
    assert [floor.hear(0.95, CHUNK_MS, True) for _ in range(3)][-1] is Step.BEGAN


def test_silence_is_told_once_and_then_again() -> None:
    said = steps(Floor(), [0.0] * (2 * chunks(NO_INPUT)))
    assert said == [Step.SILENT, Step.SILENT]


def test_the_caller_is_not_asked_to_speak_while_the_desk_does() -> None:
    assert steps(Floor(), [0.0] * (2 * chunks(NO_INPUT)), desk_speaks=True) == []


def test_nobody_speaks_for_ever() -> None:
    assert steps(Floor(), [0.9] * chunks(LONGEST + 200))[:2] == [Step.BEGAN, Step.ENDED]


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=400))
def test_every_end_has_its_beginning(sound: list[tuple[float, bool]]) -> None:
    floor, is_open = Floor(), False
    for speech, desk_speaks in sound:
        step = floor.hear(speech, CHUNK_MS, desk_speaks)
        if step is Step.BEGAN:
            assert not is_open
            is_open = True
        elif step in (Step.ENDED, Step.PAUSED):
            assert is_open
            is_open = step is Step.PAUSED
        elif step is Step.SILENT:
            assert not is_open
        assert floor.hearing is is_open
