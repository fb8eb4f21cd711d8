"""The lines seen through the gateway: what a caller may do behind it, and what nobody may."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from websockets.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatusCode

from connectors.limits import Crowd
from connectors.voice.transport import CallTransport, Ended, LineEvent
from tests.conftest import free_port, missing_service
from tests.connectors.desk_life import Gateway
from tests.connectors.voice.conftest import Exchange, Opened, Recorder
from tests.connectors.voice.peers.carrier import Carrier, twilio_signs
from tests.connectors.voice.peers.websocket_pbx import WebSocketPbx
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until
from tests.connectors.voice.test_browser_line import NOISE, hello, reason, serving, told
from tests.connectors.voice.test_browser_line import Recorder as WidgetRecorder

PUBLIC, KEY = "https://desk.example", "a-secret-of-the-carrier"
CARRIER = {"public_url": PUBLIC, "twilio_auth_token": KEY}
OpenGateway = Callable[..., Gateway]


def port_of(house: Exchange) -> str:
    return house.url.rsplit(":", 1)[1]


def line(gateway: Gateway, path: str) -> str:
    return f"ws://{gateway.host}/voice/{path}"


async def status_of(url: str, **headers: str) -> int:
    """How an opening is refused; 101: it is not."""
    try:
        async with connect(url, extra_headers=headers, open_timeout=30):
            return 101
    except InvalidStatusCode as refused:
        return int(refused.status_code)


async def test_a_pbx_speaks_both_ways_and_keeps_its_subprotocol(
    opened: Opened, open_gateway: OpenGateway
) -> None:
    said, recorder = tone(0.4), Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(said)
        await recorder(transport)

    async with opened(take, web=True) as house:
        gateway = open_gateway(voice_port=port_of(house))
        pbx = WebSocketPbx(line(gateway, "asterisk"), asterisk=house.asterisk)
        async with pbx.call("+33612345678") as leg:
            assert leg.socket.subprotocol == "media"
            await leg.play(said)
            await until(lambda: loud_seconds(bytes(leg.heard)) > 0.35)
        await until(lambda: Ended("hangup") in recorder.events)
    assert recorder.transports[0].arrival.caller == "+33612345678"
    assert loud_seconds(sound(recorder.events)) == pytest.approx(0.4, abs=0.02)


@pytest.mark.parametrize(("password", "status"), [("right", 101), ("wrong", 403)])
async def test_a_password_is_checked_behind_the_gateway(
    opened: Opened, open_gateway: OpenGateway, password: str, status: int
) -> None:
    async with opened(Recorder(), web=True, asterisk_password="right") as house:
        gateway = open_gateway(voice_port=port_of(house))
        basic = base64.b64encode(f"asterisk:{password}".encode()).decode()
        assert await status_of(line(gateway, "asterisk"), Authorization=f"Basic {basic}") == status


FORGED = [
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-For": "127.0.0.1, ::1", "X-Forwarded-Host": "127.0.0.1"},
    {"X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
]


@pytest.mark.parametrize("forged", [{}, *FORGED])
async def test_an_outsider_is_never_taken_for_this_machine(
    opened: Opened, open_gateway: OpenGateway, forged: dict[str, str]
) -> None:
    async with opened(Recorder(), web=True) as house:
        gateway = open_gateway(voice_port=port_of(house), gateway_host="0.0.0.0")
        outside = line(gateway, "asterisk").replace("127.0.0.1", _own_address())
        assert await status_of(outside, **forged) == 403
        assert await status_of(line(gateway, "asterisk")) == 101
    assert house.counted["asterisk_refused"] == 1


async def test_who_came_by_a_proxy_from_outside_is_not_this_machine_either(
    opened: Opened, open_gateway: OpenGateway
) -> None:
    async with opened(Recorder(), web=True) as house:
        gateway = open_gateway(voice_port=port_of(house))
        proxied = {"X-Forwarded-For": "203.0.113.9"}
        assert await status_of(line(gateway, "asterisk"), **proxied) == 403


async def test_a_page_in_a_browser_of_this_machine_is_no_pbx(
    opened: Opened, open_gateway: OpenGateway
) -> None:
    async with opened(Recorder(), web=True) as house:
        gateway = open_gateway(voice_port=port_of(house))
        assert await status_of(line(gateway, "asterisk"), Origin="https://evil.example") == 403


async def test_a_carrier_is_known_by_its_signature(
    opened: Opened, open_gateway: OpenGateway
) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True, **CARRIER) as house:
        gateway = open_gateway(voice_port=port_of(house))
        async with Carrier(gateway.url, PUBLIC, twilio_signs(KEY)).call("+33612345678") as leg:
            await leg.play(tone(0.4))
        await until(lambda: Ended("hangup") in recorder.events)
        assert loud_seconds(sound(recorder.events)) == pytest.approx(0.4, abs=0.02)
        async with httpx.AsyncClient(trust_env=False) as http:
            unsigned = await http.post(f"{gateway.url}/voice/twilio/answer", data={"From": "+33"})
            forged = await http.post(
                f"{gateway.url}/voice/twilio/answer", data={"From": "+33"},
                headers={"X-Twilio-Signature": "AAAA", "X-Forwarded-Host": "desk.example"},
            )
        assert (unsigned.status_code, forged.status_code) == (403, 403)


class Page(WidgetRecorder):
    """Does as it is told, or writes down what it hears."""

    does: Callable[[CallTransport], Awaitable[None]] | None = None

    async def take(self, line: CallTransport) -> None:
        await (self.does or super().take)(line)


@pytest.fixture()
def page(open_gateway: OpenGateway) -> Iterator[tuple[Page, str]]:
    """A call behind the widget's microphone, and its address at the gateway."""
    taken = Page()
    with serving(taken) as address:
        gateway = open_gateway(voice_port=str(urlsplit(address).port))
        yield taken, line(gateway, "browser")


