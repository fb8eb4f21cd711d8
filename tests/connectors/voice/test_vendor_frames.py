"""Messages as Telnyx's and SignalWire's own pages show them, letter for letter.

telnyx: developers.telnyx.com/docs/voice/programmable-voice/media-streaming; signalwire:
signalwire.com/docs/compatibility-api/cxml/reference/voice/stream. Only sound is cut short.
"""

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

TELNYX_STREAM = "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
TELNYX_START = """{
 "event": "start",
 "sequence_number": "1",
 "start": {
   "user_id": "3E6F995F-85F7-4705-9741-53B116D28237",
   "call_control_id": "v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
   "call_session_id": "ff55a038-6f5d-11ef-9692-02420aeffb1f",
   "from": "+13122010094",
   "to": "+13122123456",
   "tags": ["TAG1", "TAG2"],
   "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
   "media_format": {
     "encoding": "PCMU",
     "sample_rate": 8000,
     "channels": 1
   }
 },
 "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_MEDIA = """{
 "event": "media",
 "sequence_number": "4",
 "media": {
   "track": "inbound",
   "chunk": "2",
   "timestamp": "5",
   "payload": "no+JhoaJjpzSHxAKBgYJDhtEopGKh4aIjZm7JhILBwYIDRg1qZSLh4aIjJevLBUMBwYHDBUsr5eMiIaHi5SpNRgNCAYHCxImu5mNiIaHipGiRBsOCQYGChAf0pyOiYaGiY+e/x4PCQYGCQ4cUp+QioaGiY6bxCIRCgcGCA0ZO6aSi4eGiI2YtSkUCwcGCAwXL6yVjIeGh4yVrC8XDAgGBwsUKbWYjYiGh4uSpjsZDQgGBwoRIsSbjomGhoqQn1Ic"
 },
 "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_DTMF = """{
  "event": "dtmf",
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC",
  "occurred_at": "2025-06-05T08:54:19.698408Z",
  "sequence_number": "5",
  "dtmf": {
    "digit": "1"
  }
}"""
TELNYX_MARK = """{
  "event": "mark",
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC",
  "sequence_number": "5",
  "mark": {
    "name": "some_mark_name"
  }
}"""
TELNYX_STOP = """{
 "event": "stop",
 "sequence_number": "5",
 "stop": {
  "user_id": "3E6F995F-85F7-4705-9741-53B116D28237",
  "call_control_id": "v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"
  },
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_ERROR = """{"event": "error", "payload": {"code": 100004, "title": "invalid_media",
"detail": "Media provided was not base64 encoded"}, "stream_id": "32DE0DEA"}"""

SIGNALWIRE_STREAM = "7d56cc11-536d-4a45-b4fb-ed3d55be843b"
SIGNALWIRE_CONNECTED = """{
  "timestamp": "2025-09-26T16:25:04.792Z", "direction": "inbound", "eventType": "connected",
  "rawEvent": {"event": "connected", "protocol": "Call", "version": "0.2.0"}
}"""
SIGNALWIRE_START = """{
  "timestamp": "2025-09-26T16:25:04.794Z",
  "direction": "inbound",
  "eventType": "start",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "callSid": "76ac3c36-56da-4a3e-a0d6-b5f8df6da9ad",
  "sequenceNumber": "1",
  "rawEvent": {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
      "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
      "accountSid": "b08dacad-2f6c-4de1-93d6-cc732e0c69c5",
      "callSid": "76ac3c36-56da-4a3e-a0d6-b5f8df6da9ad",
      "tracks": ["inbound"],
      "mediaFormat": {"encoding": "audio/x-L16", "sampleRate": 24000, "channels": 1}
    }
  }
}"""
SIGNALWIRE_DTMF = """{
  "timestamp": "2025-09-26T16:25:15.123Z", "direction": "inbound", "eventType": "dtmf",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b", "sequenceNumber": "25",
  "rawEvent": {"event": "dtmf", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
    "dtmf": {"duration": 2700, "digit": "8"}}
}"""
SIGNALWIRE_MARK = """{
  "timestamp": "2025-09-26T16:25:24.740Z", "direction": "inbound", "eventType": "mark",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "rawEvent": {"event": "mark", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
    "mark": {"name": "item_CK5XvgANb1jVorf5VQlKQ:43500"}}
}"""
SIGNALWIRE_CLEAR = """{
  "timestamp": "2025-09-26T16:25:12.018Z", "direction": "outbound", "eventType": "clear",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "rawEvent": {"event": "clear", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b"}
}"""
SIGNALWIRE_STOP = """{
  "timestamp": "2025-09-26T16:25:24.863Z", "direction": "inbound", "eventType": "stop",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b", "sequenceNumber": "1002",
  "rawEvent": {"event": "stop", "sequenceNumber": "1002"}
}"""


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
