"""People as Request Tracker knows them: users, whom it names; ours by their number or address."""

from __future__ import annotations

from collections.abc import Sequence

from actions.crm.embedded.values import email as as_email
from actions.crm.embedded.values import phone as as_phone
from actions.crm.port import Contact, CrmRefused, NewContact, Refusal
from actions.crm.vendors import persons
from actions.crm.vendors.phrases import is_id
from actions.crm.vendors.request_tracker.records import Row, contact, quoted, user_values
from actions.crm.vendors.request_tracker.rest import Rest


class People:
    """Staff may be somebody's requestor, and are neither completed nor forgotten."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        """RT ignores a filter by telephone and lists everyone: names and requestors do it."""
        found: list[Row] = []
        if phone:
            named = await self._rest.user(as_phone(phone))
            found += [named] if named else await self._requestors(phone)
        if email:
            found += await self._rest.users(as_email(email))
        return persons.matching([contact(user) for user in found], phone, email)

    async def add_contact(self, new: NewContact) -> Contact:
        name = new.phone or new.email.strip().lower()
        user = {"Name": name, "Privileged": 0, **user_values(new)}
        try:
            await self._rest.wire.ask("POST", "/user", json=user)
        except CrmRefused:
            if not await self._rest.user(name):  # else somebody was quicker
                raise
        made = await self._rest.user(name)
        if made is None:
            raise CrmRefused(Refusal.CONFLICT, "a new user cannot be found")
        return contact(made)

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        user = await self._rest.user(known.ref)
        if user is None or user["Privileged"]:
            return known
        values = user_values(gaps)
        if gaps.phone and user["Name"] == known.email:
            values["Name"] = gaps.phone  # one of ours: from now on found by number
        await self._rest.wire.ask("PUT", f"/user/{known.ref}", json=values)
        return await self.known(known.ref) or known

    async def known(self, ref: str) -> Contact | None:
        user = await self._rest.user(ref) if is_id(ref) else None
        return contact(user) if user else None

    async def tickets(self, ref: str) -> list[Row]:
        return await self._rest.tickets(f"Requestor.id = {int(ref)}") if is_id(ref) else []

    async def forget(self, ref: str) -> int:
        """One, unless this was done before, or it is nobody."""
        user = await self._rest.user(ref) if is_id(ref) else None
        gone = f"erased-{ref}"
        if user is None or user["Name"] == gone:
            return 0
        if user["Privileged"]:
            raise CrmRefused(Refusal.INVALID, "this user is one of the company's own")
        blank = {"Name": gone, "RealName": "", "MobilePhone": "", "EmailAddress": ""}
        await self._rest.wire.ask("PUT", f"/user/{int(ref)}", json=blank)
        return 1

    async def _requestors(self, phone: str) -> list[Row]:
        """Those who opened a ticket, with this number in any of the ways it is written."""
        same = [f"Requestor.MobilePhone = {quoted(one)}" for one in _ways_to_write(phone)]
        found = await self._rest.tickets(" OR ".join(same))
        return [user for ticket in found for user in ticket["Requestor"]]


def _ways_to_write(phone: str) -> list[str]:
    """`+33639980101` as it is, without a country, in pairs; another country's as it is."""
    if not phone.startswith("+33"):
        return [phone]
    national = f"0{phone[3:]}"
    return [phone, national, " ".join(national[at : at + 2] for at in range(0, 10, 2))]
