"""A program that uses the CRM's web API, and what it sends."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI

from actions.crm.api import router
from tests.actions.crm.samples import EMAIL, PHONE

TOKEN = "a-token-of-this-test-and-of-no-other"
CASE = {"subject": "Box en panne", "description": "Rouge", "contact": {"phone": PHONE}}
CALLBACK = {"phone": PHONE, "start": "2026-11-23T11:00:00+01:00", "reason": "ma facture"}
LEAD = {"name": "Camille", "phone": PHONE, "email": EMAIL, "interest": "la fibre"}
CONTACT = {"name": "Camille", "phone": PHONE, "email": EMAIL, "language": "fr"}
BODIES: dict[str, dict[str, Any]] = {
    "contacts": CONTACT,
    "cases": CASE,
    "callbacks": CALLBACK,
    "leads": LEAD,
}
FIELDS = {
    "contacts": "ref name phone email language",
    "cases": "ref external_ref subject description category priority status contact conversation"
    " created_at",
    "callbacks": "ref external_ref phone start end reason queue language status contact"
    " conversation created_at",
    "leads": "ref external_ref name phone email interest status contact conversation created_at",
}


class Api:
    """A program that holds the token, unless it gives other headers."""

    def __init__(self, crm: Any) -> None:
        app = FastAPI()
        app.include_router(router(crm, TOKEN))
        self.door = httpx.ASGITransport(app=app)

    def get(self, kind: str, headers: Any = None, **query: Any) -> httpx.Response:
        return self._ask("GET", kind, headers, params=query)

    def post(self, kind: str, body: Any, headers: Any = None) -> httpx.Response:
        return self._ask("POST", kind, headers, json=body)

    def post_at_once(self, kind: str, bodies: list[Any]) -> list[httpx.Response]:
        async def ask() -> list[httpx.Response]:
            async with httpx.AsyncClient(transport=self.door, base_url="http://crm") as client:
                asked = (
                    client.post(f"/api/crm/{kind}", json=body, headers=bearer()) for body in bodies
                )
                return list(await asyncio.wait_for(asyncio.gather(*asked), 60))

        return asyncio.run(ask())

    def raw(self, kind: str, content: bytes) -> httpx.Response:
        return self._ask("POST", kind, {**bearer(), "content-type": "application/json"}, content)

    def _ask(
        self,
        method: str,
        kind: str,
        headers: Any,
        content: bytes | None = None,
        **given: Any,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.door, base_url="http://crm") as client:
                return await client.request(
                    method,
                    f"/api/crm/{kind}",
                    headers=bearer() if headers is None else headers,
                    content=content,
                    **given,
                )

        return asyncio.run(ask())


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
