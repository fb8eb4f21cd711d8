"""The dialogue itself: Rasa's agent, one turn of a conversation after another."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from math import inf
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message as NluMessage

from bot.asked import is_stale, unbound
from bot.conversation import Message, Reply
from bot.in_process_actions import InProcessActions
from bot.nlg import Texts
from bot.quick_rasa import quicken
from bot.said import for_the_ear, replies_to, say_first, stale
from bot.strict_agent import StrictAgent
from bot.tracker_store import Conversations

COMMAND = re.compile(r"\s*/\s*([A-Za-z_]+)\s*(@[\d.]+)?\s*(\{.*)?(~\S*)?\s*", re.DOTALL)
SLASH = "\N{DIVISION SLASH}"


class TooLate(Exception):
    """Nobody waits for the answer any more: the visitor was told that nothing happened."""


class Silent(OutputChannel):  # type: ignore[misc]
    """Replies are read from the conversation's events: nothing needs to be sent."""

    def __init__(self, channel: str) -> None:
        self.channel = channel

    def name(self) -> str:  # type: ignore[override]
        return self.channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Say nothing."""


class RasaAgent:
    """A `Dialogue` held by Rasa's own agent in this process."""

    def __init__(self, model: Path, actions: str = "actions") -> None:
        quicken()
        self._actions = InProcessActions(actions)
        self.agent = StrictAgent(
            generator=Texts(),
            tracker_store=Conversations(),
            lock_store=InMemoryLockStore(),
            action_endpoint=self._actions,
        )
        self.agent.load_model(str(model))
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def close(self) -> None:
        """End what the actions do in the background."""
        self._actions.close()

    async def answer(self, message: Message, until: float = inf) -> list[Reply]:
        """Answer one message; the same id again is answered from the conversation itself.

        `until` is a reading of the monotonic clock, which all processes share: a turn that
        could not begin by then raises `TooLate` and changes nothing.
        """
        lock = self._locks[message.sender]
        try:
            async with lock:
                if time.monotonic() > until:
                    raise TooLate
                return await self._answer(message)
        finally:
            if not lock.locked():
                self._locks.pop(message.sender, None)

    async def _answer(self, message: Message) -> list[Reply]:
        processor = self.agent.processor
        before = await processor.tracker_store.retrieve(message.sender)
        if before and message.id:
            said = replies_to(message.id, before)
            if said is not None:
                return for_the_ear(said, message, before)
        channel = Silent(message.channel)
        tracker = before or processor.tracker_store.init_tracker(message.sender)
        await processor._update_tracker_session(tracker, channel)
        _speak_as_shown(tracker, message.language)
        if is_stale(str(message.metadata.get("payload") or ""), tracker):
            return for_the_ear(stale(tracker, message), message, tracker)
        heard = self._heard(message, channel)
        await processor._handle_message_with_tracker(heard, tracker)
        tracker = await processor.run_action_extract_slots(channel, tracker)
        await processor._run_prediction_loop(channel, tracker)
        say_first(tracker, message, is_new=before is None)
        replies = replies_to(heard.message_id, tracker) or []
        await processor.save_tracker(tracker)
        return for_the_ear(replies, message, tracker)

    def _heard(self, message: Message, channel: Silent) -> UserMessage:
        return UserMessage(
            text=escaped(message.text),
            output_channel=channel,
            sender_id=message.sender,
            input_channel=message.channel,
            message_id=message.id or None,
            parse_data=parsed(message, self.agent),
            metadata=dict(message.metadata),
        )


def escaped(text: str) -> str:
    """The visitor's words, which are never a command to Rasa; its arguments mean nothing."""
    if command := COMMAND.fullmatch(text):
        return SLASH + command.group(1)
    return SLASH + text.lstrip()[1:] if text.lstrip().startswith("/") else text


def parsed(message: Message, agent: StrictAgent) -> dict[str, Any] | None:
    """What a pressed button or a typed command means; None lets the model understand the text."""
    payload = message.metadata.get("payload")
    if payload:
        meant = NluMessage({"text": unbound(str(payload))})
        unpacked = YAMLStoryReader.unpack_regex_message(meant, agent.domain)
        if unpacked.get("intent"):
            return {**unpacked.as_dict(), "text": message.text}
    if payload or COMMAND.fullmatch(message.text):
        intent = {"name": "out_of_scope", "confidence": 1.0}
        return {"text": message.text, "intent": intent, "entities": [], "intent_ranking": [intent]}
    return None


def _speak_as_shown(tracker: DialogueStateTracker, language: str) -> None:
    """A new conversation, or a switched interface, speaks the interface's language."""
    if language in ("fr", "en") and tracker.get_slot("interface_language") != language:
        tracker.update(SlotSet("interface_language", language))
        tracker.update(SlotSet("language", language))
