"""The `guichet privacy` commands, put together from the rooms' own."""

from __future__ import annotations

from bot.privacy_commands import app
from connectors.privacy.company import erasures
from connectors.privacy.keeping import retention
from connectors.privacy.rights import due, erase, export

for command in (retention, export, erase, due, erasures):
    app.command()(command)

__all__ = ["app"]
