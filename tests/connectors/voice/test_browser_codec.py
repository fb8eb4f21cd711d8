"""The microphone's frames: what ours send is understood, everything else is refused."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice import browser
from connectors.voice.transport import Key, Mark, Pushed, Sound

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "down", "digit", "name", "token", "x"]), inner)
    ),
    max_leaves=8,
)


def test_each_control_means_one_event() -> None:
    meant = {
        '{"type": "push", "down": true}': Pushed(True),
        '{"type": "key", "digit": "#"}': Key("#"),
        '{"type": "mark", "name": "m1"}': Mark("m1"),
        '{"type": "mark", "name": "m1", "played": false}': Mark("m1", played=False),
        '{"type": "bye"}': None,
    }
    for text, event in meant.items():
        assert browser.event(browser.control(text)) == event


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"type": "shout"}',
        '{"type": "key", "digit": "12"}',
        '{"type": "key", "digit": "é"}',
        '{"type": "push", "down": "yes"}',
        '{"type": "mark", "name": ""}',
        '{"type": "bye", "more": 1}',
        '{"type": "hello", "token": "x", "mode": "telepathy"}',
        '{"type": "hello", "token": "' + "x" * 501 + '"}',
        " " * (browser.MAX_TEXT + 1),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(browser.BadFrame):
        browser.control(text)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_no_text_breaks_the_codec(text: str) -> None:
    try:
        browser.event(browser.control(text))
    except browser.BadFrame as bad:
        assert str(bad) in {"bad_frame", "too_big"}


VALID = [
    b'{"type": "hello", "token": "abc", "language": "fr", "mode": "push"}',
    b'{"type": "push", "down": true}',
    b'{"type": "key", "digit": "5"}',
    b'{"type": "mark", "name": "m1", "played": false}',
    b'{"type": "bye"}',
]


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_thousand_damaged_frames_at_a_time_are_read_or_refused(chance: random.Random) -> None:
    for _ in range(1000):
        damaged = bytearray(chance.choice(VALID))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(damaged))
            damaged[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
            damaged = damaged or bytearray(b"{")
        try:
            browser.control(damaged.decode("utf-8", "replace"))
        except browser.BadFrame as bad:
            assert str(bad) == "bad_frame"


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=browser.MAX_SOUND + 3))
def test_sound_is_whole_samples_of_a_bounded_length(data: bytes) -> None:
    if 0 < len(data) <= browser.MAX_SOUND and len(data) % 2 == 0:
        assert browser.sound(data) == Sound(data)
    else:
        with pytest.raises(browser.BadFrame):
            browser.sound(data)


@settings(deadline=None)
@given(st.integers(0, 5 * browser.MAX_SOUND))
def test_sound_of_any_length_leaves_in_frames_that_can_be_read_back(length: int) -> None:
    pcm = bytes(length)
    pieces = list(browser.pieces(pcm))
    assert b"".join(pieces) == pcm[: length - length % 2]
    assert all(browser.sound(piece) for piece in pieces)


def test_a_fact_is_told_in_bounded_words_and_unknown_ones_are_not() -> None:
    assert json.loads(str(browser.told({"type": "partial", "text": "ma fac"}))) == {
        "type": "partial",
        "text": "ma fac",
    }
    assert browser.told({"type": "listening"}) == '{"type": "listening"}'
    assert len(json.loads(str(browser.told({"type": "heard", "text": "a" * 9000})))["text"]) == 4000
    assert browser.told({"type": "secret", "text": "x"}) is None
    assert browser.told({}) is None
