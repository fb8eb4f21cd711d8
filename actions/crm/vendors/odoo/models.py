"""Odoo's records: found again by an external id of ours, made once, read and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actions.crm.port import CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.odoo.rpc import Rpc, passing
from actions.crm.vendors.phrases import given_key, is_id, safe_key

OURS = "guichet"
# An import reads hours as those of its user, unless told otherwise; archived records count.
CONTEXT = {"tz": "UTC", "lang": "en_US", "active_test": False}

Row = Mapping[str, Any]
Domain = Sequence[Sequence[object]]


class Models:
    def __init__(self, rpc: Rpc) -> None:
        self._rpc = rpc

    async def search(
        self, model: str, domain: Domain, fields: Iterable[str], archived: bool = True
    ) -> list[Row]:
        """The oldest first."""
        context = {**CONTEXT, "active_test": not archived}
        named = {"fields": list(fields), "order": "id", "context": context}
        found: list[Row] = await self._rpc.call(model, "search_read", list(domain), **named)
        return found

    async def one(self, model: str, ref: str, fields: Iterable[str]) -> Row | None:
        if not is_id(ref) or len(ref) > 9:  # XML-RPC's whole numbers have 32 bits
            return None
        found = await self.search(model, [["id", "=", int(ref)]], fields)
        return found[0] if found else None

    async def known(self, model: str, reference: str) -> str:
        """The number of the record with our key; empty when there is none."""
        domain = [["module", "=", OURS], ["name", "=", safe_key(reference)], ["model", "=", model]]
        found = await self.search("ir.model.data", domain, ["res_id"])
        return str(found[0]["res_id"]) if found else ""

    async def keys(self, model: str, refs: Iterable[str]) -> dict[str, str]:
        """Our keys of these records, by their numbers."""
        numbers = [int(ref) for ref in refs]
        ours: Domain = [["module", "=", OURS], ["model", "=", model], ["res_id", "in", numbers]]
        found = await self.search("ir.model.data", ours, ["name", "res_id"])
        return {str(one["res_id"]): given_key(str(one["name"])) for one in found}

    async def open(self, model: str, reference: str, values: Mapping[str, str]) -> str:
        """The record with our key, made if there is none: what a colleague changed stays."""
        if known := await self.known(model, reference):
            return known
        names, row = ["id", *values], [f"{OURS}.{safe_key(reference)}", *values.values()]
        made = await self._rpc.call(model, "load", names, [row], context=CONTEXT)
        if made.get("ids"):
            return str(made["ids"][0])
        said = " ".join(str(one.get("message")) for one in made.get("messages", ()))
        if passing(said):
            raise CrmUnavailable("busy: somebody else is writing")
        raise CrmRefused(Refusal.INVALID, f"{model} was not made")

    async def create(self, model: str, values: Mapping[str, Any]) -> str:
        return str(await self._rpc.call(model, "create", dict(values), context=CONTEXT))

    async def write(self, model: str, ref: str, **values: Any) -> None:
        await self._rpc.call(model, "write", [int(ref)], values, context=CONTEXT)

    async def unlink(self, model: str, refs: Iterable[str]) -> None:
        if numbers := [int(ref) for ref in refs]:
            await self._rpc.call(model, "unlink", numbers)

    async def stands(self, model: str, ref: str) -> bool:
        """Whether it is there and not archived, also in versions where it cannot be archived."""
        return bool(await self.search(model, [["id", "=", int(ref)]], ["id"], archived=False))

    async def feedback(self, activity: str, text: str) -> None:
        """Tick an activity off, as a colleague would: Odoo takes it away, or archives it."""
        await self._rpc.call("mail.activity", "action_feedback", [int(activity)], feedback=text)

    async def post(self, model: str, ref: str, subject: str, body: str) -> None:
        said = {"subject": subject, "body": body, "subtype_xmlid": "mail.mt_note"}
        await self._rpc.call(model, "message_post", [int(ref)], message_type="comment", **said)
