"""EspoCRM's records over HTTP: found by a field, made once, read again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx

from actions.crm.embedded.values import key
from actions.crm.port import CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.wire import Forbidden, Wire, accepted, is_json, parsed

ID = re.compile(r"[0-9A-Za-z]{1,24}")
REASON = re.compile(r"[a-z]+[A-Z][A-Za-z]{1,40}")  # such as validationFailure; never a sentence
PAGE = 200

Row = Mapping[str, Any]


class Api:
    """Identifiers are letters and digits; anything else is unknown there."""

    def __init__(self, account: Account) -> None:
        self.wire = Wire(
            f"{account.url}/api/v1", account.timeout, headers={"X-Api-Key": account.secret}
        )
        self.field = account.option("field", "cExternalRef")
        self._ready: set[str] = set()

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        response = await self.wire.answer(method, path, **more)
        try:
            return parsed(went_well(response))
        except CrmRefused as error:
            raise CrmRefused(error.reason, f"{error.detail} {_reason(response)}".strip()) from None

    async def one(self, entity: str, ref: str) -> Row | None:
        if not ID.fullmatch(ref):
            return None
        try:
            found: Row = await self.ask("GET", f"/{entity}/{ref}")
        except CrmRefused as error:
            if error.reason is Refusal.UNKNOWN:
                return None
            raise
        except Forbidden:
            await self.ask("GET", f"/{entity}", params={"maxSize": "1", "select": "id"})
            raise CrmRefused(Refusal.INVALID, "HTTP 403 for this record alone") from None
        return found

    async def several(self, entity: str, field: str, value: str) -> list[Row]:
        """Those whose field has that value, as EspoCRM sees it."""
        where = {"type": "equals", "attribute": field, "value": value}
        asked = {f"where[0][{name}]": said for name, said in where.items()}
        return await self.listed(f"/{entity}", **asked)

    async def listed(self, path: str, **asked: str) -> list[Row]:
        found: list[Row] = []
        while True:
            params = {**asked, "maxSize": str(PAGE), "offset": str(len(found))}
            page = await self.ask("GET", path, params=params)
            found += page["list"]
            if not page["list"] or len(found) >= int(page["total"]):
                return found

    async def open(self, entity: str, reference: str, values: Mapping[str, Any]) -> Row:
        """The record of that reference; a new one unless there is one."""
        await self.ready(entity)
        known = self._same(await self.several(entity, self.field, key(reference)), reference)
        if known:
            return known
        body = {**values, self.field: reference}
        response = await self.wire.answer("POST", f"/{entity}", json=body)
        if response.status_code != 409:
            return await self._read(entity, parsed(went_well(response)))
        if same := self._same(parsed(response), reference):  # somebody was quicker
            return await self._read(entity, same)
        skip = {"X-Skip-Duplicate-Check": "true"}  # another record only looks like ours
        return await self._read(
            entity, await self.ask("POST", f"/{entity}", json=body, headers=skip)
        )

    async def change(self, entity: str, ref: str, values: Mapping[str, Any]) -> Row:
        changed: Row = await self.ask("PUT", f"/{entity}/{ref}", json=values)
        return changed

    async def ready(self, entity: str) -> None:
        """The entity has our field: without it a record is kept, and never found again."""
        if entity in self._ready:
            return
        path = {"key": f"entityDefs.{entity}.fields.{self.field}"}
        if not await self.ask("GET", "/Metadata", params=path):
            raise CrmUnavailable(f"{entity} has no field {self.field}", locked_out=True)
        self._ready.add(entity)

    async def _read(self, entity: str, made: Row) -> Row:
        """What was made has neither its number nor its people in the answer."""
        return await self.one(entity, str(made["id"])) or made

    def _same(self, rows: Any, reference: str) -> Row | None:
        listed = rows if isinstance(rows, list) else []
        return next((row for row in listed if row.get(self.field) == reference), None)


def went_well(response: httpx.Response) -> httpx.Response:
    """EspoCRM's refusals may be empty, but for the header that gives its reason."""
    return accepted(response, lambda one: is_json(one) or "x-status-reason" in one.headers)


def _reason(response: httpx.Response) -> str:
    said = REASON.fullmatch(response.headers.get("x-status-reason", ""))
    return said[0] if said else ""
