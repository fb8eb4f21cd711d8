"""A WebSocket as messages: text or bytes, and one exception when it has closed."""

from __future__ import annotations

from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.voice.wire import Message


async def received(socket: WebSocket) -> Message:
    """The next message; raises `WebSocketDisconnect`."""
    event = await socket.receive()
    if event["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(event.get("code", 1005))
    text: str | None = event.get("text")
    return text if text is not None else bytes(event.get("bytes") or b"")


async def send(socket: WebSocket, message: Message) -> None:
    """Raises `OSError` or `WebSocketDisconnect` when the other side has gone."""
    try:
        if isinstance(message, str):
            await socket.send_text(message)
        else:
            await socket.send_bytes(message)
    except RuntimeError as closed:  # Starlette's word for a socket that is closed already
        raise ConnectionResetError from closed
