"""People at Zendesk: its users, how they are found, made and completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import Contact, CrmRefused, NewContact, Refusal
from actions.crm.vendors.persons import NOBODY, matching, person_key
from actions.crm.vendors.zendesk.desk import Desk

LOCALES = {"fr": "fr", "en": "en-US"}


class People:
    """A `Directory`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        """Our key shows who was just made; the search shows them some time later."""
        rows: list[Any] = []
        for word, value in (("email", email.strip().lower()), ("phone", phone)):
            if value:
                rows += await self._ours(person_key(NewContact(**{word: value})))
                asked = value.replace('"', " ")
                rows += await self._listed("/users/search", query=f'{word}:"{asked}"')
        return matching(map(contact, filter(_alive, rows)), phone, email)

    async def add_contact(self, new: NewContact) -> Contact:
        """With our key, unless somebody has it whom that number left since."""
        key = person_key(new)
        values = {"name": NOBODY, **contact_values(new), "skip_verify_email": True}
        if not await self._ours(key):
            values["external_id"] = key
        try:
            made = await self._desk.ask("POST", "/users", json={"user": values})
        except CrmRefused as refused:
            if refused.reason is not Refusal.CONFLICT:
                raise
            return await self._instead(refused, new)
        return contact(made["user"])

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        body = {"user": {**contact_values(gaps), "skip_verify_email": True}}
        return contact((await self._desk.ask("PUT", f"/users/{known.ref}", json=body))["user"])

    async def _instead(self, refused: CrmRefused, new: NewContact) -> Contact:
        """Whoever has our key or this address already, though no search shows them yet.

        An upsert that gives no more than an address changes nothing and tells who has it.
        """
        found = matching(map(contact, await self._ours(person_key(new))), new.phone, new.email)
        if found:
            return found[0]
        if not new.email:
            raise refused
        body = {"user": {"email": new.email.strip().lower()}}
        same = await self._desk.ask("POST", "/users/create_or_update", json=body)
        return contact(same["user"])

    async def _ours(self, key: str) -> list[Any]:
        return await self._listed("/users/show_many", external_ids=key)

    async def _listed(self, path: str, **asked: str) -> list[Any]:
        return list((await self._desk.ask("GET", path, params=asked))["users"])


def contact(row: Mapping[str, Any]) -> Contact:
    name = str(row.get("name") or "")
    return Contact(
        ref=str(row["id"]),
        name="" if name == NOBODY else name,
        phone=str(row.get("phone") or ""),
        email=str(row.get("email") or ""),
        language=str(row.get("locale") or "fr")[:2],
    )


def contact_values(new: NewContact) -> dict[str, Any]:
    """Only what is known: an empty value would rub out what the company knows."""
    given = {
        "name": plain(new.name).strip()[:255],
        "phone": new.phone,
        "email": new.email.strip().lower(),
        "locale": LOCALES.get(new.language, ""),
    }
    return {name: value for name, value in given.items() if value}


def _alive(row: Mapping[str, Any]) -> bool:
    return row.get("active") is not False