async def test_the_widget_speaks_through_the_gateway(page: tuple[Page, str]) -> None:
    taken, address = page
    async with connect(address, origin=address.replace("ws", "http").split("/voice")[0]) as widget:  # type: ignore[arg-type]
        await widget.send(hello())
        assert await told(widget) == {"type": "ready"}
        await widget.send(b"\x01\x00" * 320)
        echo = b"".join([await told(widget), await told(widget), await told(widget)])
        assert echo == b"\x01\x00" * 320 * 50
        assert await told(widget) == {"type": "mark", "name": "echoed"}
    await until(lambda: Ended("hangup") in taken.heard)


@pytest.mark.parametrize(("origin", "status"), [
    ("https://shop.example", 101), ("https://evil.example", 403), ("null", 403),
])
async def test_a_page_must_be_of_a_site_that_is_allowed(
    page: tuple[Page, str], origin: str, status: int
) -> None:
    forged = {"X-Forwarded-Host": urlsplit(origin).netloc or "null"}
    assert await status_of(page[1], Origin=origin, **forged) == status


async def test_a_frame_beyond_measure_ends_the_call_on_both_sides(page: tuple[Page, str]) -> None:
    taken, address = page
    async with connect(address) as widget:
        await widget.send(hello())
        await told(widget)
        with pytest.raises(ConnectionClosed):
            await widget.send(bytes(300_000))
            while True:
                await told(widget)
    await until(lambda: taken.heard and isinstance(taken.heard[-1], Ended))


async def test_a_call_that_ends_behind_the_gateway_ends_before_it(page: tuple[Page, str]) -> None:
    taken, address = page

    async def take(call: CallTransport) -> None:
        await call.hangup()

    taken.does = take
    async with connect(address) as widget:
        await widget.send(hello())
        assert await reason(widget) == "hangup"
        await asyncio.wait_for(widget.wait_closed(), 30)
    assert widget.close_code == 1000


async def test_an_address_may_hold_so_many_lines(
    page: tuple[Page, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Crowd, "is_full", lambda crowd, address: crowd._open[address] >= 1)
    _taken, address = page
    async with connect(address) as widget:
        await widget.send(hello())
        await told(widget)
        assert await status_of(address) == 403


async def test_a_page_that_takes_nothing_is_left(page: tuple[Page, str]) -> None:
    """Twenty minutes of noise are said to it; what it does not take is kept nowhere."""
    taken, address = page
    ended: list[LineEvent] = []

    async def take(call: CallTransport) -> None:
        await call.send_audio(NOISE)
        ended.extend([event async for event in call.events()])

    taken.does = take
    before = memory(os.getpid())
    async with connect(address, max_queue=1) as widget:
        await widget.send(hello())
        await until(lambda: ended, patience=30)
        widget.transport.abort()
    assert ended == [Ended("lost")]
    assert memory(os.getpid()) - before < len(NOISE) // 2


async def test_without_a_voice_process_a_line_is_closed_with_a_reason(
    open_gateway: OpenGateway,
) -> None:
    gateway = open_gateway(voice_port=str(free_port()))
    for path, offered in (("browser", None), ("asterisk", ["media"])):
        async with connect(line(gateway, path), subprotocols=offered) as turned_away:  # type: ignore[arg-type]
            await asyncio.wait_for(turned_away.wait_closed(), 30)
        assert turned_away.close_code == 1013
    async with httpx.AsyncClient(base_url=gateway.url, trust_env=False) as http:
        answer = await http.post("/voice/twilio/answer")
        assert (answer.status_code, answer.json()["reason"]) == (503, "voice_unavailable")
        assert (await http.get("/api/chat/config")).json()["voice"] is False
        assert (await http.get("/metrics")).is_success


def memory(pid: int) -> int:
    """Resident bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _own_address() -> str:
    """An address of this machine that is not the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect_ex(("203.0.113.1", 9))  # nothing is sent
        found = str(probe.getsockname()[0])
    if found.startswith(("127.", "0.")):
        missing_service("another address than the loopback")
    return found
