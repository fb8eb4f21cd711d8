"""A small OpenID Connect provider on a real socket, which can also lie."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "guichet", "a client's secret"


class Issuer:
    """`claims` are put over the honest ones of the next ID token; `key` signs it."""

    def __init__(self) -> None:
        self.own, self.other = RSAKey.generate_key(2048, {"kid": "1"}), RSAKey.generate_key(2048, {"kid": "1"})
        self.key, self.claims, self.algorithm = self.own, dict[str, Any](), "RS256"
        self._asked: dict[str, dict[str, str]] = {}
        routes = [
            Route("/.well-known/openid-configuration", self._described),
            Route("/authorize", self._authorise),
            Route("/token", self._token, methods=["POST"]),
            Route("/jwks", self._jwks),
        ]
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_config=None, ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(5)

    def honest(self) -> None:
        self.key, self.claims, self.algorithm = self.own, {}, "RS256"

    async def _described(self, _request: Request) -> Response:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return JSONResponse({"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in places.items()}})

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.own.as_dict(private=False)]})

    async def _authorise(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["code_challenge_method"] == "S256" and asked["response_type"] == "code"
        code = f"code-{len(self._asked)}"
        self._asked[code] = asked
        back = {"code": code, "state": asked["state"]}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(back)}")

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self._asked.pop(form["code"], None)
        proof = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_ours = request.headers.get("authorization") == f"Basic {basic}"
        if asked is None or challenge != asked["code_challenge"] or not is_ours:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        honest = {"iss": self.url, "aud": CLIENT, "sub": "42", "iat": now, "exp": now + 60, "nonce": asked["nonce"],
                  "preferred_username": "claire", "groups": ["support"]}  # fmt: skip
        claims = {name: value for name, value in {**honest, **self.claims}.items() if value is not None}
        token = jwt.encode({"alg": self.algorithm, "kid": "1"}, claims, self.key, algorithms=[self.algorithm])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
