"""The Socket.IO channel, through python-socketio's own client."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import socketio
from websockets.client import connect

from tests.connectors.desk_life import Gateway, Scripted

pytestmark = pytest.mark.asyncio


class Window:
    """A chat window that speaks Rasa's Socket.IO protocol."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.sessions: asyncio.Queue[str] = asyncio.Queue()
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        client.on("session_confirm", self.sessions.put)
        client.on("bot_uttered", self.said.put)

    async def session(self, session_id: str | None = None) -> str:
        await self.client.emit("session_request", {"session_id": session_id})
        return await asyncio.wait_for(self.sessions.get(), 5)

    async def say(self, message: str, **fields: Any) -> dict[str, Any]:
        await self.client.emit("user_uttered", {"message": message, **fields})
        return await asyncio.wait_for(self.said.get(), 5)


@asynccontextmanager
async def window(desk: Gateway, **options: Any) -> AsyncIterator[Window]:
    client = socketio.AsyncClient(reconnection=False, request_timeout=60)
    made = Window(client)
    await client.connect(desk.url, transports=["polling"], **options)
    try:
        yield made
    finally:
        await client.eio.disconnect(abort=True)


async def test_a_window_speaks_and_is_answered(desk: Gateway, dialogue: Scripted) -> None:
    async with window(desk) as visitor:
        session = await visitor.session()
        said = await visitor.say("bonjour", session_id=session, customData={"language": "en"})
    assert said["text"] == "1. bonjour"
    assert said["quick_replies"][0]["title"] == "Oui"
    assert (dialogue.heard[0].channel, dialogue.heard[0].language) == ("socketio", "en")


async def test_a_window_may_speak_over_a_websocket(desk: Gateway) -> None:
    """Packets by hand: the client's own WebSocket needs a newer aiohttp than Rasa allows."""
    async with connect(f"ws://{desk.host}/socket.io/?EIO=4&transport=websocket") as socket:
        assert (await socket.recv())[:1] == "0"
        await socket.send("40")
        assert (await socket.recv())[:2] == "40"
        await socket.send('42["session_request",{}]')
        assert json.loads((await socket.recv())[2:])[0] == "session_confirm"
        await socket.send('42["user_uttered",{"message":"bonjour"}]')
        assert json.loads((await socket.recv())[2:])[1]["text"] == "1. bonjour"


async def test_a_signed_session_is_joined_again(desk: Gateway, dialogue: Scripted) -> None:
    async with window(desk) as visitor:
        session = await visitor.session()
        await visitor.say("bonjour", session_id=session)
    async with window(desk) as visitor:
        assert await visitor.session(session) == session
        await visitor.say("encore", session_id=session)
    assert dialogue.heard[0].sender == dialogue.heard[1].sender


async def test_a_chosen_session_is_not_joined(desk: Gateway, dialogue: Scripted) -> None:
    async with window(desk) as mine, window(desk) as theirs:
        session = await mine.session()
        await mine.say("bonjour", session_id=session)
        for chosen in ("1", dialogue.heard[0].sender, session + "x", session[:-1]):
            assert await theirs.session(chosen) not in (chosen, session)
        await theirs.client.emit("user_uttered", {"message": "moi", "session_id": "chosen"})
        assert (await asyncio.wait_for(theirs.said.get(), 5))["text"] == "2. moi"
        assert mine.said.empty()
    assert dialogue.heard[0].sender != dialogue.heard[1].sender


async def test_the_same_id_again_has_the_same_answer(desk: Gateway, dialogue: Scripted) -> None:
    async with window(desk) as visitor:
        session = await visitor.session()
        first = await visitor.say("bonjour", session_id=session, message_id="m1")
        assert await visitor.say("bonjour", session_id=session, message_id="m1") == first
    assert len(dialogue.heard) == 1


async def test_a_pressed_button_is_an_intent_and_a_typed_one_is_text(
    desk: Gateway, dialogue: Scripted
) -> None:
    async with window(desk) as visitor:
        await visitor.session()
        said = await visitor.say("/restart")
        await visitor.say(said["quick_replies"][0]["payload"])
    typed, pressed = dialogue.heard
    assert (typed.text, typed.metadata) == ("/restart", {})
    assert pressed.metadata == {"payload": "/affirm"}


