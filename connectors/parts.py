"""What the gateway's doors share, made once from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request

from bot import database
from bot.conversation import Dialogue
from bot.settings import Settings, settings
from connectors import rooms
from connectors.answering import Patience
from connectors.buttons import Buttons
from connectors.conversations import MessageLog
from connectors.desk import Desk, Guess
from connectors.limits import Addresses, Limits
from connectors.metrics import Metrics
from connectors.notebook import Notebook
from connectors.origins import Origins
from connectors.retention import Retention
from connectors.tokens import Passes


@dataclass(frozen=True)
class Parts:
    chosen: Settings
    desk: Desk
    notebook: Notebook
    limits: Limits
    addresses: Addresses
    origins: Origins
    metrics: Metrics
    retention: Retention

    @classmethod
    def made(cls, dialogue: Dialogue, guess: Guess | None = None) -> Parts:
        chosen, metrics = settings(), Metrics()
        notebook = Notebook(MessageLog(database.engine()))
        return cls(
            chosen,
            _desk(chosen, dialogue, notebook, metrics, guess),
            notebook,
            Limits(chosen.visitor_rate, chosen.address_rate, chosen.caller_rate),
            Addresses(chosen.trusted_proxies.split(",")),
            Origins(chosen.origins.split(",")),
            metrics,
            retention(chosen),
        )

    def admits(self, request: Request) -> bool:
        """Whether whoever asks may ask again already, by their address."""
        admitted = self.limits.address_may_send(self.addresses.of(request.scope))
        if not admitted:
            self.metrics.refusal("too_many")
        return admitted

    def passes(self, door: str) -> Passes:
        return Passes(self.chosen.signing_key(), door, self.chosen.retention_days)


def retention(chosen: Settings) -> Retention:
    """What the settings keep, and for how long."""
    return Retention(
        database.engine(),
        chosen.retention_days,
        timedelta(hours=chosen.discretion_hours),
        chosen.company_phone,
        rooms.forgetting(database.engine(), chosen),
    )


def _desk(
    chosen: Settings,
    dialogue: Dialogue,
    notebook: Notebook,
    metrics: Metrics,
    guess: Guess | None,
) -> Desk:
    buttons, patience = Buttons(chosen.signing_key()), Patience(visitor=chosen.answer_timeout)
    guess = guess or (lambda _text, default: default)
    return Desk(dialogue, notebook, buttons, metrics, chosen.max_text, patience, guess)
