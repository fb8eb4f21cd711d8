"""The gateway's way to the dialogue process."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

import httpx

from bot.conversation import Button, DialogueUnavailable, Message, Reply

# The worker died, or hung up, while it had the message: whether it had an effect is unknown.
BROKEN = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError, httpx.CloseError)


class RasaDialogue:
    """A `Dialogue` held by the dialogue process at a loopback address."""

    def __init__(self, url: str, timeout: float = 55.0) -> None:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
        self._client = httpx.AsyncClient(base_url=url, limits=limits, trust_env=False)
        self._timeout = timeout

    async def answer(self, message: Message) -> list[Reply]:
        """Answer one message, within the time limit; after it, the message has no effect.

        A connection that broke is tried once more: the worker is started again meanwhile, and
        the message's id makes what had been done already be found instead of done twice.
        """
        until = time.monotonic() + self._timeout
        try:
            try:
                return await self._asked(message, until)
            except BROKEN:
                return await self._asked(message, until)
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueUnavailable(type(error).__name__) from None

    async def ready(self) -> bool:
        """Whether the dialogue process answers at all."""
        try:
            return (await self._client.get("/healthz", timeout=1.0)).is_success
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._client.aclose()

    async def _asked(self, message: Message, until: float) -> list[Reply]:
        response = await self._client.post(
            "/answer",
            json={**asdict(message), "metadata": dict(message.metadata)},
            headers={"x-give-up-at": str(until)},
            timeout=max(0.1, until - time.monotonic()),
        )
        response.raise_for_status()
        return [_reply(one) for one in response.json()]


def _reply(one: dict[str, Any]) -> Reply:
    buttons = tuple(Button(button["title"], button["payload"]) for button in one["buttons"])
    return Reply(one["text"], buttons, one["custom"])