async def test_a_late_answer_follows_the_promise(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(answer_timeout="0.2")
    dialogue.seconds = 0.6
    async with window(desk) as visitor:
        await visitor.session()
        assert "gardé" in (await visitor.say("bonjour"))["text"]
        assert (await asyncio.wait_for(visitor.said.get(), 5))["text"] == "1. bonjour"


async def test_a_foreign_page_cannot_connect(desk: Gateway) -> None:
    with pytest.raises(socketio.exceptions.ConnectionError):
        async with window(desk, headers={"Origin": "https://evil.example"}):
            pass


async def test_hostile_data_harms_nothing(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(visitor_rate="5/minute")
    async with window(desk) as visitor:
        for data in (None, 1, [], "x", {"session_id": {"a": 1}}):
            await visitor.client.emit("session_request", data)
            await visitor.client.emit("user_uttered", data if data != [] else None)
        await asyncio.sleep(0.3)
        dialogue.heard.clear()
        while not visitor.said.empty():
            visitor.said.get_nowait()
        await visitor.session("new")
        answers = [await visitor.say(str(number)) for number in range(6)]
    assert [("refused" in answer) for answer in answers] == [False] * 5 + [True]
    assert len(dialogue.heard) == 5


async def test_an_id_that_nobody_could_store_is_replaced_by_ours(desk: Gateway) -> None:
    async with connect(f"ws://{desk.host}/socket.io/?EIO=4&transport=websocket") as socket:
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        for id in ("\\ud800", "\\u0000", "", " ", "a" * 101):
            await socket.send(f'42["user_uttered",{{"message":"a","message_id":"{id}"}},1,2]')
            while "bot_uttered" not in (said := await asyncio.wait_for(socket.recv(), 5)):
                continue
            assert json.loads(said[2:])[1]["text"].endswith("a")


async def test_asking_for_sessions_counts_like_speaking(
    open_gateway: Callable[..., Gateway], dialogue: Scripted
) -> None:
    desk = open_gateway(address_rate="5/minute")
    async with window(desk) as visitor:
        for _ in range(5):
            await visitor.session()
        assert "refused" in await visitor.say("bonjour")
    assert dialogue.heard == []


async def test_who_drops_and_comes_back_hears_the_answer_once(
    desk: Gateway, dialogue: Scripted
) -> None:
    dialogue.seconds = 1.0
    async with contextlib.AsyncExitStack() as stack:
        socket, token = await _seated(stack, desk, "")
        await socket.send('42["user_uttered",{"message":"bonjour"}]')
        while not dialogue.heard:
            await asyncio.sleep(0.02)
    async with httpx.AsyncClient(base_url=desk.url, trust_env=False) as http:
        while 'answer_seconds_count{channel="socketio"} 1.0' not in (await http.get("/metrics")).text:
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.3)
    async with contextlib.AsyncExitStack() as stack:
        socket, again = await _seated(stack, desk, token)
        assert again == token
        said = json.loads((await asyncio.wait_for(socket.recv(), 5))[2:])
        assert said[1]["text"] == "1. bonjour"
        await socket.send(f'42["session_request",{{"session_id":"{token}"}}]')
        assert "session_confirm" in await socket.recv()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.5)


async def _seated(stack: contextlib.AsyncExitStack, desk: Gateway, token: str) -> tuple[Any, str]:
    """An open connection, and the session it is in."""
    address = f"ws://{desk.host}/socket.io/?EIO=4&transport=websocket"
    socket = await stack.enter_async_context(connect(address))
    await socket.recv()
    await socket.send("40")
    await socket.recv()
    await socket.send(f'42["session_request",{{"session_id":"{token}"}}]')
    return socket, json.loads((await socket.recv())[2:])[1]


async def test_an_address_opens_so_many_windows_and_no_more(desk: Gateway) -> None:
    async with contextlib.AsyncExitStack() as open_ones:
        welcomed = [await _entered(open_ones, desk) for _ in range(101)]
    assert welcomed == [True] * 100 + [False]
    async with contextlib.AsyncExitStack() as again:
        assert await _entered(again, desk)


async def _entered(stack: contextlib.AsyncExitStack, desk: Gateway) -> bool:
    """Whether one more connection was let in."""
    address = f"ws://{desk.host}/socket.io/?EIO=4&transport=websocket"
    socket = await stack.enter_async_context(connect(address))
    await socket.recv()
    await socket.send("40")
    return str(await socket.recv()).startswith("40")
