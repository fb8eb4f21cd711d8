"""An OpenID Connect provider: where to send a person, and whom it then says they are."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from knowledge_base.curation.roles import Role, role_named

ALGORITHMS = ["RS256", "PS256", "ES256"]
PATIENCE, LEEWAY = 5.0, 60


class Refused(Exception):
    """The provider, or what it says, is not good enough. `reason`: `provider` or `role`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason


@dataclass(frozen=True)
class Known:
    """Whom the provider vouches for; `subject` never changes, a name may."""

    subject: str
    name: str
    role: Role


@dataclass(frozen=True)
class Provider:
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    role_claim: str
    roles: Mapping[str, Role]

    def __post_init__(self) -> None:
        address = urlsplit(self.issuer)
        if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("the OpenID Connect issuer must be an https address")

    def begin(self, back: str) -> tuple[str, dict[str, str]]:
        """The provider's address for a person, and what to remember until they come back."""
        pending = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
        address, _ = self._client(back).create_authorization_url(
            self._described()["authorization_endpoint"],
            state=pending["state"],
            nonce=pending["nonce"],
            code_verifier=pending["verifier"],
        )
        return str(address), pending

    def finish(self, pending: Mapping[str, str], given: Mapping[str, str], back: str) -> Known:
        """Who came back with a code; Refused when anything does not fit."""
        if not hmac.compare_digest(pending["state"], given.get("state", "")):
            raise Refused("provider", "state")
        if given.get("iss", self.issuer) != self.issuer or not given.get("code"):
            raise Refused("provider", "no code of this provider")
        try:
            with self._client(back) as client:
                answer = client.fetch_token(
                    self._described()["token_endpoint"],
                    code=given["code"],
                    code_verifier=pending["verifier"],
                )
            return self._known(self._claims(answer, pending["nonce"]))
        except (JoseError, httpx.HTTPError, KeyError, ValueError, TypeError) as error:
            raise Refused("provider", type(error).__name__) from error

    def _claims(self, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The ID token's claims: signed by the provider, for us, now, and for this very visit."""
        listed: Any = _json(self._described()["jwks_uri"])
        keys = KeySet.import_key_set(listed)
        token = jwt.decode(answer["id_token"], keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "exp": {"essential": True},
            },
            {
                "nonce": nonce,
                "client_id": self.client_id,
                "access_token": answer.get("access_token"),
            },
        )
        claims.validate(leeway=LEEWAY)
        checked: Mapping[str, Any] = claims
        return checked

    def _known(self, claims: Mapping[str, Any]) -> Known:
        found: Any = claims
        for step in self.role_claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        values = found if isinstance(found, list) else [found]
        granted = [self.roles[one] for one in values if isinstance(one, str) and one in self.roles]
        if not granted:
            raise Refused("role")
        named = (claims.get(one) for one in ("preferred_username", "name", "email"))
        name = next((one for one in named if isinstance(one, str) and one), claims["sub"])
        return Known(f"{self.issuer}|{claims['sub']}"[:400], name, max(granted))

    def _described(self) -> dict[str, Any]:
        found = _json(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise Refused("provider", "another issuer")
        return found

    def _client(self, back: str) -> Any:
        return OAuth2Client(
            self.client_id,
            self.client_secret,
            scope="openid profile email",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )


def roles_of(text: str) -> dict[str, Role]:
    """`support-leads=administrator, support=agent`; ValueError when it cannot be read."""
    pairs = (one.rpartition("=") for one in text.split(",") if one.strip())
    return {value.strip(): role_named(word.strip()) for value, _, word in pairs}


def _json(address: str) -> dict[str, Any]:
    try:
        response = httpx.get(address, timeout=PATIENCE)
        response.raise_for_status()
        found = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise Refused("provider", type(error).__name__) from error
    if not isinstance(found, dict):
        raise Refused("provider", "no object")
    return found
