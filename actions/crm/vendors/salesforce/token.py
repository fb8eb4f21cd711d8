"""How Salesforce knows us: OAuth 2 by client credentials."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import httpx

from actions.crm.port import CrmUnavailable
from actions.crm.vendors.account import Account
from actions.crm.vendors.wire import accepted, is_json, parsed


class Token(httpx.Auth):
    """The token is kept, and renewed when it is refused."""

    def __init__(self, account: Account) -> None:
        self._url = f"{account.url}/services/oauth2/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": account.user,
            "client_secret": account.secret,
        }
        self._token = ""

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        if not self._token:
            await self._keep((yield self._asking()))
        response = yield self._signed(request)
        if response.status_code == 401:
            await self._keep((yield self._asking()))
            yield self._signed(request)

    def _asking(self) -> httpx.Request:
        return httpx.Request("POST", self._url, data=self._form)

    def _signed(self, request: httpx.Request) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    async def _keep(self, response: httpx.Response) -> None:
        await response.aread()
        self._token = ""
        status = response.status_code
        if status == 401 or (status in (400, 403) and is_json(response)):
            raise CrmUnavailable(f"no token: HTTP {status}", locked_out=True)
        given = parsed(accepted(response, lambda _: False))  # no refusal of a record
        if not isinstance(given, dict) or not given.get("access_token"):
            raise CrmUnavailable("no token")
        self._token = str(given["access_token"])
