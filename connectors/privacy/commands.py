"""The `guichet privacy` commands, put together from the rooms' own."""

from __future__ import annotations

from bot.privacy_commands import app
from connectors.privacy.keeping import retention

app.command()(retention)

__all__ = ["app"]
