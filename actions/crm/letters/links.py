"""The link to a callback: it names one, only we can write it, and it ends with the callback."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from bot.settings import settings

GRACE = timedelta(days=7)  # after the callback, that its link still tells how it stands
TOKEN = re.compile(r"([A-Z]-[2-9A-Z]{4,12})\.([\w-]{22})")
_BYTES = 16


def token_of(ref: str) -> str:
    """A callback's reference, signed."""
    named = hmac.new(settings().signing_key().encode(), b"callback-link\0" + ref.encode(), sha256)
    return f"{ref}.{urlsafe_b64encode(named.digest()[:_BYTES]).decode().rstrip('=')}"


def ref_of(token: str) -> str | None:
    """The reference of a token that we wrote; None for any other."""
    found = TOKEN.fullmatch(token) if token.isascii() else None
    return found[1] if found and hmac.compare_digest(token, token_of(found[1])) else None


def link(ref: str, language: str = "") -> str:
    """Where somebody sees, moves and cancels their callback."""
    asked = f"?language={language}" if language else ""
    return f"{settings().visitors_url}/callback/{token_of(ref)}{asked}"


def company_domain() -> str:
    """The company's, as its site is named: `ormea.example`."""
    host = urlsplit(settings().company_site).hostname or "guichet.invalid"
    return host.removeprefix("www.")


def sender() -> str:
    """The address that letters come from."""
    return settings().letters_from or f"no-reply@{company_domain()}"
