"""Rasa's Socket.IO channel, for chat windows that already speak it; the sessions are ours."""

from __future__ import annotations

import re
import uuid
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from socketio import ASGIApp, AsyncServer
from starlette.types import Scope

from bot.conversation import Message, Reply
from connectors.limits import Crowd
from connectors.missed import Missed
from connectors.origins import Origins
from connectors.outcomes import Outcome
from connectors.parts import Parts
from connectors.records import Status
from connectors.sentences import LANGUAGES, sentence
from connectors.tokens import Pass, Passes

MAX_PACKET = 32 * 1024
_ID = re.compile(r"[!-~]{1,100}")


class SocketIoChannel:
    """`session_request` → `session_confirm`, `user_uttered` → `bot_uttered`."""

    def __init__(self, parts: Parts, passes: Passes) -> None:
        self._desk, self._passes, self._metrics = parts.desk, passes, parts.metrics
        self._limits, self._addresses = parts.limits, parts.addresses
        self._visitors: dict[str, Pass] = {}
        self._crowd = Crowd()
        self._open: dict[str, ExitStack] = {}
        self._missed: Missed[dict[str, Any]] = Missed(
            timedelta(hours=parts.chosen.discretion_hours)
        )

    def app(self, origins: Origins) -> ASGIApp:
        self._server = AsyncServer(
            async_mode="asgi",
            max_http_buffer_size=MAX_PACKET,
            cors_allowed_origins=lambda origin, environ: origins.allow(
                origin, environ.get("HTTP_HOST", "")
            ),
        )
        for event, handler in (
            ("connect", self._connect),
            ("disconnect", self._disconnect),
            ("session_request", self._session_request),
            ("user_uttered", self._user_uttered),
        ):
            self._server.on(event, handler)
        return ASGIApp(self._server, socketio_path=None)

    async def _connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> bool:
        scope: Scope = environ["asgi.scope"]
        address = self._addresses.of(scope)
        if self._crowd.is_full(address):
            self._metrics.refusal("too_many_sockets")
            return False
        await self._server.save_session(sid, {"address": address})
        self._open[sid] = ExitStack()
        self._open[sid].enter_context(self._metrics.socket("socketio"))
        self._open[sid].enter_context(self._crowd.joined(address))
        return True

    async def _disconnect(self, sid: str, _reason: Any = None) -> None:
        self._visitors.pop(sid, None)
        self._open.pop(sid, ExitStack()).close()

    async def _session_request(self, sid: str, data: Any = None, *_more: Any) -> None:
        if self._limits.address_may_send(await self._address(sid)):
            await self._join(sid, _field(data, "session_id"))
        else:
            self._metrics.refusal("too_many")

    async def _join(self, sid: str, token: object) -> Pass:
        """A session that we signed is joined; any other is replaced by a new one."""
        if old := self._visitors.get(sid):
            await self._server.leave_room(sid, old.conversation)
        visitor = self._visitors[sid] = self._passes.renewed(token)
        await self._server.enter_room(sid, visitor.conversation)
        await self._server.emit("session_confirm", visitor.token, to=sid)
        for said in self._missed.take(visitor.conversation):
            await self._server.emit("bot_uttered", said, to=sid)
        return visitor

    async def _user_uttered(self, sid: str, data: Any = None, *_more: Any) -> None:
        if not isinstance(data, dict):
            return
        visitor, token = self._visitors.get(sid), data.get("session_id")
        if visitor is None or (token and token != visitor.token):
            visitor = await self._join(sid, token)
        message = self._message(visitor.conversation, data)
        if not self._may_speak(visitor.conversation, await self._address(sid)):
            return await self._refuse(sid, message)
        outcome = await self._desk.receive(message)
        await self._say(visitor.conversation, outcome)
        if outcome.late is not None:
            await self._say(visitor.conversation, await self._desk.settled(message, outcome))

    def _message(self, conversation: str, data: dict[str, Any]) -> Message:
        text = data.get("message")
        text, id = text if isinstance(text, str) else "", data.get("message_id")
        language = _field(data.get("customData") or data.get("metadata"), "language")
        pressed = self._desk.buttons.pressed(conversation, text)
        return Message(
            sender=conversation,
            text="" if pressed else text,
            channel="socketio",
            language=language if language in LANGUAGES else "",
            id=id if isinstance(id, str) and _ID.fullmatch(id) else uuid.uuid4().hex,
            metadata={"payload": pressed} if pressed else {},
        )

    async def _address(self, sid: str) -> str:
        return str((await self._server.get_session(sid))["address"])

    def _may_speak(self, conversation: str, address: str) -> bool:
        by_address = self._limits.address_may_send(address)
        return self._limits.visitor_may_speak(conversation) and by_address

    async def _refuse(self, sid: str, message: Message) -> None:
        self._metrics.refusal("too_many")
        text = sentence("refused_too_many", message.language or "fr")
        refused = {"reason": "too_many", "retry": True}
        await self._server.emit("bot_uttered", {"text": text, "refused": refused}, to=sid)

    async def _say(self, conversation: str, outcome: Outcome) -> None:
        for reply in outcome.replies:
            said = _uttered(reply)
            if outcome.status is Status.REFUSED:
                said["refused"] = {"reason": outcome.reason, "retry": outcome.retry}
            if any(one.conversation == conversation for one in self._visitors.values()):
                await self._server.emit("bot_uttered", said, room=conversation)
            else:
                self._missed.keep(conversation, said)


def _uttered(reply: Reply) -> dict[str, Any]:
    """A reply as Rasa's channel sends it; `custom` comes beside the text."""
    said: dict[str, Any] = {"text": reply.text}
    if reply.buttons:
        said["quick_replies"] = [
            {"content_type": "text", "title": b.title, "payload": b.payload} for b in reply.buttons
        ]
    if reply.custom:
        said["custom"] = dict(reply.custom)
    return said


def _field(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None
