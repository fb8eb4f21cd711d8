"""Request Tracker's REST 2: its users and tickets, found again before they are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from actions.crm.embedded.values import key, plain
from actions.crm.port import CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.phrases import is_id
from actions.crm.vendors.request_tracker.records import (
    GONE,
    TICKET,
    USER,
    Row,
    external_ref,
    quoted,
)
from actions.crm.vendors.wire import Forbidden, Wire, tells

PAGE = 100


class Rest:
    """What the adapter asks of RT. References are numbers; anything else is unknown there."""

    def __init__(self, account: Account) -> None:
        token = {} if account.user else {"Authorization": f"token {account.secret}"}
        auth = (account.user, account.secret) if account.user else None
        own = tells("message")  # RT makes JSON of each of its errors
        self.wire = Wire(f"{account.url}/REST/2.0", account.timeout, token, auth, own)
        self.field = account.option("field", "ExternalRef")
        self._ready: set[str] = set()
        self._blind = False

    async def one(self, path: str, **more: Any) -> Any:
        """A record, or None where there is none."""
        try:
            return await self.wire.ask("GET", path, **more)
        except CrmRefused as error:
            if error.reason is Refusal.UNKNOWN:
                return None
            raise

    async def ready(self, queue: str) -> None:
        """The queue has our field: without it RT keeps a ticket and drops what it is found by."""
        if queue in self._ready:
            return
        held = await self.one(f"/queue/{quote(queue, safe='')}")
        if held is None:
            raise CrmUnavailable(f"no queue {queue}, or no right to see it", locked_out=True)
        if self.field not in [one["name"] for one in held["TicketCustomFields"]]:
            raise CrmUnavailable(f"queue {queue} has no field {self.field}", locked_out=True)
        self._ready.add(queue)

    async def users(self, email: str) -> Sequence[Row]:
        same = [{"field": "EmailAddress", "value": email}]
        found = await self.wire.ask("POST", "/users", params={"fields": USER}, json=same)
        return [dict(one) for one in found["items"]]

    async def user(self, ref: str) -> Row | None:
        """By number, or by RT's own name for somebody."""
        found: Row | None = await self.one(f"/user/{quote(ref, safe='')}")
        return found

    async def tickets(self, query: str) -> list[Row]:
        """All that TicketSQL finds, the oldest first; never the deleted ones."""
        asked = {**TICKET, "query": query, "orderby": "id"}
        return await self._pages("/tickets", asked)

    async def ticket(self, ref: str) -> Row | None:
        """Also one that is deleted, of which RT does not say whose it was."""
        if not is_id(ref):
            return None
        found = await self.tickets(f"id = {int(ref)}")
        try:
            return found[0] if found else await self.one(f"/ticket/{int(ref)}")
        except Forbidden:
            if await self._sees_others():
                raise CrmRefused(Refusal.INVALID, "HTTP 403 for this ticket alone") from None
            raise

    async def _sees_others(self) -> bool:
        """A right that was taken away hides every ticket, a queue of somebody else's its own."""
        asked = {"query": "id > 0", "per_page": "1"}
        return bool((await self.wire.ask("GET", "/tickets", params=asked))["items"])

    async def known(self, reference: str) -> Row | None:
        """The first ticket with this external reference."""
        query = f"'CF.{{{self.field}}}' = {quoted(reference)}"
        same = [
            one for one in await self.tickets(query) if external_ref(one, self.field) == reference
        ]
        return same[0] if same else None

    async def open(self, queue: str, reference: str, **values: Any) -> Row:
        """A new ticket. Of two that were made at the same moment the later one is deleted.

        One that is not shown to us waits to be found; until tickets are shown again, no other is
        made, which would be a second one.
        """
        await self.ready(queue)
        if self._blind and not await self._sees_others():
            raise Forbidden("HTTP 403: no ticket is shown to us")
        fields = {"CustomFields": {self.field: reference}, "ContentType": "text/plain", **values}
        made = await self.wire.ask("POST", "/ticket", json={"Queue": queue, **fields})
        first = await self.known(reference)
        self._blind = first is None
        if first is None:
            raise CrmUnavailable("a new ticket cannot be found")
        if str(first["id"]) != str(made["id"]):
            await self.change(str(made["id"]), Status=GONE)
        return first

    async def change(self, ref: str, **values: Any) -> Row:
        """The ticket as it now stands: RT answers 200 also when it changed nothing."""
        await self.wire.ask("PUT", f"/ticket/{int(ref)}", json=values)
        after = await self.ticket(ref)
        if after is None or after["Status"] != values.get("Status", after["Status"]):
            raise CrmRefused(Refusal.CONFLICT, "the ticket's status did not change")
        return after

    async def note(self, ref: str, text: str, reference: str) -> None:
        """A comment whose subject is its key, added unless there is one."""
        subject = f"Guichet {sha256(key(reference).encode()).hexdigest()[:24]}"
        same = [{"field": "Subject", "value": subject}]
        asked = {"fields": "Subject"}
        found = await self.wire.ask("POST", "/attachments", params=asked, json=same)
        if any(one["Subject"] == subject for one in found["items"]):
            return
        said = {"Subject": subject, "Content": plain(text), "ContentType": "text/plain"}
        await self.wire.ask("POST", f"/ticket/{int(ref)}/comment", json=said)

    async def remark(self, ref: str, line: str) -> None:
        """A comment that is added once, known by its words."""
        await self.note(ref, line, sha256(f"{int(ref)} {line}".encode()).hexdigest())

    async def texts(self, ref: str) -> list[Row]:
        """What was written on a ticket, first to last."""
        asked = {"fields": "Content,ContentType,Created"}
        found = await self._pages(f"/ticket/{int(ref)}/attachments", asked)
        return [one for one in found if str(one["ContentType"]).startswith("text/")]

    async def _pages(self, path: str, asked: Mapping[str, str]) -> list[Row]:
        found: list[Row] = []
        for page in range(1, PAGE):
            params = {**asked, "per_page": str(PAGE), "page": str(page)}
            items = (await self.wire.ask("GET", path, params=params))["items"]
            found += items
            if len(items) < PAGE:
                break
        return found
