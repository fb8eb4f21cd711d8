"""Media streams' messages in every dialect, signatures, and messages that are none."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice import twiml
from connectors.voice.dialects import SIGNALWIRE, TELNYX, TWILIO, Dialect
from connectors.voice.reordering import Reordering
from connectors.voice.signatures import (
    Signed,
    checks_ed25519,
    checks_hmac,
    stream_urls,
    twilio_signature,
    webhook_urls,
)
from connectors.voice.sound import from_mulaw, level, to_mulaw
from connectors.voice.stream_messages import Start, read, read_start
from connectors.voice.transport import Key, Sound
from connectors.voice.twilio import StreamWire
from connectors.voice.wire import Malformed, Over, Reached
from tests.connectors.voice.recorded import tone

# As the carriers' own pages show them.
TWILIO_START = """{"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"MZ1",
"callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,
"channels":1},"customParameters":{"token":"abc"}},"streamSid":"MZ1"}"""
TELNYX_START = """{"event":"start","sequence_number":"1","stream_id":"32DE","start":{"user_id":"3E6F",
"call_control_id":"v2:T02","call_session_id":"ff55","from":"+13122010094","to":"+13122123456",
"custom_parameters":{"token":"abc"},"media_format":{"encoding":"PCMU","sample_rate":8000,
"channels":1}}}"""


def wire(dialect: Dialect = TWILIO, encoding: str = "audio/x-mulaw") -> StreamWire:
    return StreamWire(Start("MZ1", encoding, {}), dialect)


def media(pcm: bytes, chunk: int = 1, **more: str) -> str:
    payload = base64.b64encode(to_mulaw(pcm)).decode()
    return json.dumps(
        {"event": "media", "media": {"chunk": str(chunk), "payload": payload, **more}}
    )


def test_a_stream_starts_in_each_dialects_own_words() -> None:
    for dialect in (TWILIO, SIGNALWIRE):
        start = read_start(read(TWILIO_START), dialect)
        assert start == Start("MZ1", "audio/x-mulaw", {"token": "abc"})
    assert read_start(read(TELNYX_START), TELNYX) == Start("32DE", "PCMU", {"token": "abc"})
    for text, dialect in ((TWILIO_START, TELNYX), (TELNYX_START, TWILIO)):
        with pytest.raises(Malformed):
            read_start(read(text), dialect)


@pytest.mark.parametrize(
    ("given", "parameters"),
    [
        ('[{"name":"token","value":"abc"},{"name":"n","value":3}]', {"token": "abc", "n": "3"}),
        ('{"token":"abc"}', {"token": "abc"}),
        ('[{"name":"token"},"token",null,5,[]]', {}),
        ("[]", {}),
        ('"token"', {}),
        ("null", {}),
    ],
)
def test_telnyx_may_give_its_parameters_as_a_list(
    given: str, parameters: dict[str, str]
) -> None:
    text = TELNYX_START.replace('{"token":"abc"}', given)
    assert read_start(read(text), TELNYX).parameters == parameters


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (
            '{"event":"dtmf","streamSid":"MZ1","dtmf":{"track":"inbound_track","digit":"1"}}',
            [Key("1")],
        ),
        ('{"event":"dtmf","dtmf":{"digit":"12"}}', []),
        ('{"event":"dtmf","dtmf":{"digit":null}}', []),
        ('{"event":"mark","sequenceNumber":"4","mark":{"name":"m1"}}', [Reached("m1")]),
        ('{"event":"stop","stop":{"accountSid":"AC1","callSid":"CA1"}}', [Over()]),
        ('{"event":"connected","protocol":"Call"}', []),
        ('{"event":"something new"}', []),
    ],
)
def test_messages_are_read(text: str, heard: list[object]) -> None:
    assert wire().hear(text) == heard


@pytest.mark.parametrize(
    "message",
    [b"\0", "", "[]", "{}", '{"event":1}', '{"event":"media"}', '{"event":"media","media":[]}',
     '{"event":"media","media":{"payload":"%%%"}}', '{"event":"mark"}', "[" * 5_000],
)  # fmt: skip
def test_what_is_no_message_is_refused(message: str | bytes) -> None:
    with pytest.raises(Malformed):
        wire().hear(message)


@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE])
@pytest.mark.parametrize("encoding", ["audio/x-mulaw", "PCMA"])
def test_what_is_said_can_be_heard(dialect: Dialect, encoding: str) -> None:
    speaking, hearing, said = wire(dialect, encoding), wire(dialect, encoding), tone(1.0)
    sent = [*speaking.say(said), *speaking.mark("m1")]
    heard = b"".join(
        event.pcm for one in sent for event in hearing.hear(one.message) if isinstance(event, Sound)
    )
    assert level(heard[6_400:-6_400]) == pytest.approx(level(said), rel=0.03)
    assert sum(one.seconds for one in sent) == pytest.approx(1.0, abs=0.021)
    assert all(json.loads(one.message)[dialect.stream] == "MZ1" for one in sent)


def test_our_own_voice_is_not_heard_as_the_callers() -> None:
    assert wire().hear(media(tone(0.1), track="outbound")) == []


def test_a_mark_without_sound_before_it_is_not_sent() -> None:
    speaking = wire()
    assert speaking.mark("m1") == []
    speaking.say(tone(0.1))
    assert json.loads(speaking.mark("m2")[-1].message)["mark"] == {"name": "m2"}
    assert json.loads(speaking.flush()[0].message) == {"event": "clear", "streamSid": "MZ1"}
    assert speaking.mark("m3") == []


def test_sound_that_overtakes_is_put_back_in_order_for_telnyx() -> None:
    pieces = [bytes([number]) * 320 for number in range(9)]
    order = [1, 0, 2, 5, 3, 4, 7, 8, 6]
    sorting = Reordering()
    heard = [piece for number in [0, *order] for piece in sorting.put(number, pieces[number])]
    assert heard == [pieces[0], *pieces[1:]]


@given(st.lists(st.integers(0, 40), max_size=120))
@settings(max_examples=300, deadline=None)
def test_reordering_never_keeps_much_and_never_goes_back(numbers: list[int]) -> None:
    sorting, heard = Reordering(), []
    for number in numbers:
        heard += [
            int.from_bytes(piece, "big") for piece in sorting.put(number, number.to_bytes(2, "big"))
        ]
        assert len(sorting._waiting) <= 5
    assert heard == sorted(set(heard))


GOOD = [
    TWILIO_START,
    TELNYX_START,
    media(tone(0.02)),
    '{"event":"dtmf","streamSid":"MZ1","dtmf":{"track":"inbound_track","digit":"1"}}',
    '{"event":"mark","streamSid":"MZ1","mark":{"name":"m1"}}',
    '{"event":"stop","streamSid":"MZ1","stop":{"accountSid":"AC1","callSid":"CA1"}}',
]



BODY = b"CallSid=CA1234567890ABCDE&From=%2B12349013030&To=%2B18005551212&Caller=%2B12349013030&Digits=1234"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"


def test_twilios_signature_is_the_published_one() -> None:
    assert twilio_signature("12345", URL, BODY) == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


def signed(signature: str, url: str = URL, body: bytes = BODY) -> Signed:
    return Signed((url,), {"x-twilio-signature": signature}, body)


def test_a_request_that_was_changed_is_not_believed() -> None:
    check = checks_hmac("12345", ["x-twilio-signature"])
    right = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
    assert check(signed(right))
    assert not check(signed("0/KCTR6DLpKmkAf8muzZqo1nDgq="))
    assert not check(signed(right, body=BODY + b"&Digits=1"))
    assert not check(signed(right, url=URL + "1"))
    assert not check(signed("")) and not check(signed("é"))
    assert not check(Signed((URL,), {}, BODY))
    assert not checks_hmac("", ["x-twilio-signature"])(signed(twilio_signature("", URL, BODY)))


def test_a_public_address_is_known_with_and_without_its_port() -> None:
    assert webhook_urls("https://a.example/", "/voice/x", "q=1") == (
        "https://a.example/voice/x?q=1",
        "https://a.example:443/voice/x?q=1",
    )
    assert "https://a.example/x" in webhook_urls("https://a.example:8443", "/x")
    assert "wss://a.example/x" in stream_urls("https://a.example", "/x")
    assert "wss://a.example/x/" in stream_urls("https://a.example", "/x")


def test_only_telnyx_can_sign_for_telnyx() -> None:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()

    def request(stamp: str, body: bytes, said: bytes | None = None) -> Signed:
        signature = base64.b64encode(key.sign(f"{stamp}|".encode() + (said or body))).decode()
        headers = {"telnyx-timestamp": stamp, "telnyx-signature-ed25519": signature}
        return Signed((), headers, body)

    check = checks_ed25519(public, clock=lambda: 1_000_000.0)
    assert check(request("1000000", BODY)) and check(request("999800", BODY))
    assert not check(request("1000000", BODY, said=b"other"))
    assert not check(request("999000", BODY)) and not check(request("now", BODY))
    assert not check(Signed((), {"telnyx-timestamp": "1000000"}, BODY))
    assert not checks_ed25519("no key", clock=lambda: 1_000_000.0)(request("1000000", BODY))


def test_what_a_caller_brings_cannot_become_a_verb() -> None:
    assert "<Dial>1&lt;/Dial&gt;</Dial>" in twiml.dial("1</Dial>")
    assert "<Sip>sip:a@b.example</Sip>" in twiml.dial("sip:a@b.example")
    answer = twiml.connect('wss://x"/', {"codec": "PCMU"}, {"token": "<>"}, "https://x/?a&b")
    assert 'value="&lt;&gt;"' in answer and "?a&amp;b" in answer and from_mulaw(b"") == b""
