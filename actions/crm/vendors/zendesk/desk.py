"""One Zendesk: tickets and users by their id or by our key, and its errors as the port's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import httpx

from actions.crm.port import CrmError, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.phrases import is_id
from actions.crm.vendors.wire import Wire, failure, parsed, tells

PAGE = "100"
OWN = tells("error")


class Desk:
    """What may be asked of an account."""

    def __init__(self, account: Account) -> None:
        self.user = account.user.removesuffix("/token")
        auth = (f"{self.user}/token", account.secret)
        self._wire = Wire(account.url, account.timeout, auth=auth)
        self.close = self._wire.close

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """What is below `/api/v2`."""
        response = await self._wire.answer(method, f"/api/v2{path}", **more)
        if response.is_success:
            return parsed(response)
        raise problem(response)

    async def one(self, kind: str, ref: str) -> Any:
        """The `tickets` or `users` row with that id, None when there is none."""
        if not is_id(ref):
            return None
        try:
            return (await self.ask("GET", f"/{kind}/{ref}"))[kind.removesuffix("s")]
        except CrmRefused as refused:
            if refused.reason is Refusal.UNKNOWN:
                return None
            raise

    async def ours(self, key: str) -> Any:
        """The first ticket with our key: Zendesk itself lets several have it."""
        found = await self.ask("GET", "/tickets", params={"external_id": key})
        same = [row for row in found["tickets"] if row.get("external_id") == key]
        return min(same, key=lambda row: int(row["id"]), default=None)

    async def made(self, key: str, values: Mapping[str, Any]) -> Any:
        """The one ticket with our key: Zendesk keeps a key in mind for two hours, we look first."""
        body = {"ticket": {**values, "external_id": key}}
        try:
            return await self._posted(body, key)
        except CrmRefused as refused:
            meanwhile = await self.ours(key)
            if meanwhile is None and refused.detail.startswith("HTTP 400"):
                return await self._made_after_all(body, key)
            if meanwhile is None:
                raise refused
            return meanwhile

    async def _made_after_all(self, body: Mapping[str, Any], key: str) -> Any:
        """Zendesk remembers the key with another body, of which nothing came.

        A key of this very body is the same for each later try. Should the first body's ticket
        show itself now, it is the one, and this one goes.
        """
        digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
        made = await self._posted(body, f"k-{digest}")
        first = await self.ours(key) or made
        if first["id"] != made["id"]:
            await self.ask("DELETE", f"/tickets/{made['id']}")
        return first

    async def _posted(self, body: Mapping[str, Any], key: str) -> Any:
        said = await self.ask("POST", "/tickets", json=body, headers={"Idempotency-Key": key})
        return said["ticket"]

    async def change(self, row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Unless somebody changed the ticket since it was read."""
        safely = {"safe_update": True, "updated_stamp": row["updated_at"]}
        await self.ask("PUT", f"/tickets/{row['id']}", json={"ticket": {**values, **safely}})

    async def all(self, path: str, name: str) -> list[Any]:
        """Every row of a list, whatever the number of pages."""
        found: list[Any] = []
        asked = {"page[size]": PAGE}
        while True:
            page = await self.ask("GET", path, params=asked)
            found += page[name]
            if not page.get("meta", {}).get("has_more"):
                return found
            asked["page[after]"] = str(page["meta"]["after_cursor"])


def problem(response: httpx.Response) -> CrmError:
    """What an answer that is not a success means to the port, told by the error's name alone."""
    status, said = response.status_code, _said(response)
    name = str(said.get("error", ""))
    detail = f"HTTP {status} {name if re.fullmatch(r'[A-Za-z]{1,40}', name) else ''}".strip()
    if not OWN(response):
        return failure(response, OWN)
    if status == 403:
        return CrmUnavailable(detail, locked_out=True)
    if status == 409:
        return CrmUnavailable(detail)  # two changes met: the same may be asked again
    if "DuplicateValue" in str(said.get("details", "")):
        return CrmRefused(Refusal.CONFLICT, detail)
    if status in (400, 422):
        return CrmRefused(Refusal.INVALID, detail)
    return failure(response, OWN)


def _said(response: httpx.Response) -> dict[str, Any]:
    try:
        read = response.json()
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
