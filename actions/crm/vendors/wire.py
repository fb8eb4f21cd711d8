"""One conversation in JSON over HTTP with a vendor, whose failures become the port's own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from actions.crm.port import CrmRefused, CrmUnavailable, Refusal
from bot.clock import now

LATER = {408, 423, 425, 429}
LONGEST_BODY = 4 * 1024 * 1024
LONGEST_WAIT = 3600.0


class Wire:
    """Requests to one address, with one way to sign in."""

    def __init__(
        self,
        url: str,
        timeout: float,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | tuple[str, str] | None = None,
    ) -> None:
        """`timeout` is seconds for a whole request, its body included."""
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"Accept": "application/json", "User-Agent": "Guichet", **(headers or {})},
            auth=auth,
            timeout=timeout,
            trust_env=False,
            follow_redirects=False,
        )
        self._timeout = timeout

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """The JSON of an answer that went well, None for an empty one.

        Raises `CrmUnavailable` when the same may succeed later (also for a page of HTML where
        JSON should be), `CrmRefused` for any other status of 4xx.
        """
        return parsed(accepted(await self.answer(method, path, **more)))

    async def answer(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The answer, whatever its status; raises `CrmUnavailable` when none came in time."""
        try:
            return await asyncio.wait_for(self._read(method, path, **more), self._timeout)
        except asyncio.TimeoutError:
            raise CrmUnavailable("too slow") from None
        except httpx.HTTPError as error:
            raise CrmUnavailable(type(error).__name__) from None

    async def _read(self, method: str, path: str, **more: Any) -> httpx.Response:
        async with self._client.stream(method, path, **more) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > LONGEST_BODY:
                    raise CrmUnavailable("answer too long")
        return httpx.Response(response.status_code, headers=_kept(response), content=bytes(body))


def _kept(response: httpx.Response) -> list[tuple[str, str]]:
    """The headers that are still true of a body that was decoded and read whole."""
    spent = {"content-encoding", "content-length", "transfer-encoding"}
    return [pair for pair in response.headers.multi_items() if pair[0].lower() not in spent]


def accepted(response: httpx.Response) -> httpx.Response:
    """The answer, unless its status says that the request did not go well."""
    status = response.status_code
    if response.is_success:
        return response
    if status == 401:
        raise CrmUnavailable("HTTP 401", locked_out=True)
    if status in LATER or status >= 500 or status < 400:
        raise CrmUnavailable(f"HTTP {status}", retry_after=asked_to_wait(response))
    raise CrmRefused(Refusal.UNKNOWN if status == 404 else Refusal.INVALID, f"HTTP {status}")


def asked_to_wait(response: httpx.Response) -> float | None:
    """Seconds of a Retry-After, which may be a number or a date, one hour at most."""
    header = response.headers.get("retry-after", "").strip()
    if header.isdigit():
        return min(float(header), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError, IndexError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, min((aware - now()).total_seconds(), LONGEST_WAIT))


def parsed(response: httpx.Response) -> Any:
    """The JSON of an answer; a proxy's page in its place means that the CRM did not answer."""
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        raise CrmUnavailable("not JSON") from None
