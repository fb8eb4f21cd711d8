"""One conversation in JSON over HTTP with a vendor, whose failures become the port's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from bot.clock import machine_time

LATER = {408, 423, 425, 429}
LONGEST_BODY = 4 * 1024 * 1024
LONGEST_WAIT = 3600.0
OTHERS = "not from the CRM itself"

Own = Callable[[httpx.Response], bool]


class Forbidden(CrmUnavailable):
    """The vendor's own 403: a permission that was taken from us, for somebody to give back."""

    def __init__(self, why: str = "HTTP 403") -> None:
        super().__init__(why, locked_out=True)


def is_json(response: httpx.Response) -> bool:
    """An object or a list: a page of a proxy is neither, and nor is an empty answer."""
    return isinstance(_json(response), (dict, list))


def tells(name: str) -> Own:
    """JSON; and where it says that something is not there, an object with this in it.

    «Not there» ends a look-up and an erasure, so that it is believed of the vendor alone.
    """
    return lambda response: (
        is_json(response)
        and (
            response.status_code != 404
            or (isinstance(told := _json(response), dict) and name in told)
        )
    )


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


class Wire:
    """Requests to one address, with one way to sign in."""

    def __init__(
        self,
        url: str,
        timeout: float,
        headers: Mapping[str, str] | None = None,
        auth: httpx.Auth | tuple[str, str] | None = None,
        own: Own = is_json,
    ) -> None:
        """`timeout` is seconds for a whole request, its body included; `own`: see `failure`."""
        self._own = own
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
        return parsed(accepted(await self.answer(method, path, **more), self._own))

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


def accepted(response: httpx.Response, own: Own = is_json) -> httpx.Response:
    """The answer, unless its status says that the request did not go well."""
    if response.is_success:
        return response
    raise failure(response, own)


def failure(response: httpx.Response, own: Own = is_json) -> CrmError:
    """What a status that is no success means.

    `own` tells the vendor's answers from those of whatever stands before it: a proxy, a firewall
    or an ingress refuses nothing and knows nothing of the vendor's records.
    """
    status = response.status_code
    if status == 401:
        return CrmUnavailable("HTTP 401", locked_out=True)
    if status in LATER or status >= 500 or status < 400:
        return CrmUnavailable(f"HTTP {status}", retry_after=asked_to_wait(response))
    if not own(response):
        why = f"HTTP {status}, {OTHERS}"
        return CrmUnavailable(why, retry_after=asked_to_wait(response))
    if status == 403:
        return Forbidden()
    return CrmRefused(Refusal.UNKNOWN if status == 404 else Refusal.INVALID, f"HTTP {status}")


def asked_to_wait(response: httpx.Response) -> float | None:
    """Seconds of a Retry-After, which may be a number or a date, one hour at most."""
    header = response.headers.get("retry-after", "").strip()
    if header.isascii() and header.isdigit():
        return min(float(header), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, min((aware - machine_time()).total_seconds(), LONGEST_WAIT))


def parsed(response: httpx.Response) -> Any:
    """The JSON of an answer; a proxy's page in its place means that the CRM did not answer."""
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        raise CrmUnavailable("not JSON") from None
