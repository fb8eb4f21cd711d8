"""Any other CRM: each thing that is done is posted, signed, to an address of the company's."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

from actions.crm.embedded.values import key, moment, reachable
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallEnd,
    CallState,
    Case,
    Contact,
    CrmRefused,
    Kind,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.persons import matching, person_key
from actions.crm.vendors.phrases import in_utc, safe_key
from actions.crm.vendors.webhook import answers
from actions.crm.vendors.wire import Forbidden, Wire, accepted, parsed
from knowledge_base.curation.webhooks import signature

# What an endpoint may not know: 501 says so, and is not asked again.
OPTIONAL = {"callback.state", "callback.close", "callback.note", "lead.note"}


class Webhook:
    """A `RemoteCrm`. Where the endpoint answers no reference, ours is the one."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._wire = Wire("", account.timeout)
        self.close = self._wire.close

    async def check(self) -> str:
        said = await self._post("ping", {})
        return str(said.get("name") or "webhook")

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        said = await self._post("contact.find", {"phone": phone, "email": email})
        return matching(answers.contacts(said), phone, email)

    async def save_contact(self, contact: NewContact) -> Contact:
        reachable(contact)
        known_as = person_key(contact)
        said = await self._post("contact.save", asdict(contact), known_as)
        return answers.contact({"ref": known_as, **asdict(contact), **said})

    async def open_case(self, case: NewCase) -> Case:
        reachable(case.contact)
        said = await self._post("case.open", _plain(asdict(case)), case.external_ref)
        return answers.case(said, case)

    async def case(self, ref: str) -> Case | None:
        said = await self._found("case.find", ref)
        return answers.case_alone({"ref": ref, **said}) if said else None

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        await self._post("case.note", {"ref": case_ref, "text": text}, external_ref)

    async def book_callback(self, callback: NewCallback) -> Callback:
        person = person_key(NewContact(phone=callback.phone))
        told = _plain({**asdict(callback), "end": callback.start + self._account.slot})
        said = await self._post("callback.book", told, callback.external_ref)
        return answers.callback(
            {"ref": callback.external_ref, "contact": person, **told, "status": "booked", **said}
        )

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        told = _plain({"ref": ref, "start": start, "end": moment(start) + self._account.slot})
        said = await self._post("callback.move", told, external_ref)
        return answers.callback({**told, **said, "status": CallbackStatus.MOVED})

    async def cancel_callback(self, ref: str) -> Callback:
        said = await self._post("callback.cancel", {"ref": ref}, f"cancel:{ref}"[:200])
        return answers.callback({"ref": ref, **said, "status": CallbackStatus.CANCELLED})

    async def callback_state(self, ref: str) -> CallState | None:
        """An endpoint that has no answer to this question, or refuses it, does not tell."""
        try:
            return answers.call_state(await self._post("callback.state", {"ref": ref}))
        except CrmRefused:
            return None

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        told = {"ref": ref, "outcome": end.value}
        await self._post("callback.close", told, f"close:{ref}"[:200])

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        once = sha256(f"{ref} {line}".encode()).hexdigest()
        await self._post(f"{kind.value}.note", {"ref": ref, "text": line}, once)

    async def open_lead(self, lead: NewLead) -> Lead:
        reachable(lead.contact)
        said = await self._post("lead.open", _plain(asdict(lead)), lead.external_ref)
        return answers.lead(said, lead)

    async def erase(self, contact_ref: str) -> int:
        return answers.number(await self._found("contact.erase", contact_ref), "records")

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._found("contact.export", contact_ref)

    async def _found(self, event: str, ref: str) -> dict[str, Any]:
        """What is told of a reference; nothing of one that the endpoint does not know."""
        try:
            return await self._post(event, {"ref": ref})
        except CrmRefused as refused:
            if refused.reason is Refusal.UNKNOWN:
                return {}
            raise

    async def _post(self, event: str, data: Mapping[str, Any], once: str = "") -> dict[str, Any]:
        """The object that is answered, empty when nothing is; `once` is the idempotency key."""
        body = json.dumps({"event": event, "external_ref": once, "data": data}).encode()
        signed = signature(self._account.secret, int(time.time()), body)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Guichet-Event": event,
            "X-Guichet-Signature": signed,
            **({"Idempotency-Key": safe_key(key(once))} if once else {}),
        }
        response = await self._wire.answer("POST", self._account.url, content=body, headers=headers)
        if response.status_code == 501 and event in OPTIONAL:
            raise CrmRefused(Refusal.UNKNOWN, "HTTP 501")
        try:
            read = parsed(accepted(response))
        except CrmRefused as refused:
            raise answers.refusal(response) or refused from None
        except Forbidden as locked_out:
            raise answers.refusal(response) or locked_out from None
        told = read if isinstance(read, dict) else {}
        return {name: value for name, value in told.items() if value is not None}


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Moments in UTC, `2026-11-23T10:00:00Z`, also those of what stands inside."""

    def said(one: Any) -> Any:
        if isinstance(one, datetime):
            return in_utc(one)
        return _plain(one) if isinstance(one, Mapping) else one

    return {name: said(one) for name, one in told.items()}
