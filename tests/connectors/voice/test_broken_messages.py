"""A hundred thousand broken messages for each of the telephone's codecs: read, or refused.

AudioSocket's frames have theirs in test_audiosocket.py, the browser's in test_browser_codec.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from connectors.voice import fastagi
from connectors.voice.asterisk_events import read as read_event
from connectors.voice.chan_websocket import AsteriskWire
from connectors.voice.dialects import SIGNALWIRE, TELNYX, TWILIO, Dialect
from connectors.voice.fastagi import Request, RequestReader, set_variable
from connectors.voice.sound import level
from connectors.voice.stream_messages import Start, read, read_start
from connectors.voice.transport import Key, Sound
from connectors.voice.twilio import StreamWire
from connectors.voice.wire import Heard, Hold, Malformed, Over, Reached
from tests.connectors.voice import test_chan_websocket, test_twilio, vendor_frames
from tests.connectors.voice.mangled import broken
from tests.connectors.voice.peers.asterisk import agi_request

MANY = 100_000
WORDS = (Sound, Key, Reached, Hold, Over)
KEYS = set("0123456789*#ABCD")
CARRIERS = [
    *test_twilio.GOOD,
    vendor_frames.TELNYX_MEDIA, vendor_frames.TELNYX_DTMF,
    vendor_frames.SIGNALWIRE_START, vendor_frames.SIGNALWIRE_MARK,
]  # fmt: skip


def heard(hear: Callable[[str], Iterable[Heard]], messages: Iterable[str]) -> Counter[str]:
    """How many messages said what, or were refused; anything but `Malformed` is a failure."""
    found: Counter[str] = Counter()
    for message in messages:
        try:
            events = list(hear(message))
        except Malformed:
            found["refused"] += 1
            continue
        found["read"] += 1
        for event in events:
            assert isinstance(event, WORDS), message
            assert not isinstance(event, Key) or event.digit in KEYS, message
            assert not isinstance(event, Sound) or len(event.pcm) % 2 == 0, message
    return found


@pytest.mark.parametrize("plain", [True, False])
def test_chan_websockets_messages(plain: bool) -> None:
    line = AsteriskWire(test_chan_websocket.start(plain=plain))
    found = heard(line.hear, broken(int(plain), test_chan_websocket.GOOD, MANY // 2))
    assert found["read"] > 10_000 and found["refused"] > 5_000
    assert line.hear("DTMF_END digit:5") == [Key("5")]


def test_chan_websockets_beginnings() -> None:
    good = [test_chan_websocket.start(), test_chan_websocket.start("ulaw", plain=True)]
    found = heard(lambda text: AsteriskWire(text) and [], broken(3, good, MANY // 20))
    assert found["read"] > 500 and found["refused"] > 500


def test_chan_websockets_sound_of_any_length() -> None:
    line, said = AsteriskWire(test_chan_websocket.start("ulaw")), bytes(range(256)) * 3
    sizes = [len(event.pcm) for at in range(MANY // 20) for event in line.hear(said[at % 700 :])]
    assert len(sizes) > MANY // 21 and not any(size % 2 for size in sizes)
    assert level(b"".join(e.pcm for e in line.hear(said) if isinstance(e, Sound))) > 0.1


@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE], ids=lambda one: one.name)
def test_carriers_messages(dialect: Dialect) -> None:
    line = StreamWire(Start("MZ1", "PCMU", {}), dialect)
    found = heard(line.hear, broken(len(dialect.name), CARRIERS, MANY))
    assert found["read"] > 20_000 and found["refused"] > 10_000
    assert line.hear(test_twilio.GOOD[3]) == [Key("1")]


@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE], ids=lambda one: one.name)
def test_carriers_beginnings(dialect: Dialect) -> None:
    starts = [test_twilio.TWILIO_START, test_twilio.TELNYX_START, *CARRIERS[-2:-1]]
    streams: list[Start] = []

    def begin(text: str) -> list[Heard]:
        streams.append(read_start(read(text), dialect))
        return []

    found = heard(begin, broken(7, starts, MANY // 10))
    assert found["read"] > 500 and found["refused"] > 500
    assert all(8_000 <= one.rate <= 48_000 and one.stream for one in streams)
    for start in {(one.encoding, one.rate): one for one in streams}.values():
        assert StreamWire(start, dialect).say(bytes(6_400))


def test_fastagis_requests() -> None:
    good = [agi_request(one, "0612345678", "100").decode() for one in ("start,fr", "next,a-b-c")]
    found: Counter[str] = Counter()
    for number, text in enumerate(broken(5, good, MANY)):
        data, reader, request = text.encode("utf-8", "replace"), RequestReader(), None
        cut = number % (len(data) + 1)
        try:
            request = reader.feed(data[:cut]) or reader.feed(data[cut:])
        except fastagi.Malformed:
            found["refused"] += 1
            continue
        found["read" if request else "waited for"] += 1
        if isinstance(request, Request):
            answer = set_variable("VB_NEXT", " ".join(request.arguments))
            assert answer.count(b"\n") == 1 and answer.count(b'"') == 2, text
    assert found["read"] > 20_000 and found["refused"] > 5_000 and found["waited for"] > 100


def test_an_event_keeps_its_name_whatever_is_around_it() -> None:
    for text in broken(11, test_chan_websocket.GOOD, MANY // 20):
        try:
            event = read_event(text)
        except Malformed:
            continue
        assert isinstance(event.name, str) and all(
            isinstance(value, str) for value in event.fields.values()
        ), text
