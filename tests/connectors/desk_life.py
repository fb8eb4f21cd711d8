"""A gateway on a real port, a dialogue that follows a script, and a widget without a browser."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from websockets.client import WebSocketClientProtocol, connect

from bot.conversation import Button, DialogueUnavailable, Message, Reply
from connectors.gateway import create_app, server

Json = dict[str, Any]


class Scripted:
    """A dialogue that repeats what it hears; it may be told to be slow, absent or broken."""

    def __init__(self) -> None:
        self.heard: list[Message] = []
        self.seconds = 0.0
        self.answered = self.at_once = self.most_at_once = 0
        self.is_down = self.is_broken = False

    async def answer(self, message: Message) -> list[Reply]:
        self.heard.append(message)
        if self.is_down:
            raise DialogueUnavailable("scripted")
        if self.is_broken:
            raise KeyError("06 39 98 12 34")
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(self.seconds)
        self.at_once -= 1
        self.answered += 1
        buttons = (Button("Oui", "/affirm"), Button("Site", "https://www.ormea.example"))
        text = f"{len(self.heard)}. {message.text}"
        return [Reply(text, buttons, {"heard": dict(message.metadata)})]

    async def ready(self) -> bool:
        return not self.is_down

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]


class Gateway:
    def __init__(self, url: str, dialogue: Scripted, token: str) -> None:
        self.url, self.dialogue, self.token = url, dialogue, token
        self.host = url.removeprefix("http://")

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def gateway(dialogue: Scripted, token: str, **parts: Any) -> Iterator[Gateway]:
    serving = uvicorn.Server(server(create_app(dialogue, **parts), port=0))
    thread = threading.Thread(target=serving.run)
    thread.start()
    try:
        while not serving.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = serving.servers[0].sockets[0].getsockname()[1]
        yield Gateway(f"http://127.0.0.1:{port}", dialogue, token)
    finally:
        serving.should_exit = True
        thread.join(timeout=10)


class Widget:
    """Speaks the widget's frames, and keeps what it was told."""

    def __init__(self, socket: WebSocketClientProtocol) -> None:
        self.socket, self.told = socket, list[Json]()

    async def hello(self, **fields: Any) -> Json:
        await self.send(type="hello", **fields)
        return await self.until("welcome")

    async def say(self, id: str, text: str, **fields: Any) -> None:
        await self.send(type="say", id=id, text=text, **fields)

    async def send(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def next(self, seconds: float = 5) -> Json:
        frame: Json = json.loads(await asyncio.wait_for(self.socket.recv(), seconds))
        self.told.append(frame)
        return frame

    async def until(self, type: str, id: str = "", seconds: float = 5) -> Json:
        """The next frame of a type, about one message when its id is given."""
        while True:
            frame = await self.next(seconds)
            if frame["type"] == type and id in ("", frame.get("for")):
                return frame

    async def silence(self, seconds: float = 0.3) -> list[Json]:
        """Everything that is still told within a moment."""
        more: list[Json] = []
        try:
            while True:
                more.append(await self.next(seconds))
        except asyncio.TimeoutError:
            return more


def widget(gateway: Gateway, **options: Any) -> Any:
    return connect(f"ws://{gateway.host}/ws", **options)
