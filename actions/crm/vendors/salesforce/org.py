"""One organisation at Salesforce: its records by our key, and what may be asked of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from actions.crm.port import CrmRefused, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.salesforce.errors import Answered, problem
from actions.crm.vendors.salesforce.limit import Limit
from actions.crm.vendors.salesforce.token import Token
from actions.crm.vendors.wire import Wire, parsed

VERSION = "62.0"
ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")


class Org:
    """What may be asked of an organisation."""

    def __init__(self, account: Account) -> None:
        self.field = account.option("field", "VB_Ref__c")
        self.version = account.option("version", VERSION)
        self._wire = Wire(account.url, account.timeout, auth=Token(account))
        self._limit = Limit()
        self.close = self._wire.close

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """What is below `/services/data/v62.0`, or at a path that begins with `/services`."""
        base = "" if path.startswith("/services/") else f"/services/data/v{self.version}"
        self._limit.spend()
        response = await self._wire.answer(method, base + path, **more)
        self._limit.heard(response)
        if response.is_success:
            return parsed(response)
        raise problem(response)

    def with_key(self, fields: Sequence[str]) -> list[str]:
        """The fields, and ours."""
        return [*fields, self.field]

    async def lookup(self, kind: str, key: str, fields: Sequence[str]) -> Any:
        """The one record with our key, None when there is none."""
        return await self.record(f"{kind}/{self.field}/{quote(key, safe='')}", fields)

    async def record(self, where: str, fields: Sequence[str]) -> Any:
        """The record at `Case/500…`, None when there is none."""
        try:
            return await self.ask("GET", f"/sobjects/{where}", params={"fields": ",".join(fields)})
        except CrmRefused as refused:
            if refused.reason is Refusal.UNKNOWN:
                return None
            raise

    async def made(
        self, kind: str, key: str, values: Mapping[str, Any], fields: Sequence[str]
    ) -> Any:
        """The new record; a refusal may mean that somebody else made it just now."""
        may_repeat = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
        refusal: Answered | None = None
        try:
            await self._upsert(kind, key, values, headers=may_repeat)
        except Answered as refused:
            refusal = refused
        row = await self.lookup(kind, key, fields)
        if row is None:
            raise refusal or CrmRefused(Refusal.CONFLICT, "made and gone")
        return row

    async def _upsert(self, kind: str, key: str, values: Mapping[str, Any], **more: Any) -> None:
        """Make the record with our key; one made meanwhile is given the same values."""
        path = f"/sobjects/{kind}/{self.field}/{quote(key, safe='')}"
        await self.ask("PATCH", path, json=dict(values), **more)

    async def query(self, soql: str, archived: bool = False) -> list[Any]:
        """All records, whatever the number of pages.

        `archived`: also tasks that were over a year ago; what was deleted comes with them, and
        says so where `IsDeleted` is asked for.
        """
        page = await self.ask("GET", "/queryAll" if archived else "/query", params={"q": soql})
        found = list(page["records"])
        while page.get("nextRecordsUrl"):
            page = await self.ask("GET", str(page["nextRecordsUrl"]))
            found += page["records"]
        return found


def quoted(text: str) -> str:
    """A string of SOQL, which nobody's name can leave."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
