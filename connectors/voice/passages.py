"""The codes between web site and telephone, as a call uses them: a refusal is no code at all."""

from __future__ import annotations

import structlog

from connectors.handover import HandoverRefused, Handovers

log = structlog.get_logger()


class Passages:
    """Gives and takes codes; what the book refuses is logged, and answered with None."""

    def __init__(self, handovers: Handovers) -> None:
        self._handovers = handovers

    async def redeem(self, code: str, who: str) -> str | None:
        """The conversation behind a code, if it is one."""
        try:
            return await self._handovers.redeem(code, who)
        except HandoverRefused as refused:
            log.warning("code refused", reason=refused.reason)
            return None

    async def issue(self, conversation: str) -> str | None:
        """A code that brings this conversation to the web site."""
        try:
            return (await self._handovers.issue(conversation)).code
        except HandoverRefused as refused:
            log.warning("no code given", reason=refused.reason)
            return None

    async def close(self) -> None:
        self._handovers.close()
