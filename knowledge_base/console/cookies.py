"""The console's cookies: the session, the visitor before it, the language and a last word."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.curation.sessions import LONGEST

YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Cookies:
    """Names and signs them; with `secure`, only https and only this very host may set them."""

    key: str
    secure: bool = False

    @property
    def session(self) -> str:
        return self.named("guichet_console")

    @property
    def visitor(self) -> str:
        return self.named("guichet_before")

    @property
    def language(self) -> str:
        return self.named("guichet_language")

    def named(self, name: str) -> str:
        return f"__Host-{name}" if self.secure else name

    def give(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        response.set_cookie(
            name, value, seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def give_session(self, response: Response, secret: str) -> None:
        self.give(response, self.session, secret, int(LONGEST.total_seconds()))

    def take(self, response: Response, name: str) -> None:
        response.delete_cookie(name, "/", secure=self.secure, httponly=True, samesite="lax")

    def give_signed(self, response: Response, name: str, value: Any, seconds: int) -> None:
        """A value that comes back as it was given, or not at all."""
        self.give(response, self.named(name), self._signer(name).dumps(value), seconds)

    def signed(self, request: Request, name: str, seconds: int) -> Any:
        """The value that was given, for so many seconds; None otherwise."""
        try:
            kept = request.cookies.get(self.named(name), "")
            return self._signer(name).loads(kept, max_age=seconds)
        except BadData:
            return None

    def _signer(self, name: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=f"console.{name}", serializer=json)


def csrf_of(secret: str) -> str:
    """The proof that a form came from our own page: only who holds the cookie has it."""
    return hmac.new(secret.encode(), b"console csrf", sha256).hexdigest()
