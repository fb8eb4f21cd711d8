"""The voice benchmark's arithmetic, and what a reader gets of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.voice_findings import GOALS, figures
from benchmarks.voice_report import picture, table
from benchmarks.voice_said import BOOKING, BROKEN, PAUSES
from benchmarks.voice_turns import Found, Note, Pause, Turn
from connectors.voice.asked import is_complete
from connectors.voice.speech import Expected


def a_turn(beyond: float, silence: float = 0.7, with_crm: bool = False) -> Turn:
    """Begun at 10 s, said at 12; half of the rest is the recogniser's, a quarter the desk's."""
    ended = 12 + silence
    notes = {
        "recognised": Note("recognised", beyond / 2, ended + beyond / 2),
        "answered": Note("answered", beyond / 4, ended + beyond * 3 / 4),
    }
    return Turn(10.0, 12.0, ended + beyond, silence, notes, with_crm)


def found(**more: object) -> Found:
    made = Found(
        {"fr": "vosk", "en": "vosk"}, 1,
        turns=[a_turn(0.4), a_turn(0.4), a_turn(0.6, 0.32, with_crm=True)],
        pairs=[(0.4, 1.0), (0.4, 0.8)], barge_ins=[0.1, 0.12], not_interrupted=1,
        pauses=[Pause("number", 0.5, False), Pause("number", 0.5, True), Pause("sentence", 1.2, True)],
        loads={1: [0.4, 0.4], 4: [0.5, 0.7], 8: [0.9, 1.2]},
        call=[(a_turn(0.4), 15.0)], ears_cpu=0.2, losses={"killed": [0.1, 0.3], "hangs": [2.1]},
    )  # fmt: skip
    return replace(made, **more)


def test_a_turn_is_measured_beyond_its_own_silence_and_split_by_stage() -> None:
    stages = figures(found())["stages"]
    assert stages["without_crm"]["silence"]["p50_ms"] == pytest.approx(700)
    assert stages["with_crm"]["silence"]["p50_ms"] == pytest.approx(320)
    assert stages["without_crm"]["recogniser"]["p95_ms"] == pytest.approx(200)
    assert stages["with_crm"]["desk"]["p50_ms"] == pytest.approx(150)
    assert stages["with_crm"]["mouth and line"]["p50_ms"] == pytest.approx(150)
    assert stages["with_crm"]["beyond"]["p50_ms"] == pytest.approx(600)


def test_false_endings_are_counted_by_pause_and_kind() -> None:
    rows = figures(found())["false_endings"]
    assert [(one["kind"], one["pause_ms"], one["cut"], one["tried"], one["rate"]) for one in rows] == [
        ("number", 500, 1, 2, 0.5), ("sentence", 1200, 1, 1, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("loads", "held"),
    [
        ({1: [0.4], 4: [0.7], 8: [0.9]}, 2.0),
        ({1: [0.4], 4: [0.7, None], 8: [0.9]}, 0.5),
        ({1: [0.9]}, 0.0),
        ({1: [None]}, 0.0),
    ],
    ids=["too slow at eight", "one was not heard", "too slow alone", "nobody was heard"],
)
def test_calls_a_core_are_those_that_wait_no_longer_than_the_goal(
    loads: dict[int, list[float | None]], held: float
) -> None:
    assert figures(found(loads=loads), cores=2)["calls_per_core"] == held


def test_each_goal_is_met_or_not() -> None:
    good = figures(found(loads={8: [0.5]}), cores=2)
    assert good["met"] == dict.fromkeys(GOALS, True)
    bad = figures(found(
        turns=[a_turn(0.9)], pairs=[(0.9, 1.0)], barge_ins=[0.2], loads={1: [0.9]},
        losses={"killed": [0.1, 0.6]},
    ))  # fmt: skip
    assert bad["met"] == dict.fromkeys(GOALS, False)


def test_what_was_never_measured_meets_no_goal_and_can_be_read() -> None:
    empty = figures(Found({"fr": "whisper"}, 0))
    assert not any(empty["met"].values())
    assert "—" in table(empty) and json.dumps(empty)


def test_the_picture_shows_one_call_as_it_went(tmp_path: Path) -> None:
    made = figures(found())
    assert [(one["what"], one["from"], one["to"]) for one in made["timeline"]] == [
        ("caller", 0.0, 2.0), ("silence", 2.0, 2.7), ("recogniser", 2.7, 2.9), ("desk", 2.9, 3.0),
        ("mouth and line", 3.0, 3.1), ("answer", 3.1, 5.0),
    ]  # fmt: skip
    picture(made, tmp_path / "voice.png")
    assert (tmp_path / "voice.png").stat().st_size > 1000
    assert "a recogniser that is killed" in table(made) and "2100 ms" in table(made)
    assert "missed" in table(made) and "1 of 2 taken for the end" in table(made)


def test_the_sentences_fit_what_is_measured_with_them() -> None:
    assert (min(PAUSES), max(PAUSES)) == (0.3, 1.2)
    assert {one.kind for one in BROKEN} >= {"sentence", "hesitation", "number", "hesitant number"}
    assert [step.leads_to for step in BOOKING] == ["phone", "confirmed", "utter_callback_booked"]
    for one in BROKEN:
        number = f"{one.before} {one.after}"
        assert is_complete(number, Expected.DIGITS, one.language) is ("number" in one.kind)
        assert not is_complete(one.before, Expected.DIGITS, one.language)
