"""Streams of Telnyx and SignalWire in their own words, and sound of any rate."""

from __future__ import annotations

import base64
import json

import pytest

from connectors.voice.dialects import SIGNALWIRE, TELNYX, TWILIO, Dialect
from connectors.voice.sound import level
from connectors.voice.stream_messages import Start, Unspoken, read, read_start
from connectors.voice.transport import Key, Sound
from connectors.voice.twilio import StreamWire
from connectors.voice.wire import Heard, Malformed, Over, Reached
from tests.connectors.voice.recorded import tone
from tests.connectors.voice.vendor_frames import (
    SIGNALWIRE_CLEAR,
    SIGNALWIRE_CONNECTED,
    SIGNALWIRE_DTMF,
    SIGNALWIRE_MARK,
    SIGNALWIRE_START,
    SIGNALWIRE_STOP,
    SIGNALWIRE_STREAM,
    TELNYX_DTMF,
    TELNYX_ERROR,
    TELNYX_MARK,
    TELNYX_MEDIA,
    TELNYX_START,
    TELNYX_STOP,
    TELNYX_STREAM,
)


def telnyx() -> StreamWire:
    return StreamWire(read_start(read(TELNYX_START), TELNYX), TELNYX)


def signalwire() -> StreamWire:
    return StreamWire(read_start(read(SIGNALWIRE_START), SIGNALWIRE), SIGNALWIRE)


def flat(message: str) -> str:
    """Without the outer message, as other pages and Twilio have it."""
    return json.dumps(json.loads(message)["rawEvent"])


def test_each_carriers_own_start_is_understood() -> None:
    assert read_start(read(TELNYX_START), TELNYX) == Start(TELNYX_STREAM, "PCMU", {}, 8_000)
    for text in (SIGNALWIRE_START, flat(SIGNALWIRE_START)):
        found = read_start(read(text), SIGNALWIRE)
        assert found == Start(SIGNALWIRE_STREAM, "audio/x-L16", {}, 24_000)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ('{"event": "connected", "version": "1.0.0"}', []), (TELNYX_DTMF, [Key("1")]),
        (TELNYX_MARK, [Reached("some_mark_name")]), (TELNYX_STOP, [Over()]), (TELNYX_ERROR, []),
    ],
)  # fmt: skip
def test_telnyxs_messages_are_understood(text: str, heard: list[Heard]) -> None:
    assert telnyx().hear(text) == heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (SIGNALWIRE_CONNECTED, []), (SIGNALWIRE_DTMF, [Key("8")]), (SIGNALWIRE_CLEAR, []),
        (SIGNALWIRE_MARK, [Reached("item_CK5XvgANb1jVorf5VQlKQ:43500")]),
        (SIGNALWIRE_STOP, [Over()]),
    ],
)  # fmt: skip
def test_signalwires_messages_are_understood_with_and_without_what_is_around_them(
    text: str, heard: list[Heard]
) -> None:
    assert signalwire().hear(text) == signalwire().hear(flat(text)) == heard


def test_telnyxs_sound_is_heard() -> None:
    (heard,) = telnyx().hear(TELNYX_MEDIA)
    assert isinstance(heard, Sound)
    samples = len(base64.b64decode(json.loads(TELNYX_MEDIA)["media"]["payload"]))
    assert len(heard.pcm) == pytest.approx(4 * samples, abs=200) and level(heard.pcm) > 0.2


def test_what_telnyx_is_told_is_as_its_pages_say() -> None:
    """`stream_id` may be there: its answers have it, and it is not asked for."""
    line = telnyx()
    said = [json.loads(one.message) for one in [*line.say(tone(0.405)), *line.mark("m1")]]
    assert [one["event"] for one in said] == ["media", "media", "media", "mark"]
    assert [sorted(one) for one in said[:3]] == [["event", "media", "stream_id"]] * 3
    assert all(list(one["media"]) == ["payload"] for one in said[:3])
    sizes = [len(base64.b64decode(one["media"]["payload"])) for one in said[:3]]
    assert min(sizes) >= 160 and max(sizes) <= 240_000  # 20 ms to 30 s
    assert said[3] == {"event": "mark", "stream_id": TELNYX_STREAM, "mark": {"name": "m1"}}
    (clear,) = line.flush()
    assert json.loads(clear.message) == {"event": "clear", "stream_id": TELNYX_STREAM}


