"""The frames between a call and its recognisers, however their bytes are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.voice.frames import LONGEST, Decoder, Frame, Garbled, Kind

FRAMES = st.builds(Frame, st.sampled_from(Kind), st.integers(0, 2**32 - 1), st.binary(max_size=2000))


@given(st.lists(FRAMES, max_size=20), st.sampled_from([1, 2, 3, 7, 1000]))
def test_frames_come_out_as_they_went_in(frames: list[Frame], cut: int) -> None:
    data = b"".join(frame.encode() for frame in frames)
    decoder = Decoder()
    found = [frame for at in range(0, len(data), cut) for frame in decoder.feed(data[at : at + cut])]
    assert found == frames


@given(st.binary(max_size=500))
def test_any_bytes_are_frames_or_garbled(data: bytes) -> None:
    try:
        for frame in Decoder().feed(data):
            assert frame.encode() in data
    except Garbled:
        pass


def test_a_frame_that_is_too_long_is_refused_before_it_is_kept() -> None:
    head = (LONGEST + 1).to_bytes(4, "big") + bytes([Kind.FEED]) + bytes(4)
    with pytest.raises(Garbled):
        list(Decoder().feed(head))
