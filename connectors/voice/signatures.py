"""Whether a request really comes from the carrier whose name it bears."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import time
from urllib.parse import parse_qsl, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_TOLERANCE = 300.0  # seconds that a signed request may be old


@dataclass(frozen=True)
class Signed:
    """A request as it was signed: every URL by which the carrier may know us, and the body."""

    urls: tuple[str, ...]
    headers: Mapping[str, str]
    body: bytes = b""


Check = Callable[[Signed], bool]


def webhook_urls(public: str, path: str, query: str = "") -> tuple[str, ...]:
    """Carriers leave out or write out the port that a scheme has anyway."""
    url = public.rstrip("/") + path + (f"?{query}" if query else "")
    parts = urlsplit(url)
    if parts.port:
        bare = url.replace(f":{parts.port}", "", 1)
        return (url, bare)
    port = {"http": 80, "https": 443}.get(parts.scheme, 443)
    return (url, url.replace(parts.netloc, f"{parts.netloc}:{port}", 1))


def stream_urls(public: str, path: str) -> tuple[str, ...]:
    """A stream's handshake is signed with its own scheme, and at times with a slash behind."""
    https = webhook_urls(public, path)
    schemes = [*https, *(url.replace("http", "ws", 1) for url in https)]
    return tuple(url + end for url in schemes for end in ("", "/"))


def twilio_signature(token: str, url: str, body: bytes) -> str:
    """Twilio's: HMAC-SHA1 over the URL and the form's fields, sorted, without any separator."""
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    digest = hmac.new(token.encode(), text.encode("utf-8", "replace"), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def checks_hmac(token: str, headers: Iterable[str]) -> Check:
    """Twilio's and SignalWire's way: a secret that both know."""
    names = tuple(headers)

    def check(request: Signed) -> bool:
        given = next((request.headers[name] for name in names if name in request.headers), "")
        expected = [twilio_signature(token, url, request.body) for url in request.urls]
        matches = [hmac.compare_digest(given.encode(), one.encode()) for one in expected]
        return bool(token) and any(matches)

    return check


def checks_ed25519(public_key: str, clock: Callable[[], float] = time) -> Check:
    """Telnyx's way: only it can sign; the time is signed with the body."""

    def check(request: Signed) -> bool:
        stamp = request.headers.get("telnyx-timestamp", "")
        if not stamp.isdecimal() or len(stamp) > 12 or abs(clock() - int(stamp)) > _TOLERANCE:
            return False
        try:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
            signature = base64.b64decode(request.headers.get("telnyx-signature-ed25519", ""))
            key.verify(signature, f"{stamp}|".encode() + request.body)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    return check