def test_what_signalwire_is_told_is_as_its_pages_say() -> None:
    line = signalwire()
    *media, mark = [json.loads(one.message) for one in [*line.say(tone(0.3)), *line.mark("m1")]]
    for one in media:
        assert one == {
            "event": "media", "streamSid": SIGNALWIRE_STREAM,
            "media": {"payload": one["media"]["payload"]},
        }  # fmt: skip
    assert mark == {"event": "mark", "streamSid": SIGNALWIRE_STREAM, "mark": {"name": "m1"}}
    (clear,) = line.flush()
    assert json.loads(clear.message) == {"event": "clear", "streamSid": SIGNALWIRE_STREAM}


def start(encoding: object, rate: object, channels: object = 1) -> str:
    format = {"encoding": encoding, "sampleRate": rate, "sample_rate": rate, "channels": channels}
    parts = {"mediaFormat": format, "media_format": format}
    return json.dumps({"event": "start", "streamSid": "1", "stream_id": "1", "start": parts})


@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE])
@pytest.mark.parametrize(
    ("encoding", "rate"),
    [("PCMU", 8_000), ("audio/x-alaw", "8000"), ("L16", 16_000), ("audio/x-L16", 24_000),
     ("L16", 8_000), ("audio/x-mulaw", 16_000)],
)  # fmt: skip
def test_sound_of_any_rate_is_heard_as_it_was_said_and_answered_in_kind(
    dialect: Dialect, encoding: str, rate: int | str
) -> None:
    found = read_start(read(start(encoding, rate)), dialect)
    speaking, hearing, said = StreamWire(found, dialect), StreamWire(found, dialect), tone(1.0)
    sent = [*speaking.say(said), *speaking.mark("m1")]
    heard = [event for one in sent for event in hearing.hear(one.message)]
    pcm = b"".join(event.pcm for event in heard if isinstance(event, Sound))
    assert len(pcm) == pytest.approx(len(said), abs=1_000)
    assert level(pcm[6_400:-6_400]) == pytest.approx(level(said), rel=0.03)


def test_sixteen_bits_come_in_the_order_of_each_carrier() -> None:
    """RTP's order is the network's; SignalWire's own adapter hands `s16le` on unread."""
    for dialect, sample in ((TELNYX, b"\x02\x01"), (SIGNALWIRE, b"\x01\x02")):
        line = StreamWire(read_start(read(start("L16", 16_000)), dialect), dialect)
        (sent,) = line.say(b"\x01\x02" * 3_200)
        payload = json.loads(sent.message)["media"]["payload"]
        assert base64.b64decode(payload) == sample * 3_200
        assert line.hear(sent.message) == [Sound(b"\x01\x02" * 3_200)]


def test_telephone_sound_comes_at_8_khz_where_no_rate_is_said() -> None:
    text = TELNYX_START.replace('"sample_rate": 8000,', "")
    assert read_start(read(text), TELNYX).rate == 8_000


@pytest.mark.parametrize(
    ("encoding", "rate", "channels"),
    [("OPUS", 16_000, 1), ("G722", 8_000, 1), ("PCMU", 11_025, 1), ("L16", 16_000, 2),
     ("L16", None, 1), ("L16", [], 1), ("L16", "9" * 400, 1), ("L16", -8_000, 1), ("", 8_000, 1)],
)  # fmt: skip
@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE])
def test_a_format_that_we_do_not_speak_is_refused_by_its_name(
    dialect: Dialect, encoding: str, rate: object, channels: int
) -> None:
    with pytest.raises(Unspoken) as refused:
        read_start(read(start(encoding, rate, channels)), dialect)
    assert encoding in str(refused.value) and len(str(refused.value)) < 80


def test_a_stream_without_a_name_is_none() -> None:
    with pytest.raises(Malformed, match="without a name"):
        read_start(read('{"event": "start", "start": {}}'), TWILIO)
