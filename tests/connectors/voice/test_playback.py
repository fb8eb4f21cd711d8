"""What a caller is hearing of the desk."""

from __future__ import annotations

from connectors.voice.playback import Playback

SECOND = 32_000


def said(*values: int) -> bytes:
    """A second of each value."""
    return b"".join(bytes([value]) * SECOND for value in values)


def test_what_is_played_moves_on_with_what_is_heard() -> None:
    playback = Playback()
    playback.send(said(1, 2, 3), "all")
    assert set(playback.lately(0)) == {0, 1}
    playback.passed(SECOND * 5 // 2)
    assert set(playback.lately(SECOND)) == {1, 2, 3}
    assert set(playback.lately(0)) == {2, 3}


def test_a_mark_that_is_reached_sets_it_right() -> None:
    playback = Playback()
    playback.send(said(1), "one")
    playback.send(said(2), "two")
    playback.passed(SECOND * 3 // 2)
    playback.reached("one")
    assert set(playback.lately(0)) == {1, 2}
    playback.passed(SECOND * 9 // 10)
    playback.reached("two")
    assert set(playback.lately(0)) == {2, 0}


def test_what_was_flushed_has_no_echo_and_what_was_played_has_one_for_a_while() -> None:
    playback = Playback()
    playback.send(said(1, 2), "all")
    playback.passed(SECOND // 2)
    playback.flush()
    playback.send(said(3), "next")
    assert 2 not in playback.lately(0) and 1 in playback.lately(0)
    playback.flush()
    playback.passed(SECOND)
    assert playback.lately(0) == b""


def test_hours_of_it_are_not_kept() -> None:
    playback = Playback()
    for _ in range(100):
        playback.send(said(1), "second")
        playback.passed(SECOND)
    assert len(playback._tape) <= 41 * SECOND
    assert 1 in playback.lately(0)
