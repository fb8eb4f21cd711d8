"""Random secrets that are shown once; only their digest is ever kept."""

from __future__ import annotations

import secrets
from hashlib import sha256


def new_secret(prefix: str = "") -> str:
    """256 random bits, fit for an address or a header."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
