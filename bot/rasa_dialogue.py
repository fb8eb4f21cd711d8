"""The gateway's way to the dialogue process."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import httpx

from bot.conversation import Button, DialogueUnavailable, Message, Reply


class RasaDialogue:
    """A `Dialogue` held by the dialogue process at a loopback address."""

    def __init__(self, url: str, timeout: float = 30.0) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False)

    async def answer(self, message: Message) -> list[Reply]:
        body = {**asdict(message), "metadata": dict(message.metadata)}
        try:
            response = await self._client.post("/answer", json=body)
            response.raise_for_status()
            return [_reply(one) for one in response.json()]
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailable(type(error).__name__) from error

    async def ready(self) -> bool:
        """Whether the dialogue process answers at all."""
        try:
            return (await self._client.get("/healthz", timeout=1.0)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._client.aclose()


def _reply(one: dict[str, Any]) -> Reply:
    buttons = tuple(Button(button["title"], button["payload"]) for button in one["buttons"])
    return Reply(one["text"], buttons, one["custom"])
