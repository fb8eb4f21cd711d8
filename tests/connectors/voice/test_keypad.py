"""What the telephone's keys mean."""

from __future__ import annotations

import pytest

from connectors.voice.keypad import AGAIN, HUMAN, LANGUAGE, MENU, Chosen, Keypad, Typed
from connectors.voice.speech import Expected


def pressed(keys: str, expected: Expected = Expected.ANYTHING, *buttons: str) -> list[object]:
    pad = Keypad()
    pad.ask(expected, buttons)
    return [meant for key in keys if (meant := pad.press(key)) is not None]


@pytest.mark.parametrize(
    ("keys", "expected", "buttons", "meant"),
    [
        ("0612345678#", Expected.DIGITS, (), [Typed("0612345678")]),
        ("0699*0612345678#", Expected.DIGITS, (), [Typed("0612345678")]),
        ("0#", Expected.ANYTHING, (), [Chosen(HUMAN)]),
        ("0#", Expected.YES_NO, ("/affirm~a", "/deny~b"), [Chosen(HUMAN)]),
        ("0#", Expected.SCORE, ("/inform~1", "/inform~2"), [Chosen(HUMAN)]),
        ("0612345678#", Expected.ANYTHING, (), [Typed("0612345678")]),
        ("0612345678#", Expected.YES_NO, ("/affirm~a", "/deny~b"), [Typed("0612345678")]),
        ("1", Expected.ANYTHING, (), [Chosen(MENU["1"])]),
        ("9", Expected.ANYTHING, (), [Chosen(LANGUAGE)]),
        ("2", Expected.YES_NO, ("/affirm~a", "/deny~b"), [Chosen("/deny~b")]),
        ("7", Expected.YES_NO, ("/affirm~a", "/deny~b"), []),
        ("9", Expected.YES_NO, ("/affirm~a", "/deny~b"), []),
        ("*123456", Expected.ANYTHING, (), [Typed("123456", is_code=True)]),
        ("**", Expected.ANYTHING, (), [Chosen(AGAIN)]),
        ("*#", Expected.ANYTHING, (), [Chosen(AGAIN)]),
        ("2#", Expected.MOMENT, ("/inform~a", "/inform~b"), [Chosen("/inform~b")]),
        ("0#", Expected.DIGITS, (), [Chosen(HUMAN)]),
        ("1#", Expected.SCORE, ("/cancel~a",), [Typed("1")]),
        ("2", Expected.SCORE, ("/inform~1", "/inform~2"), [Chosen("/inform~2")]),
        ("5#", Expected.SCORE, (), [Typed("5")]),
        ("10#", Expected.SCORE, (), [Typed("10")]),
        ("#", Expected.DIGITS, (), []),
        ("ABCD", Expected.ANYTHING, (), []),
    ],
)
def test_keys_mean(
    keys: str, expected: Expected, buttons: tuple[str, ...], meant: list[object]
) -> None:
    assert pressed(keys, expected, *buttons) == meant


def test_a_number_without_a_hash_is_taken_when_time_is_up() -> None:
    pad = Keypad()
    pad.ask(Expected.DIGITS, ())
    for key in "0612345678":
        assert pad.press(key) is None
    assert pad.settle() == Typed("0612345678")
    assert pad.settle() is None


def test_a_new_question_forgets_half_a_number() -> None:
    pad = Keypad()
    pad.ask(Expected.DIGITS, ())
    pad.press("0")
    pad.ask(Expected.YES_NO, ("/affirm",))
    assert pad.press("1") == Chosen("/affirm")
