"""AudioSocket's frames, cut anywhere, and bytes that are none."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice.audiosocket import RATES, Decoder, Frame, Kind, Malformed
from tests.connectors.voice.cuts import SIZES, cut


def payload_of(kind: Kind) -> st.SearchStrategy[bytes]:
    fixed = {Kind.HANGUP: 0, Kind.UUID: 16, Kind.DTMF: 1}
    if kind in fixed:
        return st.binary(min_size=fixed[kind], max_size=fixed[kind])
    return st.binary(max_size=64)


frames = st.sampled_from(Kind).flatmap(
    lambda kind: payload_of(kind).map(lambda payload: Frame(kind, payload))
)


@given(kinds=st.lists(frames, min_size=1, max_size=25))
@settings(max_examples=300, deadline=None)
def test_frames_come_back_whatever_the_cuts(kinds: list[Frame]) -> None:
    stream = b"".join(frame.encode() for frame in kinds)
    for size in SIZES:
        decoder = Decoder()
        assert [frame for piece in cut(stream, size) for frame in decoder.feed(piece)] == kinds


def many(random: Random) -> list[Frame]:
    """A thousand frames of every kind, up to a size that few tests would draw."""
    fixed = {Kind.HANGUP: 0, Kind.UUID: 16, Kind.DTMF: 1}
    kinds = random.choices(list(Kind), k=1_000)
    return [
        Frame(kind, random.randbytes(fixed.get(kind, random.choice([0, 3, 64, 64, 640]) % 641)))
        for kind in kinds
        if kind is not Kind.ERROR
    ]


@given(seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_a_hundred_thousand_frames_come_back_and_leave_nothing_behind(seed: int) -> None:
    random = Random(seed)
    frames, decoder, found = many(random), Decoder(), []
    stream = b"".join(frame.encode() for frame in frames)
    while stream:
        size = random.choice([*SIZES, 323])
        found += decoder.feed(stream[:size])
        stream = stream[size:]
    assert found == frames
    assert len(decoder._data) == 0


@given(seed=st.integers(0, 2**32))
@settings(max_examples=120, deadline=None)
def test_a_stream_with_flipped_bits_is_read_up_to_the_first_of_them(seed: int) -> None:
    random = Random(seed)
    frames, found = many(random), []
    stream = bytearray(b"".join(frame.encode() for frame in frames))
    place = random.randrange(len(stream))
    stream[place] ^= 1 << random.randrange(8)
    with suppress(Malformed):
        decoder = Decoder()
        for piece in cut(bytes(stream), 1_000):
            for frame in decoder.feed(piece):
                found.append(frame)
    whole, size = 0, 0
    while size + len(frames[whole].encode()) <= place:
        size += len(frames[whole].encode())
        whole += 1
    assert found[:whole] == frames[:whole]


@given(garbage=st.binary(max_size=400), good=st.lists(frames, max_size=5))
@settings(max_examples=500, deadline=None)
def test_garbage_is_refused_or_read_but_never_kept_or_thrown(
    garbage: bytes, good: list[Frame]
) -> None:
    before = b"".join(frame.encode() for frame in good)
    for size in SIZES:
        decoder, read = Decoder(), []
        with suppress(Malformed):
            for piece in cut(before + garbage, size):
                for frame in decoder.feed(piece):
                    read.append(frame)
        assert len(decoder._data) <= 3 + 0xFFFF
        assert read[: len(good)] == good


def test_the_good_frames_before_garbage_are_given_out() -> None:
    decoder, read = Decoder(), []
    with pytest.raises(Malformed):
        for frame in decoder.feed(Frame(Kind.DTMF, b"5").encode() + b"\x01\x00\x00"):
            read.append(frame)
    assert read == [Frame(Kind.DTMF, b"5")]


@pytest.mark.parametrize("number", [0x02, 0x04, 0x19, 0x42, 0xFE])
@pytest.mark.parametrize("size", SIZES)
def test_a_kind_of_frame_that_nobody_knows_yet_is_left_out_and_counted(
    number: int, size: int
) -> None:
    counted: Counter[str] = Counter()
    decoder = Decoder(lambda name: counted.update([name]))
    first, last = Frame(Kind.UUID, bytes(16)), Frame(Kind.DTMF, b"5")
    unknown = bytes([number]) + b"\x01\x40" + bytes(range(256)) + bytes(64)
    stream = first.encode() + unknown + bytes([number, 0, 0]) + last.encode()
    assert [frame for piece in cut(stream, size) for frame in decoder.feed(piece)] == [first, last]
    assert counted == {"audiosocket_unknown_kind": 2}


@pytest.mark.parametrize("text", [b"GET / HTTP/1.1", b"\x42" * 3, b"\x02\xff\xff", b"\x02\x20\x01"])
def test_text_in_the_middle_of_a_call_is_no_frame_of_a_kind_to_come(text: bytes) -> None:
    decoder = Decoder()
    assert list(decoder.feed(Frame(Kind.DTMF, b"5").encode()))
    with pytest.raises(Malformed):
        list(decoder.feed(text))


def test_unknown_kinds_without_end_are_no_audiosocket() -> None:
    counted: Counter[str] = Counter()
    decoder, key = Decoder(lambda name: counted.update([name])), Frame(Kind.DTMF, b"5")
    for _ in range(99):
        assert list(decoder.feed(key.encode() + b"\x02\x00\x01x")) == [key]
    with pytest.raises(Malformed):
        list(decoder.feed(b"\x02\x00\x01x"))
    assert counted == {"audiosocket_unknown_kind": 100}


@pytest.mark.parametrize(
    "data", [b"\x02\x00\x01x", b"\x01\x00\x0f", b"\x03\x00\x02", b"\x00\x00\x01", b"\xff\xff\xff"]
)
def test_absurd_frames_are_refused_at_their_head(data: bytes) -> None:
    with pytest.raises(Malformed):
        list(Decoder().feed(data))


def test_the_wire_is_as_asterisk_writes_it() -> None:
    assert Frame(Kind.AUDIO_8K, bytes(320)).encode()[:3] == b"\x10\x01\x40"
    assert RATES[Kind.AUDIO_16K] == 16_000
    assert Frame(Kind.HANGUP).encode() == b"\0\0\0"
