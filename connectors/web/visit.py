"""One open widget: what it says goes to the desk, what happens in its conversation comes back."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass

from bot.conversation import Message
from connectors.desk import Desk
from connectors.limits import Limits
from connectors.metrics import Metrics
from connectors.notebook import NotWritten
from connectors.records import Event, Kind
from connectors.tokens import Pass, Passes
from connectors.web.frames import (
    Hello,
    Json,
    New,
    Spoken,
    event_frame,
    outcome_frame,
    refusal,
    welcome,
)
from connectors.web.meaning import NotUnderstood, meaning

_OUTBOX = 500


@dataclass(frozen=True)
class Reception:
    """Everything that the visits of one application share."""

    desk: Desk
    passes: Passes
    limits: Limits
    metrics: Metrics


class Visit:
    """Knows nothing of sockets: frames come in by `hear` and leave by `outbox`; None ends it."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._listening, self._tasks = ExitStack(), set[asyncio.Task[None]]()
        self._visitor: Pass | None = None
        self._language, self._last_seq = "fr", 0
        self._held: list[Event] | None = None
        self.outbox: asyncio.Queue[Json | None] = asyncio.Queue()

    async def hear(self, frame: Hello | New | Spoken, may_send: bool = True) -> None:
        """Act on a frame, or refuse it when its address has sent too much."""
        self._language = frame.language or self._language
        if not may_send:
            self._slow_down(frame)
        elif isinstance(frame, Hello):
            visitor = self._reception.passes.renewed(frame.token)
            known = visitor.token == frame.token
            await self._enter(visitor, frame.after if known else 0)
        elif isinstance(frame, New):
            await self._enter(self._reception.passes.new(), 0)
        elif self._visitor is None:
            self._send({"type": "error", "reason": "hello_first"})
        else:
            self._speak(frame, self._visitor.conversation)

    def leave(self) -> None:
        self._listening.close()
        for task in self._tasks:
            task.cancel()

    async def _enter(self, visitor: Pass, after: int) -> None:
        """Listen first, then read what was missed: nothing falls between the two."""
        self._listening.close()
        self._visitor, self._held, self._last_seq = visitor, [], after
        conversation, desk = visitor.conversation, self._reception.desk
        self._listening.enter_context(desk.listening(conversation, self._heard))
        try:
            history = await desk.history(conversation, after)
        except NotWritten:
            self._send({"type": "error", "reason": "storage"})
            history = []
        self._last_seq = max([after, *(event.seq for event in history)])
        self._send(welcome(visitor.token, conversation, history, self._language))
        held, self._held = self._held or [], None
        for event in held:
            self._heard(event)

    def _heard(self, event: Event) -> None:
        if self._held is not None:
            self._held.append(event)
        elif event.kind is Kind.TYPING:
            self._send(event_frame(event, self._language))
        elif event.seq > self._last_seq:
            self._last_seq = event.seq
            self._send(event_frame(event, self._language))

    def _speak(self, frame: Spoken, conversation: str) -> None:
        try:
            message = self._message(frame, conversation)
        except NotUnderstood as no:
            self._reception.metrics.refusal(no.reason)
            retry = no.reason == "too_many"
            return self._send(refusal(frame.id, no.reason, self._language, retry))
        task = asyncio.create_task(self._answer(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message) -> None:
        desk = self._reception.desk
        outcome = await desk.receive(message)
        if outcome.late is not None:
            self._send(outcome_frame(message.id, outcome))
            outcome = await desk.settled(message, outcome)
        if not outcome.was_told:
            self._send(outcome_frame(message.id, outcome))

    def _slow_down(self, frame: Hello | New | Spoken) -> None:
        self._reception.metrics.refusal("too_many")
        if isinstance(frame, Hello | New):
            self._send({"type": "error", "reason": "too_many"})
        else:
            self._send(refusal(frame.id, "too_many", self._language, retry=True))

    def _message(self, frame: Spoken, conversation: str) -> Message:
        limits, language = self._reception.limits, self._language
        if not limits.visitor_may_speak(conversation):
            raise NotUnderstood("too_many")
        text, payload = meaning(frame, conversation, self._reception.desk.buttons, language)
        metadata = {"payload": payload} if payload else {}
        return Message(conversation, text, "web", language, frame.id, metadata)

    def _send(self, frame: Json) -> None:
        """A widget that reads nothing any more is let go; it will say hello again."""
        self.outbox.put_nowait(frame if self.outbox.qsize() < _OUTBOX else None)
