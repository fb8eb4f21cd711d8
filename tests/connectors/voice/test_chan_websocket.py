"""chan_websocket's messages in both forms, and messages that are none."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from connectors.voice.asterisk_events import read
from connectors.voice.chan_websocket import FORMATS, AsteriskWire, Commands
from connectors.voice.sound import level
from connectors.voice.transport import Key, Sound
from connectors.voice.wire import Hold, Malformed, Reached
from tests.connectors.voice.recorded import tone

PLAIN = "MEDIA_START connection_id:media-1 channel:WebSocket/1 format:{} optimal_frame_size:160"


def start(format: str = "slin16", plain: bool = False) -> str:
    if plain:
        return PLAIN.format(format)
    return json.dumps({"event": "MEDIA_START", "format": format, "optimal_frame_size": 640})


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ('{"event":"DTMF_END","channel_id":"1","digit":"5"}', [Key("5")]),
        ("DTMF_END digit:#", [Key("#")]),
        ("DTMF_END digit:x", []),
        ('{"event":"MEDIA_XOFF"}', [Hold(True)]),
        ("MEDIA_XON", [Hold(False)]),
        ('{"event":"MEDIA_BUFFERING_COMPLETED","correlation_id":"m1"}', [Reached("m1")]),
        ("MEDIA_BUFFERING_COMPLETED m1", [Reached("m1")]),
        ("MEDIA_BUFFERING_COMPLETED", [Reached("")]),
        ('{"event":"STATUS","queue_length":3,"queue_full":false}', []),
        ("STATUS queue_length:43 xon_level:800", []),
        ("QUEUE_DRAINED", []),
    ],
)
def test_events_are_read_in_both_forms(text: str, heard: list[object]) -> None:
    assert AsteriskWire(start()).hear(text) == heard


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"event":"ERROR","channel_id":"1","error_text":"unknown command"}', "unknown command"),
        ("ERROR error_text:unknown command", "unknown command"),
        ("ERROR unknown command", "unknown command"),
        ("ERROR", ""),
        ('{"event":"ERROR","error_text":"' + "x" * 900 + '"}', "x" * 200),
    ],
)
def test_an_error_of_asterisks_leaves_a_trace(text: str, reason: str) -> None:
    counted: Counter[str] = Counter()
    wire = AsteriskWire(start(), lambda name: counted.update([name]))
    with capture_logs() as logged:
        assert wire.hear(text) == []
    assert counted == {"asterisk_error": 1}
    assert [(one["log_level"], one["error"]) for one in logged] == [("warning", reason)]


@pytest.mark.parametrize(
    "text", ["", "hello there", "{", "{}", '{"event":5}', '{"event":null}', "[1]", "{" * 5_000]
)
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)


@pytest.mark.parametrize("text", [start("opus"), "MEDIA_XON", '{"event":"MEDIA_START"}', ""])
def test_a_call_begins_with_a_format_that_we_speak(text: str) -> None:
    with pytest.raises(Malformed):
        AsteriskWire(text)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("format", FORMATS)
def test_sound_goes_both_ways_in_every_format(format: str, plain: bool) -> None:
    wire, said = AsteriskWire(start(format, plain)), tone(1.0)
    sent = [*wire.say(said), *wire.mark("m1")]
    media = [one.message for one in sent if isinstance(one.message, bytes)]
    heard = b"".join(
        event.pcm for one in media for event in wire.hear(one) if isinstance(event, Sound)
    )
    assert level(heard[6_400:-6_400]) == pytest.approx(level(said), rel=0.02)
    assert sum(one.seconds for one in sent) == pytest.approx(1.0, abs=0.01)
    assert max(map(len, media)) < 32_000


def test_a_transfer_of_sound_is_opened_once_and_closed_by_its_mark() -> None:
    wire = AsteriskWire(start(plain=True))
    assert wire.mark("m0") == []
    sent = [*wire.say(tone(0.1)), *wire.say(tone(0.1)), *wire.mark("m1")]
    assert [one.message for one in sent if isinstance(one.message, str)] == [
        "START_MEDIA_BUFFERING",
        "STOP_MEDIA_BUFFERING m1",
    ]
    assert wire.mark("m2") == []
    assert [one.message for one in wire.flush()] == ["FLUSH_MEDIA"]
    assert wire.say(tone(0.1))[0].message == "START_MEDIA_BUFFERING"


@pytest.mark.parametrize("in_json", [True, False])
def test_commands_fit_into_asterisks_128_bytes(in_json: bool) -> None:
    for name in ("STOP_MEDIA_BUFFERING", "START_MEDIA_BUFFERING", "FLUSH_MEDIA", "HANGUP"):
        assert len(Commands(in_json).write(name, "m123456789")) <= 128


GOOD = [
    start(),
    start("ulaw", plain=True),
    '{"event":"DTMF_END","channel_id":"1","digit":"5"}',
    '{"event":"MEDIA_BUFFERING_COMPLETED","correlation_id":"m1"}',
    '{"event":"STATUS","queue_length":3,"queue_full":false,"media_paused":null}',
    '{"event":"MEDIA_XOFF"}',
    "DTMF_END digit:#",
    "MEDIA_BUFFERING_COMPLETED m1",
    "STATUS queue_length:43 xon_level:800 xoff_level:900 queue_full:false",
]



@given(media=st.lists(st.binary(max_size=99), max_size=30), format=st.sampled_from(sorted(FORMATS)))
@settings(max_examples=300, deadline=None)
def test_sound_of_any_length_is_heard(media: list[bytes], format: str) -> None:
    wire = AsteriskWire(start(format))
    heard = [event for piece in media for event in wire.hear(piece)]
    assert all(isinstance(event, Sound) and len(event.pcm) % 2 == 0 for event in heard)


@given(st.text(st.characters(whitelist_categories=("Ll", "Nd")), min_size=1, max_size=12))
@settings(max_examples=200)
def test_an_id_comes_back_as_it_was_given(id: str) -> None:
    assert read(f"MEDIA_BUFFERING_COMPLETED {id}").fields == {"correlation_id": id}
    said = json.dumps({"event": "MEDIA_BUFFERING_COMPLETED", "correlation_id": id})
    assert read(said).fields["correlation_id"] == id
