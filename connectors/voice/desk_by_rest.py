"""The call's way to the desk: what was heard goes to the gateway's own door for text."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import structlog

from bot.conversation import DialogueUnavailable
from bot.logs import correlation

log = structlog.get_logger()
_PATH, _PATIENCE, _PAUSE, _TRIES = "/webhooks/rest/webhook", 30.0, 0.25, 3


@dataclass(frozen=True)
class Choice:
    """A button: what to call it, and what to send back when it is chosen."""

    title: str
    payload: str


@dataclass(frozen=True)
class Spoken:
    """One bubble, for the ear. `response` names its text; `asked` the slot it asks for."""

    text: str
    response: str = ""
    language: str = ""
    asked: str = ""
    choices: tuple[Choice, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)


class DeskByRest:
    """Says things for a conversation, once each, and brings back what is to be spoken."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=10.0,
            trust_env=False,
        )

    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]:
        """The desk's answer; raises `DialogueUnavailable` when nobody gave one.

        Every try carries the same id, so that a retry has no second effect.
        """
        body = {
            "sender": conversation,
            "message": text,
            "message_id": uuid.uuid4().hex,
            "input_channel": "voice",
            "metadata": dict(metadata),
        }
        log.info("turn", message=correlation(str(body["message_id"])))
        end, failures = time.monotonic() + _PATIENCE, 0
        while time.monotonic() < end and failures < _TRIES:
            bubbles = await self._asked(body)
            if bubbles is None:
                failures += 1
            elif not any("pending" in (one.get("custom") or {}) for one in bubbles):
                return [_spoken(one) for one in bubbles]
            await asyncio.sleep(_PAUSE)
        raise DialogueUnavailable("no answer")

    async def close(self) -> None:
        await self._client.aclose()

    async def _asked(self, body: Mapping[str, Any]) -> list[dict[str, Any]] | None:
        """The bubbles; None when the gateway could not answer and may be asked again."""
        try:
            response = await self._client.post(_PATH, json=body)
        except httpx.HTTPError as error:
            log.warning("gateway not reached", error=type(error).__name__)
            return None
        if response.status_code == 422 and isinstance(why := response.json().get("detail"), str):
            return [{"text": why}]
        if not response.is_success:
            log.warning("gateway refused a turn", status=response.status_code)
            return None
        bubbles: list[dict[str, Any]] = response.json()
        return bubbles


def _spoken(bubble: Mapping[str, Any]) -> Spoken:
    custom = bubble.get("custom") or {}
    return Spoken(
        bubble.get("text") or "",
        str(custom.get("response") or ""),
        str(custom.get("language") or ""),
        str(custom.get("asked") or ""),
        tuple(Choice(one["title"], one["payload"]) for one in bubble.get("buttons") or ()),
        custom,
    )
