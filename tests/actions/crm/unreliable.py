"""A CRM that fails when it is told to: before it does something, or after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from actions.crm.port import CrmUnavailable


class UnreliableCrm:
    """Passes everything on to a real CRM, as long as `fails` is empty.

    `before`: the CRM is down. `after`: it did what it was asked and its answer was lost.
    """

    def __init__(self, crm: Any) -> None:
        self._crm = crm
        self.fails: Literal["", "before", "after"] = ""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*given: Any, **named: Any) -> Any:
            if self.fails == "before":
                raise CrmUnavailable("down")
            answer = await getattr(self._crm, name)(*given, **named)
            if self.fails == "after":
                raise CrmUnavailable("answer lost")
            return answer

        return call
