"""How the company's CRM is reached: its address, who we are there, and what it calls things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.settings import Settings


@dataclass(frozen=True)
class Account:
    """`secret` is a key, a token or a password; `options` are the vendor's own names for things.

    `timeout` is seconds for one request; `slot` is how long a callback is planned for.
    """

    url: str
    user: str = ""
    secret: str = field(default="", repr=False)
    options: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 10.0
    slot: timedelta = timedelta(minutes=30)

    @classmethod
    def of(cls, chosen: Settings) -> Account:
        return cls(
            url=chosen.crm_url.rstrip("/"),
            user=chosen.crm_user,
            secret=chosen.crm_secret,
            options=chosen.crm_named,
            timeout=chosen.crm_delivery_timeout,
            slot=timedelta(minutes=chosen.callback_slot_minutes),
        )

    def option(self, name: str, default: str) -> str:
        """What the company calls something, or what the vendor calls it out of the box."""
        return self.options.get(name) or default
