"""Two sides' rounds: the ratios that a reader sees, and the sentences that visitors say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.chat import figures
from benchmarks.comparison import Comparison, picture, table
from benchmarks.stock import responses, sampled
from benchmarks.visitors import Round, Turn, said


def a_round(seconds: float, cpu: float, answered: bool = True) -> Round:
    return Round((Turn(seconds, True), Turn(seconds, answered)), 2 * seconds, cpu)


COMPARED = Comparison(1, [a_round(0.02, 0.04)] * 3, [a_round(0.04, 0.12, False)] * 3)


def test_half_the_wait_is_a_ratio_of_one_half() -> None:
    found = figures([COMPARED])
    assert found["latency_ratio_p50"] == pytest.approx(0.5)
    assert found["latency_ratio_p95"] == pytest.approx(0.5)


def test_a_third_of_the_cpu_is_three_times_the_messages() -> None:
    assert figures([COMPARED])["messages_per_cpu_second_ratio"] == pytest.approx(3)


def test_messages_left_unanswered_are_seen() -> None:
    answered = figures([COMPARED])["loads"][0]["answered"]
    assert (answered["guichet"]["median"], answered["stock"]["median"]) == (1.0, 0.5)


def test_the_table_names_every_measure_of_both_sides() -> None:
    assert "latency_p95_ms" in table([COMPARED])
    assert "stock Rasa" in table([COMPARED])


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    picture([COMPARED, COMPARED], tmp_path / "reports" / "chat.png")
    assert (tmp_path / "reports" / "chat.png").stat().st_size > 1000


def test_visitors_do_not_repeat_their_questions() -> None:
    questions = [text for number in range(324) for text in said(number) if "box" in text]
    assert len(questions) == len(set(questions)) == 81


def test_stock_learns_the_same_few_examples_each_time() -> None:
    listed = "".join(f"- example {number}\n" for number in range(50))
    few = sampled(listed, 5)
    assert few == sampled(listed, 5)
    assert len(few.splitlines()) == 5
    assert sampled(listed, 0) == listed


def test_stock_says_our_texts_with_their_buttons() -> None:
    said_by_stock = responses()["utter_confirm_callback"][0]
    assert said_by_stock["buttons"][0] == {"title": "Oui", "payload": "/affirm"}
    assert "{company}" not in yaml.safe_dump(responses())
