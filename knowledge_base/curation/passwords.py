"""Passwords as argon2id keeps them, and the same wait for a name that nobody has."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)


class WeakPassword(ValueError):
    """Too short, too long, or the name itself. `reason` names the text that says so."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Passwords:
    """Hashes and checks; an unknown name costs as long as a known one."""

    def __init__(self, hasher: PasswordHasher = HASHER) -> None:
        self._hasher = hasher

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody's password")

    def hashed(self, password: str, name: str = "") -> str:
        """The text to keep; WeakPassword when it is not good enough."""
        password = _same(password)
        if len(password) < SHORTEST:
            raise WeakPassword("short")
        if len(password) > LONGEST:
            raise WeakPassword("long")
        if name and password.casefold() == name.casefold():
            raise WeakPassword("name")
        return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether it is that password; without a kept one, False after the same work."""
        password = _same(password[: LONGEST + 1])
        try:
            return self._hasher.verify(kept or self._nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)


def _same(password: str) -> str:
    """However a keyboard composes its accents, the password is the same."""
    return unicodedata.normalize("NFC", password)
