"""HubSpot's objects: read by their id or by a unique property, made, changed, searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from actions.crm.port import CrmRefused, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.hubspot.errors import problem
from actions.crm.vendors.wire import Wire, parsed

HOME = "https://api.hubapi.com"
BATCH = 100
# How an object is tied to another, by HubSpot's own numbers.
TIES = {
    ("tickets", "contacts"): 16,
    ("deals", "contacts"): 3,
    ("tasks", "contacts"): 204,
    ("notes", "tickets"): 228,
}


class Objects:
    """What may be asked of an account."""

    def __init__(self, account: Account) -> None:
        self.field = account.option("field", "guichet_ref")
        signed = {"Authorization": f"Bearer {account.secret}"}
        self._wire = Wire(account.url or HOME, account.timeout, headers=signed)
        self.close = self._wire.close

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        response = await self._wire.answer(method, path, **more)
        if response.is_success:
            return parsed(response)
        raise problem(response)

    async def one(self, kind: str, value: str, names: Sequence[str], by: str = "") -> Any:
        """The object with that id, or with that value of a unique property; None without one.

        This reads what was just written; a search does not, for a while.
        """
        asked = {"properties": ",".join([*names, self.field])}
        asked |= {"idProperty": by} if by else {}
        asked |= {"associations": "contacts"} if (kind, "contacts") in TIES else {}
        try:
            return await self.ask("GET", _path(kind, value), params=asked)
        except CrmRefused as refused:
            if refused.reason is Refusal.UNKNOWN:
                return None
            raise

    async def ours(self, kind: str, key: str, names: Sequence[str]) -> Any:
        """The object with our key."""
        return await self.one(kind, key, names, by=self.field)

    async def made(
        self, kind: str, key: str, values: Mapping[str, str], to: tuple[str, str]
    ) -> str:
        """The id of the one object with our key: the new one, or one that was made meanwhile."""
        tie = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TIES[kind, to[0]]}
        body = {
            "properties": {**values, self.field: key},
            "associations": [{"to": {"id": to[1]}, "types": [tie]}],
        }
        try:
            return str((await self.ask("POST", _path(kind), json=body))["id"])
        except CrmRefused as refused:
            meanwhile = await self.ours(kind, key, [])
            if meanwhile is None:
                raise refused
            return str(meanwhile["id"])

    async def change(self, kind: str, ref: str, values: Mapping[str, str]) -> None:
        await self.ask("PATCH", _path(kind, ref), json={"properties": dict(values)})

    async def search(
        self, kind: str, any_of: Iterable[Mapping[str, Any]], names: Sequence[str]
    ) -> list[Any]:
        body = {
            "filterGroups": [{"filters": [dict(one)]} for one in any_of],
            "properties": [*names, self.field],
            "limit": BATCH,
        }
        found = await self.ask("POST", f"{_path(kind)}/search", json=body)
        return list(found["results"])

    async def tied(self, kind: str, ref: str, to: str, names: Sequence[str]) -> list[Any]:
        """The objects of a kind that are tied to one."""
        ids: list[str] = []
        asked = {"limit": "500"}
        path = f"/crm/v4/objects/{kind}/{quote(ref, safe='')}/associations/{to}"
        while True:
            page = await self.ask("GET", path, params=asked)
            ids += [str(one["toObjectId"]) for one in page["results"]]
            after = page.get("paging", {}).get("next", {}).get("after")
            if not after:
                return await self._read(to, list(dict.fromkeys(ids)), names)
            asked["after"] = str(after)

    async def _read(self, kind: str, ids: Sequence[str], names: Sequence[str]) -> list[Any]:
        found: list[Any] = []
        for first in range(0, len(ids), BATCH):
            inputs = [{"id": one} for one in ids[first : first + BATCH]]
            body = {"properties": [*names, self.field], "inputs": inputs}
            found += (await self.ask("POST", f"{_path(kind)}/batch/read", json=body))["results"]
        return sorted(found, key=lambda row: int(row["id"]))


def _path(kind: str, value: str = "") -> str:
    return f"/crm/v3/objects/{kind}" + (f"/{quote(value, safe='')}" if value else "")
