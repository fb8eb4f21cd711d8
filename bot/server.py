"""The dialogue process: Rasa's agent behind one loopback address, actions in the same process."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message as NluMessage

from bot.conversation import Button, Message, Reply
from bot.in_process_actions import InProcessActions, check_answers_quickly
from bot.model import newest_model
from bot.nlg import Texts, words
from bot.strict_agent import ActionFailed, StrictAgent
from bot.tracker_store import Conversations

log = structlog.get_logger()
COMMAND = re.compile(r"\s*/\s*[A-Za-z_]+\s*(@[\d.]+)?\s*(\{.*)?", re.DOTALL)
SLASH = "\N{DIVISION SLASH}"


class Incoming(BaseModel):
    """A `Message`, as it crosses from the gateway."""

    sender: str
    text: str
    channel: str = "web"
    language: str = ""
    id: str = ""
    metadata: dict[str, Any] = {}


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
        check_answers_quickly()
        self.agent = StrictAgent(
            generator=Texts(),
            tracker_store=Conversations(),
            lock_store=InMemoryLockStore(),
            action_endpoint=InProcessActions(actions),
        )
        self.agent.load_model(str(model))
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def answer(self, message: Message) -> list[Reply]:
        """Answer one message; the same id again is answered from the conversation itself."""
        lock = self._locks[message.sender]
        try:
            async with lock:
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
                return said
        channel = Silent(message.channel)
        tracker = before or processor.tracker_store.init_tracker(message.sender)
        await processor._update_tracker_session(tracker, channel)
        _speak_as_shown(tracker, message.language)
        user_message = UserMessage(
            text=escaped(message.text),
            output_channel=channel,
            sender_id=message.sender,
            input_channel=message.channel,
            message_id=message.id or None,
            parse_data=parsed(message, self.agent),
            metadata=dict(message.metadata),
        )
        await processor._handle_message_with_tracker(user_message, tracker)
        tracker = await processor.run_action_extract_slots(channel, tracker)
        await processor._run_prediction_loop(channel, tracker)
        replies = replies_to(user_message.message_id, tracker) or []
        await processor.save_tracker(tracker)
        opening = _disclosure(before, tracker, message.channel)
        return [*opening, *_masked_notice(message, tracker), *replies]


def escaped(text: str) -> str:
    """The visitor's words, which are never a command to Rasa."""
    return SLASH + text.lstrip()[1:] if text.lstrip().startswith("/") else text


def parsed(message: Message, agent: StrictAgent) -> dict[str, Any] | None:
    """What a pressed button or a typed command means; None lets the model understand the text."""
    payload = message.metadata.get("payload")
    if payload:
        unpacked = YAMLStoryReader.unpack_regex_message(NluMessage({"text": payload}), agent.domain)
        if unpacked.get("intent"):
            return {**unpacked.as_dict(), "text": message.text}
    if payload or COMMAND.fullmatch(message.text):
        intent = {"name": "out_of_scope", "confidence": 1.0}
        return {"text": message.text, "intent": intent, "entities": [], "intent_ranking": [intent]}
    return None


def replies_to(message_id: str, tracker: DialogueStateTracker) -> list[Reply] | None:
    """What was said after a message; None when the conversation does not remember it."""
    said: list[Reply] | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if said is not None:
                break
            if event.message_id == message_id:
                said = []
        elif isinstance(event, BotUttered) and said is not None:
            said.append(reply(event))
    return said


def reply(event: BotUttered) -> Reply:
    """A bubble from Rasa's event; `custom.response` names the text it came from."""
    data = event.data or {}
    custom = dict(data.get("custom") or {})
    if name := (event.metadata or {}).get("utter_action"):
        custom["response"] = name
    buttons = tuple(Button(b["title"], b["payload"]) for b in data.get("buttons") or ())
    return Reply(event.text or "", buttons, custom)


def _speak_as_shown(tracker: DialogueStateTracker, language: str) -> None:
    """A new conversation, or a switched interface, speaks the interface's language."""
    if language in ("fr", "en") and tracker.get_slot("interface_language") != language:
        tracker.update(SlotSet("interface_language", language))
        tracker.update(SlotSet("language", language))


def _disclosure(
    before: DialogueStateTracker | None, tracker: DialogueStateTracker, channel: str
) -> Sequence[Reply]:
    """The first answer of a conversation says that a machine speaks."""
    if before is not None:
        return ()
    language = tracker.get_slot("language") or "fr"
    name = "utter_disclosure"
    return (Reply(words(name, language, channel)["text"], custom={"response": name}),)


def _masked_notice(message: Message, tracker: DialogueStateTracker) -> Sequence[Reply]:
    """The gateway masked a card, an account or a social security number: the visitor is told."""
    if not message.metadata.get("masked"):
        return ()
    name = "utter_masked"
    said = words(name, tracker.get_slot("language") or "fr", message.channel)
    return (Reply(said["text"], custom={"response": name}),)


def create_app(model: str = "") -> FastAPI:
    """The dialogue process's application; the model is loaded once it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.dialogue = RasaAgent(Path(model) if model else newest_model())
        log.info("dialogue ready")
        yield

    app = FastAPI(title="Guichet dialogue", lifespan=lifespan, docs_url=None, openapi_url=None)

    @app.post("/answer")
    async def answer(incoming: Incoming, request: Request) -> JSONResponse:
        try:
            said = await request.app.state.dialogue.answer(Message(**incoming.model_dump()))
        except (Exception, ActionFailed) as error:
            log.error("message not answered", id=incoming.id, error=type(error).__name__)
            return JSONResponse({"error": "not answered"}, status_code=503)
        return JSONResponse([_as_json(one) for one in said])

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _as_json(one: Reply) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in one.buttons]
    return {"text": one.text, "buttons": buttons, "custom": dict(one.custom)}
