"""The one way of every written message: checked, written down, answered in order, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from time import perf_counter

from bot.conversation import Dialogue, Message
from bot.privacy import mask_sensitive
from connectors.answering import Answering, Patience
from connectors.buttons import Buttons
from connectors.line import Lines, Listener
from connectors.metrics import Metrics
from connectors.notebook import Notebook
from connectors.outcomes import Outcome
from connectors.records import Event, Status
from connectors.sentences import number
from connectors.text import clean

Guess = Callable[[str, str], str]
_ENOUGH = 200  # characters that tell a language: reading a whole refused text would be slow


class Desk:
    """Receives the messages of every channel. The replies that leave it carry signed buttons."""

    def __init__(
        self,
        dialogue: Dialogue,
        notebook: Notebook,
        buttons: Buttons,
        metrics: Metrics,
        max_text: int = 2000,
        patience: Patience | None = None,
        guess: Guess = lambda _text, default: default,
    ) -> None:
        self._patience, self._max_text, self._guess = patience or Patience(), max_text, guess
        self._answering = Answering(dialogue, notebook, self._patience)
        self._notebook, self._metrics, self.buttons = notebook, metrics, buttons
        self._lines: Lines[Outcome] = Lines()

    async def receive(self, message: Message) -> Outcome:
        """Answer a message, or say at once why not; the same id again has the same answer."""
        started = perf_counter()
        message = replace(message, text=clean(message.text))
        outcome = self._worded(message, await self._received(message))
        seconds = perf_counter() - started
        self._metrics.message(message.channel, outcome.status.value, outcome.reason, seconds)
        return outcome

    async def settled(self, message: Message, outcome: Outcome) -> Outcome:
        """What became of a message in the end, however long that takes."""
        if outcome.late is None:
            return outcome
        return self._worded(message, await asyncio.shield(outcome.late))

    async def history(self, conversation: str, after: int = 0, limit: int = 200) -> list[Event]:
        """What was said after a place; raises `NotWritten` when the log cannot be read."""
        events = await self._notebook.history(conversation, after, limit)
        return [self._sealed(conversation, event) for event in events]

    def listening(self, conversation: str, listener: Listener) -> AbstractContextManager[None]:
        """Tell a listener everything that happens in a conversation, for as long as it stays."""
        return self._lines.listening(
            conversation, lambda event: listener(self._sealed(conversation, event))
        )

    async def close(self, seconds: float = 3.0) -> None:
        """Let what is being answered end, for a moment."""
        if jobs := self._lines.jobs():
            await asyncio.wait(jobs, timeout=seconds)
        self._notebook.close()

    async def _received(self, message: Message) -> Outcome:
        if len(message.text) > self._max_text:
            return Outcome.refused("too_long", retry=False)
        jobs = self._lines.of(message.sender).jobs
        if message.id not in jobs:
            if len(jobs) >= self._patience.queue:
                return Outcome.refused("busy")
            self._start(message)
        job = jobs[message.id]
        done, _ = await asyncio.wait({job}, timeout=self._patience.visitor)
        return job.result() if done else Outcome(Status.PENDING, late=job)

    def _start(self, message: Message) -> None:
        line = self._lines.of(message.sender)
        work = self._answering.work(line, line.turns.join(), _masked(message))
        self._lines.start(message.sender, message.id, asyncio.create_task(work))

    def _worded(self, message: Message, outcome: Outcome) -> Outcome:
        if outcome.status is not Status.ANSWERED:
            language = message.language or self._guess(message.text[:_ENOUGH], "fr")
            outcome = outcome.in_words(language, number(self._max_text, language))
        seal = self.buttons.outgoing
        return replace(outcome, replies=tuple(seal(message.sender, r) for r in outcome.replies))

    def _sealed(self, conversation: str, event: Event) -> Event:
        seal = self.buttons.outgoing
        return replace(event, replies=tuple(seal(conversation, reply) for reply in event.replies))


def _masked(message: Message) -> Message:
    """Without card, account and social security numbers; `metadata` says which there were."""
    text, kinds = mask_sensitive(message.text)
    if not kinds:
        return message
    return replace(message, text=text, metadata={**message.metadata, "masked": list(kinds)})
