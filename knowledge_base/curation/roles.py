"""What a colleague may do in the console, by the role that an administrator gave."""

from __future__ import annotations

from enum import Enum, IntEnum


class Role(IntEnum):
    """Each role may do all that the ones below it may."""

    READER = 1
    AGENT = 2
    CURATOR = 3
    ADMINISTRATOR = 4

    @property
    def word(self) -> str:
        """As commands, settings and the API write it."""
        return self.name.lower()

    def may(self, right: Right) -> bool:
        return self >= _LEAST[right]


class Right(Enum):
    READ = "read"
    DECIDE = "decide"
    CUSTOMERS = "customers"
    EDIT = "edit"
    PUBLISH = "publish"
    EXPORT = "export"
    PEOPLE = "people"
    TOKENS = "tokens"
    PROMISE = "promise"
    WEBHOOKS = "webhooks"
    AUDIT = "audit"
    RESTORE = "restore"


_LEAST = {
    Right.READ: Role.READER,
    Right.DECIDE: Role.AGENT,
    Right.CUSTOMERS: Role.AGENT,
    Right.EDIT: Role.CURATOR,
    Right.PUBLISH: Role.CURATOR,
    Right.EXPORT: Role.CURATOR,
    Right.PEOPLE: Role.ADMINISTRATOR,
    Right.TOKENS: Role.ADMINISTRATOR,
    Right.PROMISE: Role.ADMINISTRATOR,
    Right.WEBHOOKS: Role.ADMINISTRATOR,
    Right.AUDIT: Role.ADMINISTRATOR,
    Right.RESTORE: Role.ADMINISTRATOR,
}


def role_named(word: str) -> Role:
    """The role of a word; ValueError when there is none."""
    try:
        return Role[word.upper()]
    except KeyError:
        raise ValueError(f"no role is called {word!r}") from None
