"""The Socket.IO channel, through python-socketio's own client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

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
    client = socketio.AsyncClient(reconnection=False)
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
